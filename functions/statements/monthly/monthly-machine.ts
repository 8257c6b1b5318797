import { defineMachine } from '../../../shared/transitions/state-machine.ts';

/**
 * The statements of a month, mailed to whoever asked for them: proposed by one person and started by another, carried out as
 * long work (shared/jobs), stopped by anybody who may start it. Proposed anew, a stopped one goes on from where it was.
 */
export const monthlyMachine = defineMachine({
  name: 'monthly-statements',
  initial: ['proposed'],
  halfWay: [],
  states: {
    proposed: 'por autorizar',
    'under-way': 'enviándose',
    done: 'terminado',
    rejected: 'rechazado',
    stopped: 'detenido',
  },
  steps: {
    propose: { nameEs: 'proponer', by: 'person', from: ['rejected', 'stopped'], to: 'proposed' },
    authorise: { nameEs: 'autorizar', by: 'person', from: ['proposed'], to: 'under-way', notWhoTook: 'propose' },
    reject: { nameEs: 'rechazar', by: 'person', from: ['proposed'], to: 'rejected' },
    stop: { nameEs: 'detener', by: 'person', from: ['under-way'], to: 'stopped' },
    finish: { nameEs: 'terminar', by: 'system', from: ['under-way'], to: 'done' },
  },
});
