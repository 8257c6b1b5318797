import { defineMachine, type StateOf } from '../transitions/state-machine.ts';

/**
 * The life of one try to send a mail. It is `sending` from before it leaves until we know what became of it; an uncertain
 * one is never sent again by itself, since that could be a second mail: a person decides. What comes back later (bounce,
 * complaint) may concern one of several recipients.
 */
export const mailMachine = defineMachine({
  name: 'mail',
  initial: ['sending'],
  halfWay: [],
  states: {
    sending: 'enviándose',
    sent: 'enviado',
    failed: 'rechazado',
    uncertain: 'incierto',
    bounced: 'devuelto',
    complained: 'marcado como no deseado',
  },
  steps: {
    take: { nameEs: 'salir', from: ['sending'], to: 'sent', by: 'system' },
    refuse: { nameEs: 'no ser aceptado', from: ['sending'], to: 'failed', by: 'system' },
    lose: { nameEs: 'perderse de vista', from: ['sending'], to: 'uncertain', by: 'system' },
    bounce: { nameEs: 'volver', from: ['sending', 'sent', 'uncertain'], to: 'bounced', by: 'system' },
    complain: {
      nameEs: 'ser marcado como no deseado',
      from: ['sending', 'sent', 'uncertain', 'bounced'],
      to: 'complained',
      by: 'system',
    },
  },
});
export type MailState = StateOf<typeof mailMachine>;

/** States of a mail that left, whatever came back of it. */
export const LEFT: readonly MailState[] = ['sent', 'bounced', 'complained'];
