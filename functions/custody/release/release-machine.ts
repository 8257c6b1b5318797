import { defineMachine, type StateOf, type StepOf } from '../../../shared/transitions/state-machine.ts';

/**
 * A person who owes nothing any more gets letters and papers back. The letters are drawn by a job, which looks again whether
 * nothing is owed; they are worth nothing from the day on which a payment is taken back.
 */
export const releaseMachine = defineMachine({
  name: 'release',
  initial: ['requested'],
  halfWay: ['requested'],
  states: {
    requested: 'cartas por emitir',
    refused: 'no procede: hay adeudo',
    issued: 'cartas emitidas',
    appointed: 'con cita',
    delivered: 'entregada',
    revoked: 'revocada',
  },
  steps: {
    request: { nameEs: 'solicitar', by: 'person', from: [], to: 'requested' },
    issue: { nameEs: 'emitir las cartas', by: 'system', from: ['requested'], to: 'issued' },
    refuse: { nameEs: 'negarla', by: 'system', from: ['requested'], to: 'refused', fails: 'request' },
    appoint: { nameEs: 'dar cita', by: 'person', from: ['issued', 'appointed'], to: 'appointed' },
    deliver: { nameEs: 'entregar', by: 'person', from: ['issued', 'appointed'], to: 'delivered' },
    revoke: { nameEs: 'revocar', by: 'system', from: ['issued', 'appointed', 'delivered'], to: 'revoked' },
  },
});
export type ReleaseState = StateOf<typeof releaseMachine>;
export type ReleaseStep = StepOf<typeof releaseMachine>;
