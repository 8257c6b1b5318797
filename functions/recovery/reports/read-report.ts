import { type CalendarDate, calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../shared/calendar/clock.ts';
import type { FrozenReports } from './closing/frozen-report.ts';
import { computeReport } from './figures/compute-report.ts';
import type { RecoveryReport } from './figures/recovery-report.ts';
import type { ReportReads } from './figures/report-data.ts';
import type { Period } from './figures/report-period.ts';
import { refuseReport } from './report-refusals.ts';

export interface ReadReportDeps {
  readonly clock: Clock;
  readonly reads: ReportReads;
  readonly frozen: FrozenReports;
}

/** A report is compared with the year before it, which a calendar that begins in 1900 must still have. */
const FIRST_REPORTED: CalendarDate = calendarDate('1901-01-01');

/**
 * A report for whoever asks: the frozen one of a closed day or month, else computed now and provisional. Value-date
 * reports are never frozen: a late file may still add to them. Refuses `report-in-future`, and `range-not-valid` before
 * the first day that has a report.
 */
export async function readReport(
  deps: ReadReportDeps,
  input: { readonly period: Period; readonly basis: RecoveryReport['basis'] },
): Promise<RecoveryReport> {
  refuseOutside(input.period.from, deps.clock);
  const frozen = input.basis === 'recorded' ? await frozenReport(deps.frozen, input.period) : undefined;
  return frozen ?? computeReport({ reads: deps.reads, now: () => deps.clock.now() }, input);
}

function frozenReport(frozen: FrozenReports, { type, from }: Period): Promise<RecoveryReport | undefined> {
  if (type === 'day') return frozen.find('daily', from);
  if (type === 'month') return frozen.find('monthly', from.slice(0, 7));
  return Promise.resolve(undefined);
}

function refuseOutside(from: CalendarDate, clock: Clock): void {
  const today = clock.today();
  if (from < FIRST_REPORTED) {
    throw refuseReport('range-not-valid', `El primer día con reporte es el ${FIRST_REPORTED}. Elija uno posterior.`);
  }
  if (from > today) {
    throw refuseReport('report-in-future', `El ${from} es posterior a hoy, ${today}. Elija una fecha anterior.`);
  }
}
