import { type CalendarDate, parseCalendarDate } from '../calendar/calendar-date.ts';

/** Whether MMDD is a day of some year (29 February included): an RFC does not say its century. */
export function isMonthAndDay(monthAndDay: string): boolean {
  return parseCalendarDate(`2000-${monthAndDay.slice(0, 2)}-${monthAndDay.slice(2)}`) !== undefined;
}

/** AAMMDD of a century ("19" or "20") as a date, or undefined when there is no such day. */
export function dateOfCentury(century: '19' | '20', sixDigits: string): CalendarDate | undefined {
  return parseCalendarDate(`${century}${sixDigits.slice(0, 2)}-${sixDigits.slice(2, 4)}-${sixDigits.slice(4)}`);
}
