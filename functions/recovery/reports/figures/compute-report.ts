import { addDays, type CalendarDate } from '../../../../shared/calendar/calendar-date.ts';
import { type Measures, sumOf } from '../../rollups/measures.ts';
import type { Axis } from '../../rollups/rollup-keys.ts';
import { BY_RECORDED_DATE, combinedReconciliation } from './reconciliation-result.ts';
import type { Flow, RecoveryReport, SeriesPoint } from './recovery-report.ts';
import { breakdownsOf } from './report-breakdowns.ts';
import { loadReportData, type ReportData, type ReportReads } from './report-data.ts';
import { depositRollForward, effectOf, portfolioOf } from './report-effect.ts';
import { flowOf, measuresOfGroup, movementsOf, netFlow } from './report-figures.ts';
import { channelLabel } from './report-labels.ts';
import { type Period, periodLabel } from './report-period.ts';

/** Longest period whose series has a point for each day; longer ones have a point for each month. */
const LONGEST_DAILY_SERIES = 62;

/**
 * The report of a period from rollups and snapshots only, provisional: a day takes 5 store calls however many
 * payments it has. `now` is the UTC instant that the report states as "as of".
 */
export async function computeReport(
  deps: { readonly reads: ReportReads; now(): Date },
  input: { readonly period: Period; readonly basis: RecoveryReport['basis'] },
): Promise<RecoveryReport> {
  const axis: Axis = input.basis === 'recorded' ? 'recorded' : 'value';
  const asOf = deps.now().toISOString();
  return reportOf(await loadReportData(deps.reads, input.period, axis), asOf);
}

/** Pure: the same data gives the same report. */
export function reportOf(data: ReportData, asOf: string): RecoveryReport {
  const { period, axis } = data;
  const totals = sumOf(data.days.values());
  const payments = paymentsIn(totals);
  const reversed = flowOf(measuresOfGroup(totals, 'reversed:paid'));
  return {
    schemaVersion: 1,
    period: { type: period.type, from: period.from, to: period.to, label: periodLabel(period) },
    basis: axis === 'recorded' ? 'recorded' : 'value-date',
    state: 'provisional',
    frozenAt: null,
    sha256: null,
    asOf,
    totals: { payments, reversedPayments: reversed, net: netFlow(payments, reversed) },
    movements: movementsOf(totals),
    unidentified: depositRollForward(data.depositsBefore, data.depositsDuring),
    breakdowns: breakdownsOf(data.details.flatMap(({ cells }) => cells)),
    effect:
      axis === 'recorded'
        ? effectOf(totals, data.opening, data.closing, {
            openingDate: addDays(period.from, -1),
            closingDate: period.to,
          })
        : null,
    portfolio: portfolioOf(data.closing),
    accumulated: accumulatedOf(data),
    comparison: {
      lastMonth: { ...data.lastMonth.range, flow: paymentsIn(data.lastMonth.totals) },
      lastYear: { ...data.lastYear.range, flow: paymentsIn(data.lastYear.totals) },
    },
    byOtherDate: byOtherDateOf(data),
    series: seriesOf(data),
    reconciliation:
      axis === 'recorded' ? combinedReconciliation(data.reconciliations, daysWithEntries(data)) : BY_RECORDED_DATE,
    ledgerRoot: data.closing?.ledgerRoot ?? null,
  };
}

const paymentsIn = (totals: Measures): Flow => flowOf(measuresOfGroup(totals, 'paid'));

function accumulatedOf({ period, monthDays, yearMonths }: ReportData): RecoveryReport['accumulated'] {
  const month = sumOf(monthDays.values());
  const monthsBefore = [...yearMonths].filter(([name]) => name < period.to.slice(0, 7)).map(([, totals]) => totals);
  return { month: paymentsIn(month), year: paymentsIn(sumOf([...monthsBefore, month])) };
}

function byOtherDateOf({ details }: ReportData): RecoveryReport['byOtherDate'] {
  const rows = details.flatMap(({ byOtherDate }) => byOtherDate);
  const byKey = Map.groupBy(rows, ({ date, channel }) => `${date}#${channel}`);
  return [...byKey.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, same]) => {
      const [first] = same;
      if (first === undefined) return [];
      const { payments = 0, amount = 0 } = sumOf(same.map(({ measures }) => measures));
      const { date, channel } = first;
      return { date, channel, channelLabel: channelLabel(channel), count: payments, amount };
    });
}

/** Days of the month for a day or a month; days of a short range; months (named by their first day) of the rest. */
function seriesOf({ period, monthDays, days }: ReportData): SeriesPoint[] {
  if (period.type === 'day' || period.type === 'month')
    return [...monthDays].map(([day, totals]) => seriesPoint(day, totals));
  if (period.type === 'range' && days.size <= LONGEST_DAILY_SERIES)
    return [...days].map(([day, totals]) => seriesPoint(day, totals));
  const months = Map.groupBy(days, ([day]) => `${day.slice(0, 7)}-01`);
  return [...months].map(([month, all]) => seriesPoint(month, sumOf(all.map(([, totals]) => totals))));
}

/** A day (or month) of the chart. */
export function seriesPoint(date: string, totals: Measures): SeriesPoint {
  const { count, amount } = paymentsIn(totals);
  return { date, count, amount, reversals: measuresOfGroup(totals, 'reversed:paid').amount ?? 0 };
}

function daysWithEntries({ days }: ReportData): CalendarDate[] {
  return [...days].filter(([, totals]) => (totals.entries ?? 0) > 0).map(([day]) => day);
}
