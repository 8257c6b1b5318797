import { type HolidayCalendar, isBusinessDay, previousBusinessDay } from '../../../shared/calendar/business-days.ts';
import { addDays, addMonths, type CalendarDate, calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { type DateRange, startOfMonth } from './report-period.ts';

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
