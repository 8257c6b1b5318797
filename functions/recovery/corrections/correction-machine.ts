import { defineMachine, type StateOf } from '../../../shared/transitions/state-machine.ts';

/**
 * The correction of a payment: one person asks, another authorises, the ledger takes the payment back and then takes it in
 * as it should have been. Money that was taken back and that the ledger does not take in (its note was cancelled in that
 * moment) waits, seen, for somebody to say where it goes.
 */
export const correctionMachine = defineMachine({
  name: 'payment-correction',
  initial: ['requested'],
  halfWay: ['taking-back', 'paying'],
  states: {
    requested: 'por autorizar',
    'taking-back': 'autorizada, cancelando el pago',
    paying: 'pago cancelado, registrándolo como debió ser',
    unpaid: 'pago cancelado; falta decir a dónde va el dinero',
    done: 'hecha',
    rejected: 'rechazada',
    withdrawn: 'retirada',
  },
  steps: {
    request: { nameEs: 'solicitar', by: 'person', from: [], to: 'requested' },
    authorise: { nameEs: 'autorizar', by: 'person', from: ['requested'], to: 'taking-back', notWhoTook: 'request' },
    reject: { nameEs: 'rechazar', by: 'person', from: ['requested'], to: 'rejected', notWhoTook: 'request' },
    withdraw: { nameEs: 'retirar', by: 'person', from: ['requested'], to: 'withdrawn' },
    'taken-back': { nameEs: 'se canceló el pago', by: 'system', from: ['taking-back'], to: 'paying' },
    cancelled: { nameEs: 'se canceló, sin otro en su lugar', by: 'system', from: ['taking-back'], to: 'done' },
    'taking-back-failed': {
      ...{ nameEs: 'el libro no aceptó cancelarlo', by: 'system', from: ['taking-back'], to: 'requested' },
      fails: 'authorise',
    },
    paid: { nameEs: 'quedó como debió ser', by: 'system', from: ['paying'], to: 'done' },
    'paying-failed': {
      ...{ nameEs: 'el libro no aceptó el pago corregido', by: 'system', from: ['paying'], to: 'unpaid' },
      fails: 'direct',
    },
    direct: { nameEs: 'decir a dónde va', by: 'person', from: ['unpaid'], to: 'paying', notWhoTook: 'request' },
  },
});

export type CorrectionState = StateOf<typeof correctionMachine>;
