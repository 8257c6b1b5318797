import type * as z from 'zod';
import { historyAnswer } from '../../../shared/http/history-answer.ts';
import { etagOf } from '../../../shared/http/record-version.ts';
import type { UseCases } from '../../../shared/http/route.ts';
import { lastTaken } from '../../../shared/transitions/take-step.ts';
import { type AssignDeps, assignDeposit } from './assign-deposit.ts';
import type { Deposit } from './deposit.ts';
import { readDeposit } from './deposit-changes.ts';
import { DEPOSIT_STATE_NAMES_ES, depositMachine } from './deposit-machine.ts';
import type { depositAnswer, depositRoutes } from './deposit-routes.ts';
import { reopenDeposit } from './reopen-deposit.ts';
import { approveReturn, rejectReturn, requestReturn } from './return-deposit.ts';
import { suggestTargets } from './suggest-targets.ts';

/** The use case of each deposit route: domain in, wire out. */
export const depositUseCases: UseCases<AssignDeps, typeof depositRoutes> = {
  async listDeposits(deps, { query }) {
    const { status, from, to, amount } = query;
    const { records, cursor } = await deps.deposits.page(status, query, { from, to, filter: { amount } });
    return { body: { items: records.map(toAnswer), nextCursor: cursor } };
  },
  async getDeposit(deps, { params }) {
    const deposit = await readDeposit(deps, params.depositId);
    const movements = await deps.deposits.movementsOf(params.depositId);
    const history = historyAnswer(depositMachine, deposit.history);
    return { body: { ...toAnswer(deposit), movements, history }, etag: etagOf(deposit) };
  },
  async suggestDepositTargets(deps, { params }) {
    return { body: { items: await suggestTargets(deps, params.depositId) } };
  },
  async assignDeposit(deps, { params, body, idempotencyKey }, caller) {
    return answer(await assignDeposit(deps, { ...params, ...body, idempotencyKey }, caller));
  },
  async reopenDeposit(deps, { params, body, idempotencyKey }, caller) {
    return answer(await reopenDeposit(deps, { ...params, ...body, idempotencyKey }, caller));
  },
  async requestDepositReturn(deps, { params, body, idempotencyKey }, caller) {
    return answer(await requestReturn(deps, { ...params, ...body, idempotencyKey }, caller));
  },
  async approveDepositReturn(deps, { params, body, idempotencyKey }, caller) {
    return answer(await approveReturn(deps, { ...params, ...body, idempotencyKey }, caller));
  },
  async rejectDepositReturn(deps, { params, body, idempotencyKey }, caller) {
    return answer(await rejectReturn(deps, { ...params, ...body, idempotencyKey }, caller));
  },
};

function answer(deposit: Deposit) {
  return { body: toAnswer(deposit), etag: etagOf(deposit) };
}

function toAnswer(deposit: Deposit): z.input<typeof depositAnswer> {
  return {
    ...deposit,
    status: deposit.state,
    statusName: DEPOSIT_STATE_NAMES_ES[deposit.state],
    target: deposit.assignment?.target ?? null,
    eventId: deposit.assignment?.eventId ?? null,
    return: returnOf(deposit),
  };
}

/** The return that was asked for and not turned down. */
function returnOf({ state, history }: Deposit): z.input<typeof depositAnswer>['return'] {
  const asked = lastTaken(history, 'request-return');
  if (asked === undefined || (state !== 'return-requested' && state !== 'returned')) return null;
  const approved = state === 'returned' ? lastTaken(history, 'approve-return') : undefined;
  return {
    reason: asked.reason ?? '',
    requestedBy: asked.by,
    approvedBy: approved?.by ?? null,
    transferReference: approved?.evidence?.transferReference ?? null,
  };
}
