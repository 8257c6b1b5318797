import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Ledger, Posted } from '../../../shared/ledger/ledger.ts';
import { isRefusedForGood } from '../../../shared/refusals/refusal.ts';
import type { CreditUse } from './credit-use.ts';
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
  const posted = await post(deps.ledger, one).catch(async (error: unknown) => {
    if (!isRefusedForGood(error)) throw error;
    await deps.creditUses.write({ ...one, status: 'requested', decision: null, version: one.version + 1 });
    throw error;
  });
  return markDone(deps, one, posted);
}

/** What the ledger has posted is done, whatever was written on the request meanwhile. */
async function markDone(deps: FinishCreditUseDeps, one: CreditUse, posted: Posted): Promise<CreditUse> {
  const { eventId, recordedOn: postedOn } = posted;
  const done: CreditUse = { ...one, status: 'done', eventId, postedOn, version: one.version + 1 };
  if (await deps.creditUses.write(done)) return done;
  const now = await deps.creditUses.find(one.creditUseId);
  if (now === undefined || now.status === 'done') return now ?? done;
  return markDone(deps, { ...now, decision: one.decision }, posted);
}

/** The actor is who approved; who asked is read from the request, which the entry names as its source. */
function post(ledger: FinishCreditUseDeps['ledger'], one: CreditUse): Promise<Posted> {
  const { creditUseId, use, fileId, noteId, toNoteId, amount, decision } = one;
  if (decision === null) throw new Error('a use of credit is approved by somebody');
  const valueDate = calendarDate(decision.on);
  const command = {
    fileId,
    idempotency: { scope: 'CREDIT', key: creditUseId, input: { use, fileId, noteId, toNoteId, amount } },
    actor: decision.by,
    reason: `credit-${use}`,
    source: { type: 'credit-use', id: creditUseId },
  } as const;
  if (use !== 'transfer') {
    return ledger.postToNote({ ...command, noteId, event: { kind: KIND[use], valueDate, amount } });
  }
  if (toNoteId === null) throw new Error('a transfer of credit has a note that takes it in');
  return ledger.transferCredit({ ...command, fromNoteId: noteId, toNoteId, amount, valueDate });
}
