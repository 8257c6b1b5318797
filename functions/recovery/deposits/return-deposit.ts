import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { refuse } from '../refusals.ts';
import type { RequestClaims } from '../request-claim.ts';
import type { Deposit } from './deposit.ts';
import { changed, movementOf, notFree, readDeposit, takenMeanwhile, turnedDown } from './deposit-changes.ts';
import type { DepositStore } from './deposit-store.ts';

export interface ReturnDeps {
  readonly deposits: DepositStore;
  readonly claims: RequestClaims;
  readonly clock: Clock;
}

/**
 * Asks to send money back to whoever deposited it. Nothing moves until another person approves. Refuses a deposit that
 * is not free, and an old request sent again after it was turned down (409).
 */
export async function requestReturn(
  deps: ReturnDeps,
  input: { readonly depositId: string; readonly reason: string; readonly idempotencyKey: string },
  caller: Caller,
): Promise<Deposit> {
  const { depositId, reason, idempotencyKey } = input;
  const deposit = await readDeposit(deps, depositId);
  await claim(deps, idempotencyKey, { operation: 'request-return', depositId, because: reason });
  if (deposit.return?.requestKey === idempotencyKey) return deposit;
  if (deposit.undoneKeys.includes(idempotencyKey)) throw turnedDown();
  if (deposit.status !== 'unidentified') throw notFree(deposit);
  const next = changed(deposit, {
    status: 'return-requested',
    return: {
      reason,
      requestKey: idempotencyKey,
      requestedBy: caller.subject,
      approvedBy: null,
      approvalKey: null,
      transferReference: null,
    },
  });
  if (!(await deps.deposits.change(next))) throw takenMeanwhile();
  return next;
}

/**
 * Approves a return and notes the transfer that carried it out. Four eyes: whoever asked cannot approve (403
 * `same-person`); the write's version condition makes sure that it is this request that was read.
 */
export async function approveReturn(
  deps: ReturnDeps,
  input: { readonly depositId: string; readonly transferReference: string; readonly idempotencyKey: string },
  caller: Caller,
): Promise<Deposit> {
  const { depositId, transferReference, idempotencyKey } = input;
  const deposit = await readDeposit(deps, depositId);
  await claim(deps, idempotencyKey, { operation: 'approve-return', depositId, because: transferReference });
  if (deposit.return?.approvalKey === idempotencyKey) return deposit;
  if (deposit.status !== 'return-requested' || deposit.return === null) throw notFree(deposit);
  if (deposit.return.requestedBy === caller.subject) throw samePerson();
  const next = changed(deposit, {
    status: 'returned',
    movements: deposit.movements + 1,
    return: { ...deposit.return, approvedBy: caller.subject, approvalKey: idempotencyKey, transferReference },
  });
  const stamp = { recordedOn: deps.clock.today(), actor: caller.subject };
  if (!(await deps.deposits.change(next, movementOf(next, 'returned', stamp, deps.clock)))) throw takenMeanwhile();
  return next;
}

/** Turns a requested return down: the money is without owner again and can be assigned. */
export async function rejectReturn(
  deps: ReturnDeps,
  input: { readonly depositId: string; readonly reason: string; readonly idempotencyKey: string },
  caller: Caller,
): Promise<Deposit> {
  const { depositId, reason, idempotencyKey } = input;
  const deposit = await readDeposit(deps, depositId);
  await claim(deps, idempotencyKey, { operation: 'reject-return', depositId, because: reason });
  if (deposit.undoneKeys.includes(idempotencyKey)) return deposit;
  if (deposit.status !== 'return-requested' || deposit.return === null) throw notFree(deposit);
  if (deposit.return.requestedBy === caller.subject) throw samePerson();
  const undoneKeys = [...deposit.undoneKeys, deposit.return.requestKey, idempotencyKey];
  const next = changed(deposit, { status: 'unidentified', return: null, undoneKeys });
  if (!(await deps.deposits.change(next))) throw takenMeanwhile();
  return next;
}

function claim(
  deps: ReturnDeps,
  key: string,
  input: Readonly<Record<'operation' | 'depositId' | 'because', string>>,
): Promise<unknown> {
  const source = { type: 'deposit' as const, id: input.depositId };
  return deps.claims.claim({ scope: 'DEPOSIT', key, input, source, recordedOn: deps.clock.today() });
}

function samePerson() {
  return refuse(
    'same-person',
    'Quien solicitó la devolución no puede resolverla. Pídalo a otra persona de Contabilidad.',
  );
}
