import { defineMachine, type StateOf } from '../../../shared/transitions/state-machine.ts';

/** Papers whose time is over go by an act of two (baja documental, LGA arts. 13 and 58); carried out by runs (shared/jobs). */
export const disposalMachine = defineMachine({
  name: 'disposal',
  initial: ['proposed'],
  halfWay: [],
  states: {
    proposed: 'por autorizar',
    rejected: 'rechazada',
    'under-way': 'en ejecución',
    done: 'ejecutada',
  },
  steps: {
    propose: { nameEs: 'proponer', by: 'person', from: [], to: 'proposed' },
    reject: { nameEs: 'rechazar', by: 'person', from: ['proposed'], to: 'rejected' },
    approve: { nameEs: 'autorizar', by: 'person', from: ['proposed'], to: 'under-way', notWhoTook: 'propose' },
    finish: { nameEs: 'terminar', by: 'system', from: ['under-way'], to: 'done' },
  },
});
export type DisposalState = StateOf<typeof disposalMachine>;
