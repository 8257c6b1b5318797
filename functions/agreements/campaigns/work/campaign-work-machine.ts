import { defineMachine, type StateOf } from '../../../../shared/transitions/state-machine.ts';

/**
 * Work over a campaign that takes longer than a request (a preview, its papers): asked for by a person and done by runs
 * under a lease (run-work.ts). Given up when run after run fails.
 */
export const campaignWorkMachine = defineMachine({
  name: 'campaign-work',
  initial: ['under-way'],
  halfWay: [],
  states: { 'under-way': 'en proceso', done: 'terminado', 'given-up': 'no se pudo terminar' },
  steps: {
    ask: { nameEs: 'pedir', by: 'person', from: [], to: 'under-way' },
    finish: { nameEs: 'terminar', by: 'system', from: ['under-way'], to: 'done' },
    'give-up': { nameEs: 'dejar de intentar', by: 'system', from: ['under-way'], to: 'given-up' },
  },
});

export type CampaignWorkState = StateOf<typeof campaignWorkMachine>;
