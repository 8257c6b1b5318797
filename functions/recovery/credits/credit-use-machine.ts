import { defineMachine, type StateOf, type StepOf } from '../../../shared/transitions/state-machine.ts';

/**
 * A use of money held on a note: one person asks, another approves, the ledger posts. What is requested or being posted
 * is spoken for. What the ledger refuses waits for a decision again; what it has posted is done, whatever else was
 * written meanwhile.
 */
export const creditUseMachine = defineMachine({
  name: 'credit-use',
  initial: ['requested'],
  halfWay: ['posting'],
  states: {
    requested: 'por autorizar',
    posting: 'autorizado, registrándose',
    done: 'hecho',
    rejected: 'rechazado',
  },
  steps: {
    request: { nameEs: 'solicitar', by: 'person', from: [], to: 'requested' },
    approve: { nameEs: 'autorizar', by: 'person', from: ['requested'], to: 'posting', notWhoTook: 'request' },
    reject: { nameEs: 'rechazar', by: 'person', from: ['requested'], to: 'rejected', notWhoTook: 'request' },
    posted: { nameEs: 'quedó registrado', by: 'system', from: ['posting', 'requested', 'rejected'], to: 'done' },
    'posting-failed': {
      ...{ nameEs: 'el libro no lo aceptó', by: 'system', from: ['posting'], to: 'requested' },
      fails: 'approve',
    },
  },
});

export type CreditUseState = StateOf<typeof creditUseMachine>;
export type CreditUseStep = StepOf<typeof creditUseMachine>;
export const CREDIT_USE_STATE_NAMES_ES: Readonly<Record<CreditUseState, string>> = creditUseMachine.states;
