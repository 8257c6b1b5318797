import { type HolidayCalendar, isBusinessDay, previousBusinessDay } from '../../../shared/calendar/business-days.ts';
import { addDays, addMonths, type CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { type DateRange, startOfMonth } from './report-period.ts';
import type { Sending } from './sending.ts';

/**
 * Which report a scheduled run mails on business date `today`: daily, the one of the business day before; monthly, the
 * one of the month before. Null: on days on which the bank is closed no daily mail leaves; the next one lists them.
 */
export function scheduledPeriod(
  report: Sending['report'],
  today: CalendarDate,
  calendar: HolidayCalendar,
): string | null {
  if (report === 'monthly') return addMonths(startOfMonth(today), -1).slice(0, 7);
  return isBusinessDay(today, calendar) ? previousBusinessDay(today, calendar) : null;
}

/** The closed days between a reported business day and the next business day; undefined when there are none. */
export function restDaysAfter(day: CalendarDate, calendar: HolidayCalendar): DateRange | undefined {
  let last = day;
  while (!isBusinessDay(addDays(last, 1), calendar)) last = addDays(last, 1);
  return last === day ? undefined : { from: addDays(day, 1), to: last };
}
