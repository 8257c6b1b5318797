import type * as z from 'zod';
import { historyAnswer } from '../../../shared/http/history-answer.ts';
import { etagOf } from '../../../shared/http/record-version.ts';
import type { UseCases } from '../../../shared/http/route.ts';
import { longWorkMachine } from '../../../shared/jobs/long-work-machine.ts';
import { sumOfComponents } from '../../../shared/loan-book/component.ts';
import { BUCKETS_SOURCE, type Standing } from './arrears-buckets.ts';
import { cohortsOf } from './cohorts.ts';
import { forecastOf, LEAST_HISTORY, METHOD_ES } from './forecast.ts';
import { lastWholeMonth, monthText } from './month-number.ts';
import type { PortfolioRestatement } from './portfolio-restatement.ts';
import { type PortfolioFigures, rowsOf, totalOf, totalsByStanding } from './portfolio-rows.ts';
import { type RestatementDeps, readRestatement, requestRestatement } from './request-restatement.ts';
import type { RestatedSegment } from './restate-segment.ts';
import type { RestatedPortfolio } from './restatement-objects.ts';
import { refuseRestatement } from './restatement-refusals.ts';
import type { restatementAnswer, restatementRoutes } from './restatement-routes.ts';
import { type Roll, RollCounter } from './roll-rates.ts';
import { percentOf } from './share-text.ts';

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
  async getRollRates(deps, { params, query }) {
    const [from, to] = await Promise.all([
      readRestatement(deps, query.from),
      readRestatement(deps, params.restatementId),
    ]);
    for (const one of [from, to]) refuseUnfinished(one);
    refuseIncomparable(from, to);
    const before: RestatedSegment['notes'][] = [];
    for await (const notes of standingsOf(deps.objects, from)) before.push(notes);
    const portfolios = await Promise.all([from, to].map((one) => deps.objects.portfolio(one.restatementId)));
    const counter = new RollCounter(
      before,
      portfolios.flatMap(({ failed }) => failed),
    );
    for await (const notes of standingsOf(deps.objects, to)) counter.add(notes);
    return { body: { from, to, bucketsSource: BUCKETS_SOURCE, rolls: withShares(counter.result()) } };
  },
  async getRecoveryCohorts(deps, { params }) {
    const { restatement, portfolio } = await readFigures(deps, params.restatementId);
    const cohorts = cohortsOf(portfolio.sums).map((cohort) => ({
      ...cohort,
      curve: cohort.curve.map((point) => ({ ...point, share: percentOf(point.recovered, point.lent) })),
    }));
    return { body: { asOf: restatement.asOf, knownOn: restatement.knownOn, cohorts } };
  },
  async getRecoveryForecast(deps, { params, query }) {
    const { restatement, portfolio } = await readFigures(deps, params.restatementId);
    const { asOf, knownOn } = restatement;
    const { isBased, months, trials } = forecastOf(portfolio.sums, lastWholeMonth(asOf), query.months);
    const body = {
      ...{ asOf, knownOn, method: METHOD_ES, leastHistory: LEAST_HISTORY, ...basisOf(isBased) },
      months: months.map((one) => ({ ...one, month: monthText(one.month) })),
      trials: trials.map((one) => ({ ...one, knownTo: monthText(one.knownTo), ...basisOf(one.isBased) })),
    };
    return { body };
  },
};

const basisOf = (isBased: boolean) => ({ isBased, basisName: isBased ? 'con base' : 'sin base' });

function withShares(rolls: readonly Roll[]) {
  const all = (from: Standing, of: 'notes' | 'principal') =>
    rolls.reduce((sum, roll) => (roll.from === from ? sum + roll[of] : sum), 0);
  return rolls.map((roll) => ({
    ...roll,
    notesShare: percentOf(roll.notes, all(roll.from, 'notes')),
    principalShare: percentOf(roll.principal, all(roll.from, 'principal')),
  }));
}

/** Segments that are read at once. */
const AT_ONCE = 16;

/** Every note of a restatement where it stood, segment by segment. */
async function* standingsOf(
  objects: RestatementDeps['objects'],
  { restatementId, segments }: PortfolioRestatement,
): AsyncGenerator<RestatedSegment['notes'], void, undefined> {
  for (let first = 0; first < segments; first += AT_ONCE) {
    const round = Array.from({ length: Math.min(AT_ONCE, segments - first) }, (_, index) => first + index);
    for (const { notes } of await Promise.all(round.map((one) => objects.segment(restatementId, one)))) yield notes;
  }
}

/** Both must be known alike, on one day (over for both or for none) or each on its own, and by the same rules. */
function refuseIncomparable(from: PortfolioRestatement, to: PortfolioRestatement): void {
  const isOneDay = from.knownOn === to.knownOn && from.isFinal === to.isFinal;
  const isAlike = isOneDay || (from.knownOn === from.asOf && to.knownOn === to.asOf);
  if (from.asOf < to.asOf && isAlike && from.fold === to.fold) return;
  throw refuseRestatement(
    'restatements-not-comparable',
    from.fold === to.fold
      ? 'La primera debe ser de una fecha valor anterior, y las dos con lo registrado hasta el mismo día, o cada una hasta el suyo.'
      : 'Una se hizo con reglas anteriores. Pídala otra vez y compare con la nueva.',
  );
}

/** Throws `restatement-unfinished`. */
function refuseUnfinished({ state, segments, segmentsDone }: PortfolioRestatement): void {
  if (state === 'done') return;
  throw refuseRestatement(
    'restatement-unfinished',
    state === 'given-up'
      ? 'No se pudo terminar. Avise a Sistemas.'
      : `Lleva ${segmentsDone} de ${segments} partes. Espere a que termine.`,
  );
}

/** A restatement that is done, with its figures. Throws `restatement-unfinished`. */
async function readFigures(
  deps: RestatementDeps,
  restatementId: string,
): Promise<{ readonly restatement: PortfolioRestatement; readonly portfolio: RestatedPortfolio }> {
  const restatement = await readRestatement(deps, restatementId);
  refuseUnfinished(restatement);
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
