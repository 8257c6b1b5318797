import { type CalendarDate, dayOf, daysInMonth, isLeapYear, monthOf, yearOf } from '../calendar/calendar-date.ts';
import type { DayCount } from './note-terms.ts';

/**
 * Interest is carried exactly as an integer: centavos × parts per million × day units, over one denominator per day
 * count. Actual/actual mixes years of 365 and 366 days, so its unit is 1/(365 × 366) of a year.
 */
const PPM = 1_000_000n;
const DENOMINATORS: Record<DayCount, bigint> = {
  'actual/365': 365n * PPM,
  'actual/360': 360n * PPM,
  '30/360': 360n * PPM,
  'actual/actual': 365n * 366n * PPM,
};

export function interestDenominator(dayCount: DayCount): bigint {
  return DENOMINATORS[dayCount];
}

/** Day units in the interval (from, to]: the day `from` is not counted, the day `to` is. Requires from ≤ to (day numbers). */
export function dayUnits(from: number, to: number, dayCount: DayCount, dateOf: (day: number) => CalendarDate): number {
  switch (dayCount) {
    case 'actual/365':
    case 'actual/360':
      return to - from;
    case '30/360':
      return days30(dateOf(to)) - days30(dateOf(from));
    case 'actual/actual':
      return actualUnits(from, to, dateOf);
  }
}

/** Days since year 0 in months of thirty days; the last day of February and the 31st count as the 30th (30/360 European, month ends kept). */
function days30(date: CalendarDate): number {
  const year = yearOf(date);
  const month = monthOf(date);
  const day = dayOf(date);
  const counted = day === daysInMonth(year, month) ? 30 : day;
  return year * 360 + month * 30 + counted;
}

function actualUnits(from: number, to: number, dateOf: (day: number) => CalendarDate): number {
  let units = 0;
  let day = from;
  while (day < to) {
    const year = yearOf(dateOf(day + 1));
    const lastOfYear = day + 1 + daysToYearEnd(dateOf(day + 1));
    const end = Math.min(lastOfYear, to);
    units += (end - day) * (isLeapYear(year) ? 365 : 366);
    day = end;
  }
  return units;
}

function daysToYearEnd(date: CalendarDate): number {
  let days = daysInMonth(yearOf(date), monthOf(date)) - dayOf(date);
  for (let month = monthOf(date) + 1; month <= 12; month += 1) days += daysInMonth(yearOf(date), month);
  return days;
}
