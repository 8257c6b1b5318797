import { type HolidayCalendar, nthBusinessDayOfMonth } from '../../../../shared/calendar/business-days.ts';
import { addDays } from '../../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../../shared/calendar/clock.ts';
import { computeReport } from '../figures/compute-report.ts';
import type { ReportReads } from '../figures/report-data.ts';
import { daysOf, monthPeriod } from '../figures/report-period.ts';
import { refuseReport } from '../report-refusals.ts';
import { type FrozenMark, type FrozenReports, figuresHash } from './frozen-report.ts';

export interface CloseMonthDeps {
  readonly clock: Clock;
  readonly reads: ReportReads;
  readonly frozen: FrozenReports;
  calendar(): Promise<HolidayCalendar>;
}

/** Accounting closes a month from this business day of the next one on (parameter of Accounting). */
export const CLOSING_BUSINESS_DAY = 3;

/**
 * Accounting closes a month: its figures are frozen with their hash. What is recorded later belongs to the open month
 * by itself, since reports are by recorded date. Refuses `month-too-early` before the third business day,
 * `month-not-complete` while a day with movements is not frozen or when the month is none of this system's,
 * `month-already-closed` the second time.
 */
export async function closeMonth(
  deps: CloseMonthDeps,
  input: { readonly month: string; readonly subject: string },
): Promise<FrozenMark> {
  const period = monthPeriod(input.month);
  const opensOn = nthBusinessDayOfMonth(addDays(period.to, 1), CLOSING_BUSINESS_DAY, await deps.calendar());
  const today = deps.clock.today();
  if (today < opensOn) {
    throw refuseReport(
      'month-too-early',
      `El mes ${input.month} se puede cerrar a partir del ${opensOn}. Hoy es ${today}.`,
    );
  }
  const before = await deps.frozen.findMark('monthly', input.month);
  if (before !== undefined) {
    throw refuseReport('month-already-closed', `El mes ${input.month} se cerró con la huella ${before.sha256}.`);
  }
  const now = () => deps.clock.now();
  const withMovements = await deps.reads.daysOfMonth('recorded', input.month);
  const marks = await Promise.all(
    daysOf(period)
      .filter((day) => withMovements.has(day))
      .map(async (day) => ({ day, mark: await deps.frozen.findMark('daily', day) })),
  );
  const isKnown = withMovements.size > 0 || (await deps.frozen.findMark('daily', period.to)) !== undefined;
  if (!isKnown) {
    throw refuseReport(
      'month-not-complete',
      `En ${input.month} no se cerró ningún día en este sistema. Revise el mes.`,
    );
  }
  const open = marks.filter(({ mark }) => mark === undefined).map(({ day }) => day);
  if (open.length > 0) {
    throw refuseReport('month-not-complete', `Faltan por congelar estos días con movimientos: ${open.join(', ')}.`);
  }
  const report = await computeReport({ reads: deps.reads, now }, { period, basis: 'recorded' });
  return deps.frozen.freeze('monthly', input.month, report, { at: now().toISOString(), subject: input.subject });
}

export interface MonthState {
  readonly month: string;
  readonly state: 'open' | 'closed';
  readonly closure: FrozenMark | null;
  /** Whether the figures computed again today are the frozen ones; null for an open month. */
  readonly verified: boolean | null;
}

/** State of an accounting month. A closed one is computed again and compared with what was frozen. */
export async function monthState(deps: CloseMonthDeps, month: string): Promise<MonthState> {
  const [mark, frozen] = await Promise.all([
    deps.frozen.findMark('monthly', month),
    deps.frozen.find('monthly', month),
  ]);
  if (mark === undefined || frozen === undefined) return { month, state: 'open', closure: null, verified: null };
  const again = await computeReport(
    { reads: deps.reads, now: () => deps.clock.now() },
    { period: monthPeriod(month), basis: 'recorded' },
  );
  return { month, state: 'closed', closure: mark, verified: figuresHash(again) === figuresHash(frozen) };
}
