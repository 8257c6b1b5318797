import { defineMachine } from '../../../shared/transitions/state-machine.ts';

/** The review of a quarter: the system opens it, people decide on each, the director's signature freezes it. */
export const reviewMachine = defineMachine({
  name: 'access-review',
  initial: ['open'],
  halfWay: [],
  states: { open: 'por firmar', signed: 'firmada' },
  steps: {
    open: { nameEs: 'abrir', by: 'system', from: [], to: 'open' },
    decide: { nameEs: 'resolver accesos', by: 'person', from: ['open'], to: 'open' },
    sign: { nameEs: 'firmar', by: 'person', from: ['open'], to: 'signed' },
  },
});
