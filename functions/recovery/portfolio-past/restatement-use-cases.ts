import type * as z from 'zod';
import { historyAnswer } from '../../../shared/http/history-answer.ts';
import { etagOf } from '../../../shared/http/record-version.ts';
import type { UseCases } from '../../../shared/http/route.ts';
import { longWorkMachine } from '../../../shared/jobs/long-work-machine.ts';
import { sumOfComponents } from '../../../shared/loan-book/component.ts';
import { BUCKETS_SOURCE } from './arrears-buckets.ts';
import type { PortfolioRestatement } from './portfolio-restatement.ts';
import { type PortfolioFigures, rowsOf, totalOf, totalsByStanding } from './portfolio-rows.ts';
import { type RestatementDeps, readRestatement, requestRestatement } from './request-restatement.ts';
import type { RestatedPortfolio } from './restatement-objects.ts';
import { refuseRestatement } from './restatement-refusals.ts';
import type { restatementAnswer, restatementRoutes } from './restatement-routes.ts';

/** Keys of failed heads that are told, to be looked at. */
const MOST_FAILED_TOLD = 20;

/** The use case of each of these routes: domain in, wire out. */
export const restatementUseCases: UseCases<RestatementDeps, typeof restatementRoutes> = {
  async restatePortfolioPast(deps, { body }, caller) {
    const restatement = await requestRestatement(deps, body, caller);
    return { ...answer(restatement), location: `/v1/portfolio-restatements/${restatement.restatementId}` };
  },
  async listPortfolioRestatements({ restatements }, { query: { status, ...page } }) {
    const { records, cursor } = await restatements.page(status, page);
    return { body: { items: records.map(toAnswer), nextCursor: cursor } };
  },
  getPortfolioRestatement: async (deps, { params }) => answer(await readRestatement(deps, params.restatementId)),
  async getRestatedPortfolio(deps, { params }) {
    const { restatement, portfolio } = await readFigures(deps, params.restatementId);
    const rows = rowsOf(portfolio.sums.rows);
    const body = {
      ...toAnswer(restatement),
      ...{ failedHeads: portfolio.failed.slice(0, MOST_FAILED_TOLD), bucketsSource: BUCKETS_SOURCE },
      rows: rows.map(withTotals),
      byStanding: totalsByStanding(rows).map(withTotals),
      total: withTotals(totalOf(rows)),
    };
    return { body, etag: etagOf(restatement) };
  },
};

/** A restatement that is done, with its figures. Throws `restatement-unfinished`. */
async function readFigures(
  deps: RestatementDeps,
  restatementId: string,
): Promise<{ readonly restatement: PortfolioRestatement; readonly portfolio: RestatedPortfolio }> {
  const restatement = await readRestatement(deps, restatementId);
  const { state, segments, segmentsDone } = restatement;
  if (state !== 'done')
    throw refuseRestatement(
      'restatement-unfinished',
      state === 'given-up'
        ? 'No se pudo terminar. Avise a Sistemas.'
        : `Lleva ${segmentsDone} de ${segments} partes. Espere a que termine.`,
    );
  return { restatement, portfolio: await deps.objects.portfolio(restatementId) };
}

const answer = (restatement: PortfolioRestatement) => ({ body: toAnswer(restatement), etag: etagOf(restatement) });

const toAnswer = (restatement: PortfolioRestatement): z.input<typeof restatementAnswer> => ({
  ...restatement,
  status: restatement.state,
  statusName: longWorkMachine.states[restatement.state],
  history: historyAnswer(longWorkMachine, restatement.history),
});

const withTotals = <Figures extends PortfolioFigures>(figures: Figures) => ({
  ...figures,
  owed: { ...figures.owed, total: sumOfComponents(figures.owed) },
  due: { ...figures.due, total: sumOfComponents(figures.due) },
});
