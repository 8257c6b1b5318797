import type * as z from 'zod';
import type { UseCases } from '../../../shared/http/route.ts';
import { pesosFromCentavos } from '../../../shared/money/centavos.ts';
import { type AssignDeps, assignDeposit } from './assign-deposit.ts';
import { DEPOSIT_STATUS_NAMES_ES, type Deposit } from './deposit.ts';
import { readDeposit } from './deposit-changes.ts';
import type { depositAnswer, depositRoutes } from './deposit-routes.ts';
import { reopenDeposit } from './reopen-deposit.ts';
import { approveReturn, rejectReturn, requestReturn } from './return-deposit.ts';
import { suggestTargets } from './suggest-targets.ts';

/** The use case of each deposit route: domain in, wire out. */
export const depositUseCases: UseCases<AssignDeps, typeof depositRoutes> = {
  async listDeposits(deps, { query }) {
    const { deposits, cursor } = await deps.deposits.page(query.status, query, query);
    return { body: { items: deposits.map(toAnswer), nextCursor: cursor } };
  },
  async getDeposit(deps, { params }) {
    const deposit = await readDeposit(deps, params.depositId);
    const movements = (await deps.deposits.movementsOf(params.depositId)).map((movement) => ({
      ...movement,
      amount: pesosFromCentavos(movement.amount),
    }));
    return { body: { ...toAnswer(deposit), movements }, etag: String(deposit.version) };
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
  return { body: toAnswer(deposit), etag: String(deposit.version) };
}

function toAnswer(deposit: Deposit): z.input<typeof depositAnswer> {
  return {
    ...deposit,
    statusName: DEPOSIT_STATUS_NAMES_ES[deposit.status],
    amount: pesosFromCentavos(deposit.amount),
    target: deposit.assignment?.target ?? null,
    eventId: deposit.assignment?.eventId ?? null,
  };
}
