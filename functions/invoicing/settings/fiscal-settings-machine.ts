import { defineMachine } from '../../../shared/transitions/state-machine.ts';

/** How CFDIs are made from a day on: proposed by one person of Accounting and signed by another. A signed one never changes. */
export const fiscalSettingsMachine = defineMachine({
  name: 'fiscal-settings',
  initial: ['proposed'],
  halfWay: [],
  states: { proposed: 'por firmar', signed: 'firmada', rejected: 'rechazada' },
  steps: {
    propose: { nameEs: 'proponer', by: 'person', from: [], to: 'proposed' },
    sign: { nameEs: 'firmar', by: 'person', from: ['proposed'], to: 'signed', notWhoTook: 'propose' },
    reject: { nameEs: 'rechazar', by: 'person', from: ['proposed'], to: 'rejected', notWhoTook: 'propose' },
  },
});
