import type * as z from 'zod';
import { historyAnswer } from '../../../shared/http/history-answer.ts';
import { etagOf } from '../../../shared/http/record-version.ts';
import type { UseCases } from '../../../shared/http/route.ts';
import { officesOf } from '../../../shared/http/scope.ts';
import { decideRegeneration, signRegeneration, undoRegeneration } from './decide-regeneration.ts';
import { proposeRegeneration, type RegenerationDeps, readRegeneration, scheduleToday } from './propose-regeneration.ts';
import { FORM_NAMES_ES, type Regeneration } from './regeneration.ts';
import { regenerationMachine } from './regeneration-machine.ts';
import type { regenerationAnswer, regenerationRoutes } from './regeneration-routes.ts';

/** The use case of each of these routes: domain in, wire out. */
export const regenerationUseCases: UseCases<RegenerationDeps, typeof regenerationRoutes> = {
  async proposeRegeneration(deps, { params, body, idempotencyKey }, caller) {
    const one = await proposeRegeneration(deps, { ...params, ...body, idempotencyKey }, caller);
    return { ...(await withSchedule(deps, one)), location: `/v1/regenerations/${one.regenerationId}` };
  },
  async listRegenerations(deps, { query }, caller) {
    const { records, cursor } = await deps.regenerations.page(query.status, query, {
      filter: { office: officesOf(caller) },
    });
    const items = records.map(toAnswer);
    return { body: { items, nextCursor: cursor } };
  },
  getRegeneration: async (deps, { params }, caller) =>
    withSchedule(deps, await readRegeneration(deps, params.regenerationId, caller)),
  authoriseRegeneration: async (deps, { params, idempotencyKey }, caller) =>
    answer(await decideRegeneration(deps, 'authorise', { ...params, idempotencyKey, reason: null }, caller)),
  rejectRegeneration: async (deps, { params, body, idempotencyKey }, caller) =>
    answer(await decideRegeneration(deps, 'reject', { ...params, ...body, idempotencyKey }, caller)),
  withdrawRegeneration: async (deps, { params, body, idempotencyKey }, caller) =>
    answer(await decideRegeneration(deps, 'withdraw', { ...params, ...body, idempotencyKey }, caller)),
  signRegeneration: async (deps, { params, body, idempotencyKey }, caller) =>
    answer(await signRegeneration(deps, { ...params, ...body, idempotencyKey }, caller)),
  undoRegeneration: async (deps, { params, body, idempotencyKey }, caller) =>
    answer(await undoRegeneration(deps, { ...params, ...body, idempotencyKey }, caller)),
};

const answer = (one: Regeneration) => ({ body: toAnswer(one), etag: etagOf(one) });

async function withSchedule(deps: RegenerationDeps, one: Regeneration) {
  const waits = one.state === 'proposed' || one.state === 'authorised';
  return { body: { ...toAnswer(one), today: waits ? await scheduleToday(deps, one) : null }, etag: etagOf(one) };
}

function toAnswer(one: Regeneration): z.input<typeof regenerationAnswer> {
  const { state, form, history } = one;
  return {
    ...one,
    status: state,
    statusName: regenerationMachine.states[state],
    formName: FORM_NAMES_ES[form],
    history: historyAnswer(regenerationMachine, history),
  };
}
