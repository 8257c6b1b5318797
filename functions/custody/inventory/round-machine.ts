import { defineMachine } from '../../../shared/transitions/state-machine.ts';

/** A count of what is at a place: labels are read in batches, then compared; somebody else signs what came of it. */
export const roundMachine = defineMachine({
  name: 'inventory-round',
  initial: ['open'],
  halfWay: [],
  states: { open: 'en conteo', closed: 'por revisar', reviewed: 'revisada', 'called-off': 'cancelada' },
  steps: {
    open: { nameEs: 'abrir', by: 'person', from: [], to: 'open' },
    read: { nameEs: 'leer etiquetas', by: 'person', from: ['open'], to: 'open' },
    close: { nameEs: 'cerrar', by: 'person', from: ['open'], to: 'closed' },
    'call-off': { nameEs: 'cancelar', by: 'person', from: ['open'], to: 'called-off' },
    review: { nameEs: 'revisar', by: 'person', from: ['closed'], to: 'reviewed', notWhoTook: 'close' },
  },
});
