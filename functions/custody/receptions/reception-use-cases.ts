import type * as z from 'zod';
import type { UseCases } from '../../../shared/http/route.ts';
import { sees } from '../../../shared/http/scope.ts';
import { longWorkMachine } from '../../../shared/jobs/long-work-machine.ts';
import { linesOfCsv } from './read-list.ts';
import { type Reception, ROW_OUTCOMES, ROW_OUTCOMES_ES } from './reception.ts';
import type { receptionAnswer, receptionRoutes } from './reception-routes.ts';
import { ROWS_OF_PART } from './reception-store.ts';
import { type ReceptionDeps, readReception, requestReception } from './request-reception.ts';

/** The use case of each of these routes: domain in, wire out. */
export const receptionUseCases: UseCases<ReceptionDeps, typeof receptionRoutes> = {
  async receiveOriginals(deps, { body: { rows, csv, ...asked }, idempotencyKey }, caller) {
    const lines = rows?.map((row, index) => ({ line: index + 1, ...row })) ?? linesOfCsv(csv ?? '');
    const reception = await requestReception(deps, { ...asked, lines, idempotencyKey }, caller);
    return { body: toAnswer(reception), location: `/v1/original-receptions/${reception.receptionId}` };
  },
  getOriginalReception: async (deps, { params }, caller) => ({
    body: toAnswer(await readReception(deps, params.receptionId, caller)),
  }),
  async listOriginalReceptionRows(deps, { params: { receptionId }, query }, caller) {
    const { rows } = await readReception(deps, receptionId, caller);
    const part = Number(query.cursor);
    const ended = await deps.receptions.endedOf(receptionId, part);
    const seen = ended.filter(({ office }) => office === null || sees(caller, office));
    const items = seen.map((row) => ({ ...row, outcomeName: ROW_OUTCOMES_ES[row.outcome] }));
    const hasMore = part * ROWS_OF_PART < rows;
    return { body: { items, ...(hasMore && { nextCursor: String(part + 1) }) }, records: [receptionId] };
  },
};

const toAnswer = (reception: Reception): z.input<typeof receptionAnswer> => ({
  ...reception,
  status: reception.state,
  statusName: longWorkMachine.states[reception.state],
  outcomes: ROW_OUTCOMES.filter((outcome) => reception.counts[outcome] > 0).map((outcome) => ({
    ...{ outcome, outcomeName: ROW_OUTCOMES_ES[outcome], rows: reception.counts[outcome] },
  })),
});
