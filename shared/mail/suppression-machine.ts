import { defineMachine } from '../transitions/state-machine.ts';

/** Whether we write to an address: not any more once mail came back from it, until a person lifts that. */
export const suppressionMachine = defineMachine({
  name: 'mail-suppression',
  initial: ['suppressed'],
  halfWay: [],
  states: {
    suppressed: 'no se le escribe',
    lifted: 'se le escribe de nuevo',
  },
  steps: {
    suppress: { nameEs: 'dejar de escribirle', from: ['suppressed', 'lifted'], to: 'suppressed', by: 'system' },
    lift: { nameEs: 'volver a escribirle', from: ['suppressed'], to: 'lifted', by: 'person' },
  },
});
