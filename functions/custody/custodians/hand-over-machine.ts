import { defineMachine } from '../../../shared/transitions/state-machine.ts';

/** Custody changes hands (acta de entrega-recepción, LGA art. 17): who leaves opens it, who arrives accepts what there is. */
export const handOverMachine = defineMachine({
  name: 'hand-over-act',
  initial: ['open'],
  halfWay: [],
  states: {
    open: 'por aceptar',
    accepted: 'aceptada',
    'accepted-with-remarks': 'aceptada con observaciones',
    withdrawn: 'retirada',
  },
  steps: {
    open: { nameEs: 'abrir', by: 'person', from: [], to: 'open' },
    accept: { nameEs: 'aceptar', by: 'person', from: ['open'], to: 'accepted', notWhoTook: 'open' },
    'accept-with-remarks': {
      ...{ nameEs: 'aceptar con observaciones', by: 'person', from: ['open'], to: 'accepted-with-remarks' },
      notWhoTook: 'open',
    },
    withdraw: { nameEs: 'retirar', by: 'person', from: ['open'], to: 'withdrawn' },
  },
});
