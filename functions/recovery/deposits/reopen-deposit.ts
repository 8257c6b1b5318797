import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { Ledger } from '../../../shared/ledger/ledger.ts';
import { isRefusedForGood } from '../../../shared/refusals/refusal.ts';
import { cancelProvisional } from '../provisional/cancel-provisional.ts';
import type { ProvisionalPayments } from '../provisional/provisional-payments.ts';
import type { RequestClaims } from '../request-claim.ts';
import type { Deposit } from './deposit.ts';
import { changed, movementOf, notFree, readDeposit, takenMeanwhile } from './deposit-changes.ts';
import type { DepositStore } from './deposit-store.ts';

export interface ReopenDeps {
  readonly deposits: DepositStore;
  readonly ledger: Ledger;
  readonly provisionals: ProvisionalPayments;
  readonly claims: RequestClaims;
  readonly clock: Clock;
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
  const { depositId, reason, idempotencyKey } = input;
  const deposit = await readDeposit(deps, depositId);
  await deps.claims.claim({
    scope: 'DEPOSIT',
    key: idempotencyKey,
    input: { operation: 'reopen', depositId, reason },
    source: { type: 'deposit', id: depositId },
    recordedOn: deps.clock.today(),
  });
  if (deposit.reopening?.requestKey === idempotencyKey) {
    return deposit.status === 'reopening' ? finishReopening(deps, deposit) : deposit;
  }
  if (deposit.undoneKeys.includes(idempotencyKey)) return deposit;
  if (deposit.status !== 'assigned') throw notFree(deposit);
  const reopening = changed(deposit, {
    status: 'reopening',
    reopening: { reason, requestKey: idempotencyKey, by: caller.subject },
  });
  if (!(await deps.deposits.change(reopening))) throw takenMeanwhile();
  return finishReopening(deps, reopening);
}

/** Carries a reopening that was begun to its end; also called by the resume job for those that a crash left. */
export async function finishReopening(deps: Omit<ReopenDeps, 'claims'>, deposit: Deposit): Promise<Deposit> {
  const { assignment, reopening } = deposit;
  if (assignment?.eventId === undefined || assignment.eventId === null || reopening === null) {
    throw new Error('a reopening deposit has no posting to take back');
  }
  const key = `${deposit.depositId}#${assignment.attempt}#REOPEN`;
  const posted = await deps.ledger
    .reverse({
      fileId: assignment.target.fileId,
      noteIds: assignment.noteIds,
      eventId: assignment.eventId,
      valueDate: calendarDate(deposit.valueDate),
      idempotency: { scope: 'DEPOSIT', key, input: { eventId: assignment.eventId } },
      actor: reopening.by,
      reason: 'deposit-reopened',
      source: { type: 'deposit', id: deposit.depositId },
    })
    .catch(async (error: unknown) => {
      if (!isRefusedForGood(error)) throw error;
      await deps.deposits.change(changed(deposit, { status: 'assigned', reopening: null }));
      throw error;
    });
  if (deposit.provisional) {
    const { by, reason, requestKey } = reopening;
    await cancelProvisional(deps.provisionals, assignment.eventId, posted.recordedOn, { by, reason, requestKey });
  }
  const reopened = changed(deposit, {
    status: 'unidentified',
    movements: deposit.movements + 1,
    assignment: null,
    undoneKeys: [...deposit.undoneKeys, assignment.requestKey, reopening.requestKey],
  });
  const movement = movementOf(reopened, 'reopened', { recordedOn: posted.recordedOn, actor: reopening.by }, deps.clock);
  if (await deps.deposits.change(reopened, movement)) return reopened;
  return readDeposit(deps, deposit.depositId);
}
