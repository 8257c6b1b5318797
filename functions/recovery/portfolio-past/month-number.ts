import { addDays, type CalendarDate, monthOf, yearOf } from '../../../shared/calendar/calendar-date.ts';

/** Months since year 0, so that they can be counted with. */
export const monthNumber = (date: CalendarDate): number => yearOf(date) * 12 + monthOf(date) - 1;

/** "2026-11". */
export const monthText = (month: number): string =>
  `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;

/** The last month that is over at the end of a day. */
export const lastWholeMonth = (asOf: CalendarDate): number => monthNumber(addDays(asOf, 1)) - 1;
