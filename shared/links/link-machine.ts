import { defineMachine, type StateOf } from '../transitions/state-machine.ts';

/**
 * A link by mail. Nothing that a mail scanner does uses it up: a GET only marks it opened, and it lives until its time is over
 * (readers compare the clock, no state says so), somebody revokes it, or wrong data block its whole file. What becomes of its
 * mail may be told in any order, also after the person was already in.
 */
export const linkMachine = defineMachine({
  name: 'link',
  initial: ['queued'],
  halfWay: [],
  states: {
    queued: 'por enviarse',
    sent: 'enviada',
    delivered: 'entregada',
    opened: 'abierta',
    revealed: 'consultada',
    bounced: 'devuelta',
    suppressed: 'no enviada: la dirección devolvió correos antes',
    failed: 'no aceptada por el correo',
    revoked: 'revocada',
    blocked: 'bloqueada',
  },
  steps: {
    send: { nameEs: 'salir', by: 'system', from: ['queued'], to: 'sent' },
    deliver: { nameEs: 'llegar', by: 'system', from: ['queued', 'sent'], to: 'delivered' },
    bounce: {
      ...{ nameEs: 'volver', by: 'system', to: 'bounced' },
      from: ['queued', 'sent', 'delivered', 'opened', 'revealed'],
    },
    suppress: { nameEs: 'no enviarse', by: 'system', from: ['queued'], to: 'suppressed' },
    fail: { nameEs: 'no ser aceptada', by: 'system', from: ['queued', 'sent'], to: 'failed' },
    open: { nameEs: 'abrirse', by: 'system', from: ['queued', 'sent', 'delivered'], to: 'opened' },
    reveal: {
      ...{ nameEs: 'consultarse', by: 'system', to: 'revealed' },
      from: ['queued', 'sent', 'delivered', 'opened'],
    },
    revoke: {
      ...{ nameEs: 'revocar', by: 'person', to: 'revoked' },
      from: ['queued', 'sent', 'delivered', 'opened', 'revealed', 'blocked'],
    },
    block: {
      ...{ nameEs: 'bloquearse por datos equivocados', by: 'system', to: 'blocked' },
      from: ['queued', 'sent', 'delivered', 'opened', 'revealed'],
    },
    unblock: { nameEs: 'desbloquear', by: 'person', from: ['blocked'], to: 'sent' },
  },
});
export type LinkState = StateOf<typeof linkMachine>;

/** States in which a link lets somebody in, while its time lasts. */
export const LIVE: readonly LinkState[] = ['queued', 'sent', 'delivered', 'opened', 'revealed'];
