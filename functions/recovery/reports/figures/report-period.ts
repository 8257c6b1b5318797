import {
  addDays,
  addMonths,
  type CalendarDate,
  calendarDate,
  daysBetween,
  daysInMonth,
  makeDate,
  monthOf,
  yearOf,
} from '../../../../shared/calendar/calendar-date.ts';
import { longDate, monthAndYear } from '../../../../shared/calendar/spanish-dates.ts';
import { type Axis, dayTotalKey, monthTotalKey, type RollupKey } from '../../rollups/rollup-keys.ts';
import { refuseReport } from '../report-refusals.ts';

/** First and last day, both included. */
export interface DateRange {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
}

export interface Period extends DateRange {
  readonly type: 'day' | 'month' | 'year' | 'range';
}

/** Longest range of one report, days. */
export const LONGEST_RANGE_DAYS = 366;

export const dayPeriod = (date: CalendarDate): Period => ({ type: 'day', from: date, to: date });

/** `month` = "2026-11". */
export function monthPeriod(month: string): Period {
  const from = calendarDate(`${month}-01`);
  return { type: 'month', from, to: endOfMonth(from) };
}

export const yearPeriod = (year: number): Period => ({
  type: 'year',
  from: makeDate(year, 1, 1),
  to: makeDate(year, 12, 31),
});

export function periodLabel({ type, from, to }: Period): string {
  switch (type) {
    case 'day':
      return longDate(from);
    case 'month':
      return monthAndYear(from);
    case 'year':
      return String(yearOf(from));
    case 'range':
      return `del ${longDate(from)} al ${longDate(to)}`;
  }
}

export const startOfMonth = (date: CalendarDate): CalendarDate => calendarDate(`${date.slice(0, 7)}-01`);
export const endOfMonth = (date: CalendarDate): CalendarDate =>
  makeDate(yearOf(date), monthOf(date), daysInMonth(yearOf(date), monthOf(date)));
export const startOfYear = (date: CalendarDate): CalendarDate => makeDate(yearOf(date), 1, 1);

/** The period `months` earlier; whole months stay whole months, the 31st becomes the last day of a shorter month. */
export function monthsEarlier({ type, from, to }: Period, months: number): DateRange {
  const start = addMonths(from, -months);
  const end = addMonths(to, -months);
  return { from: start, to: type === 'month' || type === 'year' ? endOfMonth(end) : end };
}

/** Months ("2026-11") that the range touches, in order. */
export function monthsOf({ from, to }: DateRange): string[] {
  const months: string[] = [];
  for (let month = startOfMonth(from); month <= to; month = addDays(endOfMonth(month), 1))
    months.push(month.slice(0, 7));
  return months;
}

/** Days of the range, in order. */
export function daysOf({ from, to }: DateRange): CalendarDate[] {
  return Array.from({ length: daysBetween(from, to) + 1 }, (_, index) => addDays(from, index));
}

/** Keys of the total items that sum to the range: whole months by month, the rest by day. */
export function totalKeysOf(axis: Axis, range: DateRange): RollupKey[] {
  return monthsOf(range).flatMap((month) => {
    const whole = monthPeriod(month);
    if (range.from <= whole.from && whole.to <= range.to) return [monthTotalKey(axis, whole.from)];
    const from = range.from > whole.from ? range.from : whole.from;
    const to = range.to < whole.to ? range.to : whole.to;
    return daysOf({ from, to }).map((day) => dayTotalKey(axis, day));
  });
}

/**
 * A period that somebody asks for on a day, as it may be reported. Refuses of a range `range-not-valid`: turned round, or longer than LONGEST_RANGE_DAYS; and
 * `report-in-future`: it would read as if nothing came in on days that have not been.
 */
export function reportable(period: Period, today: CalendarDate): Period {
  const { type, from, to } = period;
  if (type !== 'range') return period;
  if (to < from) {
    throw refuseReport('range-not-valid', `La fecha final ${to} es anterior a la inicial ${from}. Inviértalas.`);
  }
  if (daysBetween(from, to) >= LONGEST_RANGE_DAYS) {
    throw refuseReport('range-not-valid', `El rango máximo es de ${LONGEST_RANGE_DAYS} días. Elija uno más corto.`);
  }
  if (to > today) {
    throw refuseReport(
      'report-in-future',
      `El ${to} es posterior a hoy, ${today}. Termine el rango en un día anterior.`,
    );
  }
  return period;
}
