import type * as z from 'zod';
import { historyAnswer } from '../../../shared/http/history-answer.ts';
import { etagOf } from '../../../shared/http/record-version.ts';
import type { UseCases } from '../../../shared/http/route.ts';
import { officesOf } from '../../../shared/http/scope.ts';
import { lastTaken } from '../../../shared/transitions/take-step.ts';
import type { Correction } from './correction.ts';
import { correctionMachine } from './correction-machine.ts';
import type { correctionAnswer, correctionRoutes } from './correction-routes.ts';
import {
  authoriseCorrection,
  type CorrectionDeps,
  directCorrection,
  readCorrection,
  rejectCorrection,
  withdrawCorrection,
} from './decide-correction.ts';
import { requestCorrection } from './request-correction.ts';

/** The use case of each of these routes: domain in, wire out. */
export const correctionUseCases: UseCases<CorrectionDeps, typeof correctionRoutes> = {
  async requestPaymentCorrection(deps, { params, body, idempotencyKey }, caller) {
    const one = await requestCorrection(deps, { ...params, ...body, idempotencyKey }, caller);
    return { ...answer(one), location: `/v1/payment-corrections/${one.correctionId}` };
  },
  async listPaymentCorrections(deps, { query }, caller) {
    const { records, cursor } = await deps.corrections.page(query.status, query, {
      filter: { office: officesOf(caller) },
    });
    const items = records.map(toAnswer);
    return { body: { items, nextCursor: cursor } };
  },
  getPaymentCorrection: async (deps, { params }, caller) =>
    answer(await readCorrection(deps, params.correctionId, caller)),
  authorisePaymentCorrection: async (deps, { params, idempotencyKey }, caller) =>
    answer(await authoriseCorrection(deps, { ...params, idempotencyKey }, caller)),
  rejectPaymentCorrection: async (deps, { params, body, idempotencyKey }, caller) =>
    answer(await rejectCorrection(deps, { ...params, ...body, idempotencyKey }, caller)),
  withdrawPaymentCorrection: async (deps, { params, body, idempotencyKey }, caller) =>
    answer(await withdrawCorrection(deps, { ...params, ...body, idempotencyKey }, caller)),
  directPaymentCorrection: async (deps, { params, body, idempotencyKey }, caller) =>
    answer(await directCorrection(deps, { ...params, ...body, idempotencyKey }, caller)),
};

const answer = (one: Correction) => ({ body: toAnswer(one), etag: etagOf(one) });

const toAnswer = (one: Correction): z.input<typeof correctionAnswer> => ({
  ...one,
  status: one.state,
  statusName: correctionMachine.states[one.state],
  paymentId: lastTaken(one.history, 'paid')?.key ?? null,
  history: historyAnswer(correctionMachine, one.history),
});
