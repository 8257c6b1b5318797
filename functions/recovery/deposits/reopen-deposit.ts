import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { Ledger } from '../../../shared/ledger/ledger.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import { isRefusedForGood } from '../../../shared/refusals/refusal.ts';
import { lastTaken } from '../../../shared/transitions/take-step.ts';
import { cancelProvisional } from '../provisional/cancel-provisional.ts';
import type { ProvisionalPayments } from '../provisional/provisional-payments.ts';
import type { Deposit } from './deposit.ts';
import { askOf, changeDeposit, type DepositDeps, giveBack, readDeposit } from './deposit-changes.ts';

export interface ReopenDeps extends DepositDeps {
  readonly ledger: Ledger;
  readonly provisionals: ProvisionalPayments;
  readonly claims: RequestClaims;
}

/**
 * Takes a wrong assignment back: the payment is reversed in the ledger, leaves the list of provisional ones when it was
 * salvo buen fin, and the money is without owner again.
 * Heals on repetition like an assignment. Refuses a deposit that is not assigned (409).
 */
export async function reopenDeposit(
  deps: ReopenDeps,
  input: { readonly depositId: string; readonly reason: string; readonly idempotencyKey: string },
  caller: Caller,
): Promise<Deposit> {
  const { depositId, reason, idempotencyKey: key } = input;
  const deposit = await readDeposit(deps, depositId);
  const asked = askOf(deps, deposit, { key, reason, operation: 'reopen' }, caller);
  const reopening = await changeDeposit(deps, deposit, { step: 'reopen', ...asked });
  return reopening.state === 'reopening' ? finishReopening(deps, reopening) : reopening;
}

/** Carries a reopening that was begun to its end; also called by the resume job for those that a crash left. */
export async function finishReopening(deps: Omit<ReopenDeps, 'claims'>, deposit: Deposit): Promise<Deposit> {
  const { assignment } = deposit;
  const asked = lastTaken(deposit.history, 'reopen');
  if (assignment?.eventId === undefined || assignment.eventId === null || asked === undefined) {
    throw new Error('a reopening deposit has no posting to take back');
  }
  const { by, key: requestKey, reason } = asked;
  const key = `${deposit.depositId}#${assignment.attempt}#REOPEN`;
  const posted = await deps.ledger
    .reverse({
      fileId: assignment.target.fileId,
      noteIds: assignment.noteIds,
      eventId: assignment.eventId,
      valueDate: calendarDate(deposit.valueDate),
      idempotency: { scope: 'DEPOSIT', key, input: { eventId: assignment.eventId } },
      actor: by,
      reason: 'deposit-reopened',
      source: { type: 'deposit', id: deposit.depositId },
    })
    .catch(async (error: unknown) => {
      if (isRefusedForGood(error)) await giveBack(deps, deposit, 'reopen-failed', { by });
      throw error;
    });
  if (deposit.provisional) {
    const stamp = { by, on: posted.recordedOn, key: requestKey, reason };
    await cancelProvisional(deps.provisionals, assignment.eventId, stamp);
  }
  return changeDeposit(deps, deposit, {
    step: 'reopened',
    stamp: { by, on: posted.recordedOn, key: posted.eventId, reason: null },
    change: () => ({ assignment: null }),
    movement: 'reopened',
  });
}
