import type { Caller } from '../../../shared/http/route.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import type { Deposit } from './deposit.ts';
import { askOf, changeDeposit, type DepositDeps, readDeposit } from './deposit-changes.ts';

export interface ReturnDeps extends DepositDeps {
  readonly claims: RequestClaims;
}

interface WithReason {
  readonly depositId: string;
  readonly reason: string;
  readonly idempotencyKey: string;
}

/**
 * Asks to send money back to whoever deposited it. Nothing moves until another person approves. Refuses a deposit that
 * is not free, and an old request sent again after it was turned down (409).
 */
export async function requestReturn(deps: ReturnDeps, input: WithReason, caller: Caller): Promise<Deposit> {
  const { depositId, reason, idempotencyKey: key } = input;
  const deposit = await readDeposit(deps, depositId);
  const asked = askOf(deps, deposit, { key, reason, operation: 'request-return' }, caller);
  return changeDeposit(deps, deposit, { step: 'request-return', ...asked });
}

/** Approves a return and notes the transfer that carried it out. Four eyes: whoever asked cannot approve (403). */
export async function approveReturn(
  deps: ReturnDeps,
  input: { readonly depositId: string; readonly transferReference: string; readonly idempotencyKey: string },
  caller: Caller,
): Promise<Deposit> {
  const { depositId, transferReference, idempotencyKey: key } = input;
  const deposit = await readDeposit(deps, depositId);
  const asked = { operation: 'approve-return', transferReference };
  const { stamp, claim } = askOf(deps, deposit, { key, reason: null, ...asked }, caller);
  return changeDeposit(deps, deposit, {
    step: 'approve-return',
    stamp: { ...stamp, evidence: { transferReference } },
    claim,
    movement: 'returned',
  });
}

/** Turns a requested return down: the money is without owner again and can be assigned. */
export async function rejectReturn(deps: ReturnDeps, input: WithReason, caller: Caller): Promise<Deposit> {
  const { depositId, reason, idempotencyKey: key } = input;
  const deposit = await readDeposit(deps, depositId);
  const asked = askOf(deps, deposit, { key, reason, operation: 'reject-return' }, caller);
  return changeDeposit(deps, deposit, { step: 'reject-return', ...asked });
}
