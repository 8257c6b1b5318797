import { defineMachine, type StateOf, type StepOf } from '../../../shared/transitions/state-machine.ts';

/**
 * The life of an original on paper. Who has it follows from the state: custody (`stored`, `endorsed`, `void`), a party
 * (`lent`), the debtor (`delivered`), nobody. What came back with an endorsement waits for it to be cancelled: a revocation
 * binds nobody before (LGTOC arts. 35 and 41). A loss goes the judge's way (LGTOC arts. 42 to 68), and what turns up after
 * the judge cancelled it is worth nothing.
 */
export const originalMachine = defineMachine({
  name: 'original',
  initial: ['stored'],
  halfWay: [],
  states: {
    stored: 'en resguardo',
    lent: 'prestado',
    endorsed: 'devuelto con el endoso por cancelar',
    missing: 'en búsqueda',
    lost: 'extraviado',
    claimed: 'en cancelación judicial',
    cancelled: 'cancelado por el juez',
    replaced: 'repuesto por el juez',
    void: 'hallado sin valor',
    delivered: 'entregado al acreditado',
    destroyed: 'dado de baja',
  },
  steps: {
    receive: { nameEs: 'recibir', by: 'person', from: [], to: 'stored' },
    store: { nameEs: 'guardar', by: 'person', from: ['stored'], to: 'stored' },
    'store-endorsed': { nameEs: 'guardar', by: 'person', from: ['endorsed'], to: 'endorsed' },
    annotate: { nameEs: 'anotar pagos', by: 'person', from: ['stored'], to: 'stored' },
    lend: { nameEs: 'prestar', by: 'person', from: ['stored'], to: 'lent' },
    extend: { nameEs: 'ampliar el plazo', by: 'person', from: ['lent'], to: 'lent' },
    return: { nameEs: 'recibir de vuelta', by: 'person', from: ['lent'], to: 'stored' },
    'return-endorsed': { nameEs: 'recibir de vuelta, endosado', by: 'person', from: ['lent'], to: 'endorsed' },
    'cancel-endorsement': { nameEs: 'cancelar el endoso', by: 'person', from: ['endorsed'], to: 'stored' },
    deliver: { nameEs: 'entregar al acreditado', by: 'person', from: ['stored'], to: 'delivered' },
    'report-missing': {
      ...{ nameEs: 'reportar que falta', by: 'person', from: ['stored', 'endorsed', 'lent'], to: 'missing' },
    },
    'declare-lost': {
      ...{ nameEs: 'declarar extraviado', by: 'person', from: ['missing'], to: 'lost' },
      notWhoTook: 'report-missing',
    },
    claim: { nameEs: 'pedir la cancelación al juez', by: 'person', from: ['lost'], to: 'claimed' },
    'cancelled-by-court': { nameEs: 'el juez lo canceló', by: 'person', from: ['claimed'], to: 'cancelled' },
    'replaced-by-court': { nameEs: 'el juez lo repuso', by: 'person', from: ['cancelled'], to: 'replaced' },
    find: { nameEs: 'hallar', by: 'person', from: ['missing', 'lost', 'claimed'], to: 'stored' },
    'find-endorsed': { nameEs: 'hallar, endosado', by: 'person', from: ['missing', 'lost', 'claimed'], to: 'endorsed' },
    'find-void': { nameEs: 'hallar sin valor', by: 'person', from: ['cancelled', 'replaced'], to: 'void' },
    destroy: { nameEs: 'dar de baja', by: 'person', from: ['stored', 'void'], to: 'destroyed' },
  },
});

export type OriginalState = StateOf<typeof originalMachine>;
export type OriginalStep = StepOf<typeof originalMachine>;
