import type { HolidayCalendar } from '../../../shared/calendar/business-days.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../shared/calendar/clock.ts';
import { seriesPoint } from './compute-report.ts';
import type { ReportReads } from './report-data.ts';
import { daysOf, monthsOf } from './report-period.ts';
import { restDaysAfter } from './scheduled-report.ts';
import type { SendReportDeps } from './send-report.ts';

/**
 * The closed days after a reported business day, with their totals, for the mail of a day: a bank file may be posted
 * on a Saturday, and no mail of its own leaves that day. Only days that have ended, and have movements.
 */
export function readRestDays(deps: {
  readonly clock: Clock;
  readonly reads: ReportReads;
  calendar(): Promise<HolidayCalendar>;
}): SendReportDeps['restDays'] {
  return async ({ period }) => {
    const range = period.type === 'day' ? restDaysAfter(calendarDate(period.to), await deps.calendar()) : undefined;
    if (range === undefined) return [];
    const months = await Promise.all(monthsOf(range).map((month) => deps.reads.daysOfMonth('recorded', month)));
    const totals = new Map(months.flatMap((month) => [...month]));
    return daysOf(range).flatMap((day) => {
      const measures = totals.get(day);
      return measures === undefined || day >= deps.clock.today() ? [] : seriesPoint(day, measures);
    });
  };
}
