import { defineMachine, type StateOf } from '../../../shared/transitions/state-machine.ts';

/**
 * The statements of a month, mailed to whoever asked for them: proposed by one person and started by another, carried out by
 * whoever holds its lease, stopped by anybody who may start it. Proposed anew, a stopped one goes on from where it was.
 */
export const monthlyMachine = defineMachine({
  name: 'monthly-statements',
  initial: ['proposed'],
  halfWay: [],
  states: {
    proposed: 'por autorizar',
    running: 'enviándose',
    done: 'terminado',
    rejected: 'rechazado',
    stopped: 'detenido',
  },
  steps: {
    propose: { nameEs: 'proponer', by: 'person', from: ['rejected', 'stopped'], to: 'proposed' },
    authorise: { nameEs: 'autorizar', by: 'person', from: ['proposed'], to: 'running', notWhoTook: 'propose' },
    reject: { nameEs: 'rechazar', by: 'person', from: ['proposed'], to: 'rejected' },
    stop: { nameEs: 'detener', by: 'person', from: ['running'], to: 'stopped' },
    finish: { nameEs: 'terminar', by: 'system', from: ['running'], to: 'done' },
  },
});
export type MonthlyState = StateOf<typeof monthlyMachine>;
