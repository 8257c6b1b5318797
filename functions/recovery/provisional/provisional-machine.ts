import { defineMachine, type StateOf, type StepOf } from '../../../shared/transitions/state-machine.ts';

const LISTED = ['provisional', 'bouncing', 'firm'] as const;

/**
 * A payment salvo buen fin: posted on its day, and firm when the bank's days have passed without the bank taking it back.
 * What bounced or was cancelled is reversed in the ledger by then, so it also wins over what just became firm.
 */
export const provisionalMachine = defineMachine({
  name: 'provisional-payment',
  initial: ['provisional'],
  halfWay: ['bouncing'],
  states: {
    provisional: 'salvo buen fin',
    bouncing: 'cancelándose',
    firm: 'en firme',
    bounced: 'devuelto por el banco',
    cancelled: 'cancelado',
  },
  steps: {
    bounce: { nameEs: 'registrar la devolución', by: 'person', from: ['provisional'], to: 'bouncing' },
    bounced: { nameEs: 'quedó cancelado', by: 'system', from: [...LISTED, 'cancelled'], to: 'bounced' },
    'bounce-failed': {
      ...{ nameEs: 'el libro no lo aceptó', by: 'system', from: ['bouncing'], to: 'provisional' },
      fails: 'bounce',
    },
    cancelled: { nameEs: 'se canceló el pago', by: 'system', from: [...LISTED, 'bounced'], to: 'cancelled' },
    'became-firm': { nameEs: 'quedó en firme', by: 'system', from: ['provisional'], to: 'firm' },
  },
});

export type ProvisionalState = StateOf<typeof provisionalMachine>;
export type ProvisionalStep = StepOf<typeof provisionalMachine>;
