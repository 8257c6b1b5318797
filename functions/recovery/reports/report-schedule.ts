import * as z from 'zod';
import { type HolidayCalendar, isBusinessDay, previousBusinessDay } from '../../../shared/calendar/business-days.ts';
import {
  addDays,
  addMonths,
  type CalendarDate,
  calendarDate,
  earlier,
  parseCalendarDate,
} from '../../../shared/calendar/calendar-date.ts';
import { type Clock, hermosilloDate } from '../../../shared/calendar/clock.ts';
import { seriesPoint } from './figures/compute-report.ts';
import type { ReportReads } from './figures/report-data.ts';
import { type DateRange, daysOf, monthsOf, startOfMonth } from './figures/report-period.ts';
import type { SendReportDeps } from './send-report.ts';

/**
 * The day that the mail of business date `today` tells of: the business day before. Null: on days on which the bank is
 * closed no daily mail leaves; the next one lists them.
 */
export function dayToTell(today: CalendarDate, calendar: HolidayCalendar): CalendarDate | null {
  return isBusinessDay(today, calendar) ? previousBusinessDay(today, calendar) : null;
}

/** "2026-10" on any day of November. */
export const monthBefore = (today: CalendarDate): string => addMonths(startOfMonth(today), -1).slice(0, 7);
/** "2026-09" of "2026-10". */
export const monthBeforeMonth = (month: string): string => monthBefore(calendarDate(`${month}-01`));

/** The closed days between a reported business day and the next business day; undefined when there are none. */
export function restDaysAfter(day: CalendarDate, calendar: HolidayCalendar): DateRange | undefined {
  let last = day;
  while (!isBusinessDay(addDays(last, 1), calendar)) last = addDays(last, 1);
  return last === day ? undefined : { from: addDays(day, 1), to: last };
}

const date = z.string().transform((text, context): CalendarDate => {
  const parsed = parseCalendarDate(text);
  if (parsed !== undefined) return parsed;
  context.addIssue({ code: 'custom', message: 'not a calendar date' });
  return z.NEVER;
});

/** UTC instant that the schedule meant, whenever its event is delivered; absent when a person starts the job. */
const scheduledTime = z.iso.datetime().optional();

/** Event of a daily job; `date` names another day than the one before, for a repeated run. */
export const dayEventSchema = z.looseObject({ date: date.optional(), scheduledTime });

/** Event of the report schedule; `period` names the report of another day or month, for a repeated run. */
export const reportEventSchema = z.looseObject({
  report: z.enum(['daily', 'monthly']),
  period: z
    .string()
    .regex(/^\d{4}-\d{2}(-\d{2})?$/)
    .optional(),
  scheduledTime,
});

/**
 * The business day that an event is about: that of the instant it was meant for, so that one delivered a day late (or
 * taken from the queue of failures) does what was due then. Never after `today`.
 */
export function dayMeant(event: { readonly scheduledTime?: string | undefined }, today: CalendarDate): CalendarDate {
  return event.scheduledTime === undefined ? today : earlier(hermosilloDate(new Date(event.scheduledTime)), today);
}

/** What the request of a person to send a report again carries (shared/jobs). */
export const resendInputSchema = z.object({
  report: z.enum(['daily', 'monthly']),
  period: z.string(),
  subject: z.string(),
  reason: z.string(),
});

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
