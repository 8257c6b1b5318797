import { defineMachine, type StateOf, type StepOf } from '../transitions/state-machine.ts';

/** What may still come: a form that was signed late is used when its document is over already. */
const UNSEEN = ['requested', 'uploaded', 'expired'] as const;

/**
 * A document from the form by which it comes to the vault. Nobody steps over the scan: what was uploaded is clean or it is
 * refused, and only what is clean is kept.
 */
export const documentMachine = defineMachine({
  name: 'vault-document',
  initial: ['requested'],
  halfWay: [],
  states: {
    requested: 'por subirse',
    expired: 'no se subió',
    uploaded: 'en revisión',
    clean: 'revisado, por guardarse',
    refused: 'rechazado',
    vaulted: 'en la bóveda',
    superseded: 'reemplazado',
    disposed: 'dado de baja',
  },
  steps: {
    arrive: { nameEs: 'recibirse', by: 'system', from: ['requested'], to: 'uploaded' },
    expire: { nameEs: 'vencerse', by: 'system', from: ['requested'], to: 'expired' },
    clear: { nameEs: 'darse por limpio', by: 'system', from: [...UNSEEN], to: 'clean' },
    refuse: { nameEs: 'rechazarse', by: 'system', from: [...UNSEEN, 'clean'], to: 'refused' },
    keep: { nameEs: 'guardarse', by: 'system', from: ['requested', 'clean'], to: 'vaulted' },
    supersede: { nameEs: 'reemplazar', by: 'person', from: ['vaulted'], to: 'superseded' },
    hold: { nameEs: 'retener', by: 'person', from: ['vaulted'], to: 'vaulted' },
    'hold-superseded': { nameEs: 'retener, reemplazado', by: 'person', from: ['superseded'], to: 'superseded' },
    lift: { nameEs: 'dejar de retener', by: 'person', from: ['vaulted'], to: 'vaulted' },
    'lift-superseded': {
      ...{ nameEs: 'dejar de retener, reemplazado', by: 'person', from: ['superseded'], to: 'superseded' },
    },
    dispose: { nameEs: 'darse de baja', by: 'system', from: ['vaulted', 'superseded'], to: 'disposed' },
  },
});
export type DocumentState = StateOf<typeof documentMachine>;
export type DocumentStep = StepOf<typeof documentMachine>;
