import {
  addDays,
  type CalendarDate,
  dayNumber,
  dayOf,
  daysInMonth,
  isLeapYear,
  monthOf,
  yearOf,
} from '../../shared/calendar/calendar-date.ts';
import type { DayCount } from '../../shared/loan-book/note-terms.ts';
import type { RoundingRule } from '../../shared/money/rounding.ts';

/**
 * Exact fractions of the second engine. A year is cut into YEAR parts that every day count divides: a day of
 * actual/365 is YEAR/365 of them, of actual/360 YEAR/360, of a leap year YEAR/366. Interest is a bigint numerator over
 * INTEREST: centavos × parts per million × parts of a year.
 */
export const YEAR = 365n * 366n * 360n;
export const INTEREST = YEAR * 1_000_000n;

/** Parts of a year that the interval (from, to] counts for; every single day is added up. */
export function partsOfYear(dayCount: DayCount, from: CalendarDate, to: CalendarDate): bigint {
  let parts = 0n;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) parts += partsOfDay(dayCount, day);
  return parts;
}

/** Parts of a year that one day counts for: the interval (day − 1, day]. */
export function partsOfDay(dayCount: DayCount, day: CalendarDate): bigint {
  switch (dayCount) {
    case 'actual/365':
      return YEAR / 365n;
    case 'actual/360':
      return YEAR / 360n;
    case 'actual/actual':
      return isLeapYear(yearOf(day)) ? YEAR / 366n : YEAR / 365n;
    case '30/360':
      return BigInt(thirties(day) - thirties(addDays(day, -1))) * (YEAR / 360n);
  }
}

function thirties(date: CalendarDate): number {
  const day = dayOf(date) === daysInMonth(yearOf(date), monthOf(date)) ? 30 : dayOf(date);
  return yearOf(date) * 360 + monthOf(date) * 30 + day;
}

/** The fraction in whole centavos; numerator and denominator are not negative. */
export function rounded(numerator: bigint, denominator: bigint, rule: RoundingRule): number {
  const whole = numerator / denominator;
  const twice = 2n * (numerator % denominator);
  switch (rule) {
    case 'down':
      return Number(whole);
    case 'half-up':
      return Number(twice >= denominator ? whole + 1n : whole);
    case 'half-even':
      return Number(twice > denominator || (twice === denominator && whole % 2n === 1n) ? whole + 1n : whole);
  }
}

export const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

/** Whole days from `from` to `to`. */
export const daysFrom = (from: CalendarDate, to: CalendarDate): number => dayNumber(to) - dayNumber(from);
