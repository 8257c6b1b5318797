import { defineMachine, type StateOf } from '../../../shared/transitions/state-machine.ts';

/**
 * A regeneration: proposed, authorised by another person, signed by the borrower (and by every cosigner when it is a novation),
 * and, under a resolutory condition, undone when it is not kept.
 */
export const regenerationMachine = defineMachine({
  name: 'regeneration',
  initial: ['proposed'],
  halfWay: ['signing', 'undoing'],
  states: {
    proposed: 'por autorizar',
    authorised: 'autorizada, por firmar',
    signing: 'firmada, registrándose',
    live: 'firmada',
    rejected: 'rechazada',
    withdrawn: 'retirada',
    undoing: 'resuelta, registrándose',
    undone: 'resuelta: volvieron los pagarés anteriores',
  },
  steps: {
    propose: { nameEs: 'proponer', by: 'person', from: [], to: 'proposed' },
    authorise: { nameEs: 'autorizar', by: 'person', from: ['proposed'], to: 'authorised', notWhoTook: 'propose' },
    reject: { nameEs: 'rechazar', by: 'person', from: ['proposed'], to: 'rejected', notWhoTook: 'propose' },
    withdraw: { nameEs: 'retirar', by: 'person', from: ['proposed', 'authorised'], to: 'withdrawn' },
    sign: { nameEs: 'firmar', by: 'person', from: ['authorised'], to: 'signing' },
    signed: { nameEs: 'quedó en el libro', by: 'system', from: ['signing'], to: 'live' },
    'signing-failed': {
      ...{ nameEs: 'no se pudo registrar', by: 'system', from: ['signing'], to: 'authorised' },
      fails: 'sign',
    },
    undo: { nameEs: 'resolver', by: 'person', from: ['live'], to: 'undoing', notWhoTook: 'sign' },
    undone: { nameEs: 'volvieron los pagarés', by: 'system', from: ['undoing'], to: 'undone' },
    'undoing-failed': {
      ...{ nameEs: 'el libro no aceptó resolverla', by: 'system', from: ['undoing'], to: 'live' },
      fails: 'undo',
    },
  },
});

export type RegenerationState = StateOf<typeof regenerationMachine>;
