import {
  addDays,
  addMonths,
  type CalendarDate,
  makeDate,
  monthOf,
  yearOf,
} from '../../../shared/calendar/calendar-date.ts';

/** Days after its opening by which a review is to be signed. */
const DAYS_TO_SIGN = 30;

/** "2026-Q3": the last quarter that has ended by `today`. */
export function lastQuarter(today: CalendarDate): string {
  const inIt = addMonths(makeDate(yearOf(today), monthOf(today), 1), -3);
  return `${yearOf(inIt)}-Q${Math.ceil(monthOf(inIt) / 3)}`;
}

export const dueFrom = (openedOn: CalendarDate): CalendarDate => addDays(openedOn, DAYS_TO_SIGN);
