import { type CalendarDate, calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { Posted } from '../../../shared/ledger/ledger.ts';
import { isRefusedForGood } from '../../../shared/refusals/refusal.ts';
import type { RegisterPort } from '../../../shared/register/register-port.ts';
import { findPayee, type PayeeQuery } from '../payments/find-payee.ts';
import { type PostPaymentDeps, postPayment } from '../payments/post-payment.ts';
import type { RequestClaims } from '../request-claim.ts';
import type { Deposit } from './deposit.ts';
import { changed, movementOf, notFree, readDeposit, takenMeanwhile, undone } from './deposit-changes.ts';
import type { DepositStore } from './deposit-store.ts';

export interface AssignDeps extends PostPaymentDeps {
  readonly deposits: DepositStore;
  readonly register: RegisterPort;
  readonly claims: RequestClaims;
  readonly clock: Clock;
}

/**
 * Gives a deposit to the note or file it belongs to: a payment with the deposit's day as value date, recorded today.
 * Three writes, each of which heals on repetition: the deposit turns `assigning` with its target (from here nobody can
 * assign it elsewhere), the ledger posts under the deposit's own key, the deposit turns `assigned` with its movement.
 * What the ledger refuses frees the deposit again. Refuses a deposit that is not free (409) and an unknown target (422).
 */
export async function assignDeposit(
  deps: AssignDeps,
  input: { readonly depositId: string; readonly target: PayeeQuery; readonly idempotencyKey: string },
  caller: Caller,
): Promise<Deposit> {
  const { depositId, target: query, idempotencyKey } = input;
  const deposit = await readDeposit(deps, depositId);
  const { target, chosenNoteIds } = await findPayee(deps.register, query);
  const { fileId, noteId } = target;
  await deps.claims.claim({
    scope: 'DEPOSIT',
    key: idempotencyKey,
    input: { operation: 'assign', depositId, target: { fileId, noteId, chosenNoteIds } },
    source: { type: 'deposit', id: depositId },
    recordedOn: deps.clock.today(),
  });
  if (deposit.assignment?.requestKey === idempotencyKey && deposit.status === 'assigned') return deposit;
  if (deposit.assignment?.requestKey === idempotencyKey && deposit.status === 'assigning') {
    return finishAssignment(deps, deposit);
  }
  if (deposit.status !== 'unidentified') throw notFree(deposit);
  if (deposit.undoneKeys.includes(idempotencyKey)) throw undone();
  const assigning = changed(deposit, {
    status: 'assigning',
    attempts: deposit.attempts + 1,
    assignment: {
      target: { fileId, noteId },
      chosenNoteIds: chosenNoteIds === undefined ? null : [...chosenNoteIds],
      attempt: deposit.attempts + 1,
      requestKey: idempotencyKey,
      by: caller.subject,
      eventId: null,
      noteIds: [],
    },
  });
  if (!(await deps.deposits.change(assigning))) throw takenMeanwhile();
  return finishAssignment(deps, assigning);
}

/** Carries an assignment that was begun to its end; also called by the resume job for those that a crash left. */
export async function finishAssignment(
  deps: Omit<AssignDeps, 'claims' | 'register'>,
  deposit: Deposit,
): Promise<Deposit> {
  const { assignment } = deposit;
  if (assignment === null) throw new Error('an assigning deposit has no target');
  const posted = await post(deps, deposit, assignment).catch(async (error: unknown) => {
    if (!isRefusedForGood(error)) throw error;
    await deps.deposits.change(changed(deposit, { status: 'unidentified', assignment: null }));
    throw error;
  });
  const assigned = changed(deposit, {
    status: 'assigned',
    movements: deposit.movements + 1,
    assignment: { ...assignment, eventId: posted.eventId, noteIds: posted.parts.map((part) => part.noteId) },
  });
  const movement = movementOf(
    assigned,
    'assigned',
    { recordedOn: posted.recordedOn, actor: assignment.by },
    deps.clock,
  );
  if (await deps.deposits.change(assigned, movement)) return assigned;
  return readDeposit(deps, deposit.depositId);
}

function post(
  deps: PostPaymentDeps,
  deposit: Deposit,
  assignment: NonNullable<Deposit['assignment']>,
): Promise<Posted> {
  const key = `${deposit.depositId}#${assignment.attempt}`;
  const valueDate: CalendarDate = calendarDate(deposit.valueDate);
  const { target } = assignment;
  const chosenNoteIds = assignment.chosenNoteIds ?? undefined;
  return postPayment(deps, {
    target,
    chosenNoteIds,
    valueDate,
    amount: deposit.amount,
    channel: deposit.channel,
    provisional: deposit.provisional,
    idempotency: { scope: 'DEPOSIT', key, input: { target, chosenNoteIds, amount: deposit.amount } },
    actor: assignment.by,
    reason: 'deposit-assigned',
    source: { type: 'deposit', id: deposit.depositId },
  });
}
