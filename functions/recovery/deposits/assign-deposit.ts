import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { Posted } from '../../../shared/ledger/ledger.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import { isRefusedForGood } from '../../../shared/refusals/refusal.ts';
import type { RegisterPort } from '../../../shared/register/register-port.ts';
import { lastTaken } from '../../../shared/transitions/take-step.ts';
import { findPayee, type PayeeQuery } from '../payments/find-payee.ts';
import { type PostPaymentDeps, postPayment } from '../payments/post-payment.ts';
import type { Deposit } from './deposit.ts';
import { askOf, changeDeposit, type DepositDeps, giveBack, readDeposit } from './deposit-changes.ts';

export interface AssignDeps extends PostPaymentDeps, DepositDeps {
  readonly register: RegisterPort;
  readonly claims: RequestClaims;
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
  const { depositId, target: query, idempotencyKey: key } = input;
  const deposit = await readDeposit(deps, depositId);
  const { target, chosenNoteIds } = await findPayee(deps.register, query);
  const { fileId, noteId } = target;
  const asked = { operation: 'assign', target: { fileId, noteId, chosenNoteIds } };
  const { stamp, claim } = askOf(deps, deposit, { key, reason: null, ...asked }, caller);
  const assigning = await changeDeposit(deps, deposit, {
    step: 'assign',
    stamp: { ...stamp, evidence: { fileId, ...(noteId !== null && { noteId }) } },
    claim,
    change: ({ attempts }) => ({
      attempts: attempts + 1,
      assignment: {
        target: { fileId, noteId },
        chosenNoteIds: chosenNoteIds === undefined ? null : [...chosenNoteIds],
        attempt: attempts + 1,
        eventId: null,
        noteIds: [],
      },
    }),
  });
  return assigning.state === 'assigning' ? finishAssignment(deps, assigning) : assigning;
}

/** Carries an assignment that was begun to its end; also called by the resume job for those that a crash left. */
export async function finishAssignment(deps: PostPaymentDeps & DepositDeps, deposit: Deposit): Promise<Deposit> {
  const { assignment } = deposit;
  const asked = lastTaken(deposit.history, 'assign');
  if (assignment === null || asked === undefined) throw new Error('an assigning deposit has no target');
  const { by } = asked;
  const posted = await post(deps, deposit, assignment, by).catch(async (error: unknown) => {
    if (isRefusedForGood(error)) {
      await giveBack(deps, deposit, 'assign-failed', { by, change: () => ({ assignment: null }) });
    }
    throw error;
  });
  return changeDeposit(deps, deposit, {
    step: 'assigned',
    stamp: { by, on: posted.recordedOn, key: posted.eventId, reason: null },
    change: () => ({
      assignment: { ...assignment, eventId: posted.eventId, noteIds: posted.parts.map((part) => part.noteId) },
    }),
    movement: 'assigned',
  });
}

function post(
  deps: PostPaymentDeps,
  deposit: Deposit,
  assignment: NonNullable<Deposit['assignment']>,
  actor: string,
): Promise<Posted> {
  const key = `${deposit.depositId}#${assignment.attempt}`;
  const { target } = assignment;
  const chosenNoteIds = assignment.chosenNoteIds ?? undefined;
  return postPayment(deps, {
    target,
    chosenNoteIds,
    valueDate: calendarDate(deposit.valueDate),
    amount: deposit.amount,
    channel: deposit.channel,
    provisional: deposit.provisional,
    idempotency: { scope: 'DEPOSIT', key, input: { target, chosenNoteIds, amount: deposit.amount } },
    actor,
    reason: 'deposit-assigned',
    source: { type: 'deposit', id: deposit.depositId },
  });
}
