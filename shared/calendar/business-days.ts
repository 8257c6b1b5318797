import { addDays, type CalendarDate, weekday } from './calendar-date.ts';

/** Days on which banks are closed besides Saturdays and Sundays, of any year. */
export interface HolidayCalendar {
  readonly holidays: { has(date: CalendarDate): boolean };
}

/** A calendar with days closed besides, and days of it open after all; what is both is open. */
export function correctedCalendar(
  calendar: HolidayCalendar,
  corrections: { readonly closed: Iterable<string>; readonly open: Iterable<string> },
): HolidayCalendar {
  const closed = new Set<string>(corrections.closed);
  const open = new Set<string>(corrections.open);
  return { holidays: { has: (date) => !open.has(date) && (closed.has(date) || calendar.holidays.has(date)) } };
}

export function isBusinessDay(date: CalendarDate, calendar: HolidayCalendar): boolean {
  const day = weekday(date);
  return day !== 0 && day !== 6 && !calendar.holidays.has(date);
}

/** The first business day strictly after `date`. */
export function nextBusinessDay(date: CalendarDate, calendar: HolidayCalendar): CalendarDate {
  let day = addDays(date, 1);
  while (!isBusinessDay(day, calendar)) day = addDays(day, 1);
  return day;
}

/** The last business day strictly before `date`. */
export function previousBusinessDay(date: CalendarDate, calendar: HolidayCalendar): CalendarDate {
  let day = addDays(date, -1);
  while (!isBusinessDay(day, calendar)) day = addDays(day, -1);
  return day;
}

/** `count` business days after `date` (count ≥ 0; 0 gives the date itself, open or not). */
export function addBusinessDays(date: CalendarDate, count: number, calendar: HolidayCalendar): CalendarDate {
  let day = date;
  for (let passed = 0; passed < count; passed += 1) day = nextBusinessDay(day, calendar);
  return day;
}

/** The n-th business day of the month of `date` (n ≥ 1). Used for Accounting's monthly close. */
export function nthBusinessDayOfMonth(firstOfMonth: CalendarDate, n: number, calendar: HolidayCalendar): CalendarDate {
  return addBusinessDays(addDays(firstOfMonth, -1), n, calendar);
}

/** The date itself when banks are open on it, else the first business day after it. */
export function sameOrNextBusinessDay(date: CalendarDate, calendar: HolidayCalendar): CalendarDate {
  return isBusinessDay(date, calendar) ? date : nextBusinessDay(date, calendar);
}
