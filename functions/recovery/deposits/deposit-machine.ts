import { defineMachine, type StateOf, type StepOf } from '../../../shared/transitions/state-machine.ts';

/**
 * Money in the bank whose owner is unknown. It lives outside the ledger until somebody says whose it is: no note
 * changes, and the report carries it apart (opening + received − assigned − returned = closing). It is `assigning` or
 * `reopening` while the ledger is written, so that nobody else takes it meanwhile.
 */
export const depositMachine = defineMachine({
  name: 'deposit',
  initial: ['unidentified'],
  halfWay: ['assigning', 'reopening'],
  states: {
    unidentified: 'sin identificar',
    assigning: 'en asignación',
    assigned: 'asignado',
    reopening: 'en reapertura',
    'return-requested': 'devolución solicitada',
    returned: 'devuelto',
  },
  steps: {
    assign: { nameEs: 'asignar', by: 'person', from: ['unidentified'], to: 'assigning' },
    assigned: { nameEs: 'quedó aplicado', by: 'system', from: ['assigning'], to: 'assigned' },
    'assign-failed': {
      ...{ nameEs: 'el libro no lo aceptó', by: 'system', from: ['assigning'], to: 'unidentified' },
      fails: 'assign',
    },
    reopen: { nameEs: 'cancelar la asignación', by: 'person', from: ['assigned'], to: 'reopening' },
    reopened: {
      ...{ nameEs: 'quedó sin aplicar', by: 'system', from: ['reopening'], to: 'unidentified' },
      takesBack: 'assign',
    },
    'reopen-failed': {
      ...{ nameEs: 'el libro no lo aceptó', by: 'system', from: ['reopening'], to: 'assigned' },
      fails: 'reopen',
    },
    'request-return': {
      ...{ nameEs: 'solicitar la devolución', by: 'person', from: ['unidentified'], to: 'return-requested' },
    },
    'approve-return': {
      ...{ nameEs: 'autorizar la devolución', by: 'person', from: ['return-requested'], to: 'returned' },
      notWhoTook: 'request-return',
    },
    'reject-return': {
      ...{ nameEs: 'rechazar la devolución', by: 'person', from: ['return-requested'], to: 'unidentified' },
      ...{ notWhoTook: 'request-return', takesBack: 'request-return' },
    },
  },
});

export type DepositState = StateOf<typeof depositMachine>;
export type DepositStep = StepOf<typeof depositMachine>;
export const DEPOSIT_STATE_NAMES_ES: Readonly<Record<DepositState, string>> = depositMachine.states;
