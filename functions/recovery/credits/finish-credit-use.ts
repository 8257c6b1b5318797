import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Ledger, Posted } from '../../../shared/ledger/ledger.ts';
import { carryOut } from '../../../shared/transitions/carry-out.ts';
import type { TakenStep } from '../../../shared/transitions/tracked.ts';
import { type CreditUse, decisionOf } from './credit-use.ts';
import { creditUseMachine } from './credit-use-machine.ts';
import type { CreditUseStore } from './credit-use-store.ts';

export interface FinishCreditUseDeps {
  readonly creditUses: CreditUseStore;
  readonly ledger: Pick<Ledger, 'postToNote' | 'transferCredit'>;
}

const KIND = { apply: 'credit-applied', refund: 'credit-refunded' } as const;

/**
 * Carries an approved use to its end: one transaction of the ledger under a key made of the request, then the request is
 * done. Also called by the five-minute job for those that a crash left. What the ledger refuses waits for a decision
 * again: nothing moved, and Accounting rejects it or approves it when there is money.
 */
export async function finishCreditUse(deps: FinishCreditUseDeps, one: CreditUse): Promise<CreditUse> {
  const approval = decisionOf(one);
  if (approval === undefined) throw new Error('a use of credit is approved by somebody');
  return carryOut(creditUseMachine, one, {
    ...{ by: approval.by, done: 'posted', failed: 'posting-failed' },
    post: () => post(deps.ledger, one, approval),
    write: (next) => deps.creditUses.write(next),
    find: () => deps.creditUses.find(one.creditUseId),
  });
}

/** The actor is who approved; who asked is read from the request, which the entry names as its source. */
function post(ledger: FinishCreditUseDeps['ledger'], one: CreditUse, { by, on }: TakenStep): Promise<Posted> {
  const { creditUseId, use, fileId, noteId, toNoteId, amount } = one;
  const valueDate = calendarDate(on);
  const command = {
    fileId,
    idempotency: { scope: 'CREDIT', key: creditUseId, input: { use, fileId, noteId, toNoteId, amount } },
    actor: by,
    reason: `credit-${use}`,
    source: { type: 'credit-use', id: creditUseId },
  } as const;
  if (use !== 'transfer') {
    return ledger.postToNote({ ...command, noteId, event: { kind: KIND[use], valueDate, amount } });
  }
  if (toNoteId === null) throw new Error('a transfer of credit has a note that takes it in');
  return ledger.transferCredit({ ...command, fromNoteId: noteId, toNoteId, amount, valueDate });
}
