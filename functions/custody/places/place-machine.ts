import { defineMachine } from '../../../shared/transitions/state-machine.ts';

/** A place where originals are kept: named anew as often as needed, closed for good once it is empty. */
export const placeMachine = defineMachine({
  name: 'custody-place',
  initial: ['open'],
  halfWay: [],
  states: { open: 'abierto', closed: 'cerrado' },
  steps: {
    create: { nameEs: 'crear', by: 'person', from: [], to: 'open' },
    rename: { nameEs: 'cambiar de nombre', by: 'person', from: ['open'], to: 'open' },
    close: { nameEs: 'cerrar', by: 'person', from: ['open'], to: 'closed' },
  },
});
