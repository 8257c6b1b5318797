import { defineMachine } from '../transitions/state-machine.ts';

/**
 * Work that takes longer than a request: asked for by a person and done by runs under a lease (run-work.ts). Given up when
 * run after run fails. Work that people also start or stop has a machine of its own, with these two: `under-way`, `finish`.
 */
export const longWorkMachine = defineMachine({
  name: 'long-work',
  initial: ['under-way'],
  halfWay: [],
  states: { 'under-way': 'en proceso', done: 'terminado', 'given-up': 'no se pudo terminar' },
  steps: {
    ask: { nameEs: 'pedir', by: 'person', from: [], to: 'under-way' },
    finish: { nameEs: 'terminar', by: 'system', from: ['under-way'], to: 'done' },
    'give-up': { nameEs: 'dejar de intentar', by: 'system', from: ['under-way'], to: 'given-up' },
  },
});
