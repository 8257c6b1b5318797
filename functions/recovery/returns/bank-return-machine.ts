import { defineMachine, type StateOf, type StepOf } from '../../../shared/transitions/state-machine.ts';

/**
 * The bank takes a payment back (contracargo, devolución, a charge answered otherwise after it was made). Nothing moves
 * until a person decides; confirming takes the payment out of the ledger, or the deposit on its way back. One that
 * `waits` may be a return at all only when its payment comes: nobody is asked.
 */
export const bankReturnMachine = defineMachine({
  name: 'bank-return',
  initial: ['waiting', 'pending'],
  halfWay: ['confirming'],
  states: {
    waiting: 'en espera de su pago',
    pending: 'por decidir',
    confirming: 'cancelando el pago',
    confirmed: 'pago cancelado',
    dismissed: 'el pago se conserva',
  },
  steps: {
    'payment-came': { nameEs: 'llegó su pago', by: 'system', from: ['waiting'], to: 'pending' },
    confirm: { nameEs: 'cancelar el pago', by: 'person', from: ['pending'], to: 'confirming' },
    confirmed: { nameEs: 'quedó cancelado', by: 'system', from: ['confirming'], to: 'confirmed' },
    'confirm-failed': {
      ...{ nameEs: 'el libro no lo aceptó', by: 'system', from: ['confirming'], to: 'pending' },
      fails: 'confirm',
    },
    dismiss: { nameEs: 'conservar el pago', by: 'person', from: ['pending'], to: 'dismissed' },
  },
});

export type BankReturnState = StateOf<typeof bankReturnMachine>;
export type BankReturnStep = StepOf<typeof bankReturnMachine>;
export const BANK_RETURN_STATE_NAMES_ES: Readonly<Record<BankReturnState, string>> = bankReturnMachine.states;
