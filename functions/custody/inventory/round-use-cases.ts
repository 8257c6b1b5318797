import type * as z from 'zod';
import { historyAnswer } from '../../../shared/http/history-answer.ts';
import { etagOf } from '../../../shared/http/record-version.ts';
import type { UseCases } from '../../../shared/http/route.ts';
import { routesServedBy } from '../../../shared/http/route-table.ts';
import { officesOf } from '../../../shared/http/scope.ts';
import { originalMachine } from '../originals/original-machine.ts';
import { type ActDeps, type ActedOn, searchMissing, storeMisplaced } from './act-on-findings.ts';
import { callOffRound, closeRound, openRound, readLabels, readRound, reviewRound } from './count-round.ts';
import { FINDING_NAMES_ES, type Round, recordsFound } from './round.ts';
import { roundMachine } from './round-machine.ts';
import { type roundAnswer, roundRoutes } from './round-routes.ts';

export const roundDeskRoutes = routesServedBy(roundRoutes, 'desk');

/** The use case of each of these routes: domain in, wire out. */
export const roundUseCases: UseCases<ActDeps, typeof roundDeskRoutes> = {
  async listInventoryRounds({ rounds }, { query }, caller) {
    const filter = { office: officesOf(caller, query.office) };
    const { records, cursor } = await rounds.page(query.status, query, { filter });
    return { body: { items: records.map(toAnswer), nextCursor: cursor } };
  },
  async openInventoryRound(deps, { body, idempotencyKey }, caller) {
    const round = await openRound(deps, { ...body, idempotencyKey }, caller);
    return { ...answer(round), location: `/v1/inventory-rounds/${round.roundId}` };
  },
  getInventoryRound: async (deps, { params }, caller) => answer(await readRound(deps, params.roundId, caller)),
  async readInventoryLabels(deps, { params, body, idempotencyKey }, caller) {
    return answer(await readLabels(deps, { ...params, ...body, idempotencyKey }, caller));
  },
  async closeInventoryRound(deps, { params, idempotencyKey, ifMatch }, caller) {
    return answer(await closeRound(deps, { ...params, idempotencyKey, ifMatch }, caller));
  },
  async callOffInventoryRound(deps, { params, body, idempotencyKey }, caller) {
    return answer(await callOffRound(deps, { ...params, ...body, idempotencyKey }, caller));
  },
  async listInventoryFindings(deps, { params: { roundId } }, caller) {
    const found = await deps.rounds.findingsOf(await readRound(deps, roundId, caller));
    const findings = found.map(({ kind, label, recorded }) => ({
      ...{ kind, kindName: FINDING_NAMES_ES[kind], label, name: recorded?.name ?? null },
      recordedStatus: recorded && originalMachine.states[recorded.state],
      ...{ recordedPlaceCode: recorded?.placeCode ?? null, fileId: recorded?.fileId ?? null },
    }));
    return { body: { roundId, findings }, records: recordsFound(roundId, found) };
  },
  async storeMisplacedOriginals(deps, { params, body, idempotencyKey }, caller) {
    return acted(params.roundId, await storeMisplaced(deps, { ...params, ...body, idempotencyKey }, caller));
  },
  async searchMissingOriginals(deps, { params, body, idempotencyKey }, caller) {
    return acted(params.roundId, await searchMissing(deps, { ...params, ...body, idempotencyKey }, caller));
  },
  async reviewInventoryRound(deps, { params, body, idempotencyKey }, caller) {
    return answer(await reviewRound(deps, { ...params, ...body, idempotencyKey }, caller));
  },
};

const acted = (roundId: string, results: ActedOn[]) => ({
  body: { roundId, results },
  records: results.map(({ labelCode }) => labelCode),
});

const answer = (round: Round) => ({ body: toAnswer(round), etag: etagOf(round) });

const toAnswer = (round: Round): z.input<typeof roundAnswer> => ({
  ...round,
  status: round.state,
  statusName: roundMachine.states[round.state],
  history: historyAnswer(roundMachine, round.history),
});
