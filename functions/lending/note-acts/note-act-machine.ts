import { defineMachine, type StateOf } from '../../../shared/transitions/state-machine.ts';

/**
 * An act on a note that moves rights: one person proposes, another authorises, the ledger posts. What the ledger refuses
 * waits for a decision again. One that was posted by mistake is taken back by somebody who did not authorise it.
 */
export const noteActMachine = defineMachine({
  name: 'note-act',
  initial: ['proposed'],
  halfWay: ['posting', 'taking-back'],
  states: {
    proposed: 'por autorizar',
    posting: 'autorizado, registrándose',
    done: 'hecho',
    rejected: 'rechazado',
    withdrawn: 'retirado',
    'taking-back': 'cancelado, registrándose',
    'taken-back': 'cancelado',
  },
  steps: {
    propose: { nameEs: 'proponer', by: 'person', from: [], to: 'proposed' },
    authorise: { nameEs: 'autorizar', by: 'person', from: ['proposed'], to: 'posting', notWhoTook: 'propose' },
    reject: { nameEs: 'rechazar', by: 'person', from: ['proposed'], to: 'rejected', notWhoTook: 'propose' },
    withdraw: { nameEs: 'retirar', by: 'person', from: ['proposed'], to: 'withdrawn' },
    posted: { nameEs: 'quedó en el libro', by: 'system', from: ['posting'], to: 'done' },
    'posting-failed': {
      ...{ nameEs: 'el libro no lo aceptó', by: 'system', from: ['posting'], to: 'proposed' },
      fails: 'authorise',
    },
    'take-back': { nameEs: 'cancelar', by: 'person', from: ['done'], to: 'taking-back', notWhoTook: 'authorise' },
    'taken-back': { nameEs: 'se canceló en el libro', by: 'system', from: ['taking-back'], to: 'taken-back' },
    'taking-back-failed': {
      ...{ nameEs: 'el libro no aceptó cancelarlo', by: 'system', from: ['taking-back'], to: 'done' },
      fails: 'take-back',
    },
  },
});

export type NoteActState = StateOf<typeof noteActMachine>;
