import { defineMachine, type StateOf } from '../../../shared/transitions/state-machine.ts';

/**
 * A campaign (programa de regularización): proposed by one person and opened by another, and closed by a person before its
 * end or by time. An open one admits agreements on its days only (campaign.ts).
 */
export const campaignMachine = defineMachine({
  name: 'campaign',
  initial: ['proposed'],
  halfWay: [],
  states: { proposed: 'por autorizar', open: 'autorizada', rejected: 'rechazada', closed: 'cerrada' },
  steps: {
    propose: { nameEs: 'proponer', by: 'person', from: [], to: 'proposed' },
    authorise: { nameEs: 'autorizar', by: 'person', from: ['proposed'], to: 'open', notWhoTook: 'propose' },
    reject: { nameEs: 'rechazar', by: 'person', from: ['proposed'], to: 'rejected', notWhoTook: 'propose' },
    close: { nameEs: 'cerrar', by: 'person', from: ['open'], to: 'closed' },
    end: { nameEs: 'terminar su vigencia', by: 'system', from: ['proposed', 'open'], to: 'closed' },
  },
});

export type CampaignState = StateOf<typeof campaignMachine>;
