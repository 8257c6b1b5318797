import { defineMachine } from '../../../shared/transitions/state-machine.ts';

/**
 * A statement on paper. That movements came after it is no state: whoever looks compares the ledger's version, so that a
 * payment recorded a moment ago counts already.
 */
export const paperMachine = defineMachine({
  name: 'statement-paper',
  initial: ['drawing'],
  halfWay: [],
  states: { drawing: 'por imprimirse', issued: 'vigente', revoked: 'revocado' },
  steps: {
    keep: { nameEs: 'guardarse', by: 'system', from: ['drawing'], to: 'issued' },
    revoke: { nameEs: 'revocar', by: 'person', from: ['issued'], to: 'revoked' },
  },
});
