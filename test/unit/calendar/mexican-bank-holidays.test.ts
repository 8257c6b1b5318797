import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  correctedCalendar,
  isBusinessDay,
  nextBusinessDay,
  previousBusinessDay,
  sameOrNextBusinessDay,
} from '../../../shared/calendar/business-days.ts';
import {
  addDays,
  calendarDate,
  dayNumber,
  daysBetween,
  fromDayNumber,
  weekday,
} from '../../../shared/calendar/calendar-date.ts';
import { bankHolidayCalendar, bankHolidaysOf } from '../../../shared/calendar/mexican-bank-holidays.ts';

const calendar = bankHolidayCalendar();
const of = (year: number, name: string) => bankHolidaysOf(year).find((holiday) => holiday.name === name)?.date;

/** Closed days of the CNBV's list of each year, but the fixed ones. */
const PUBLISHED: Readonly<Record<number, readonly string[]>> = {
  2024: ['02-05', '03-18', '03-28', '03-29', '10-01', '11-18'],
  2025: ['02-03', '03-17', '04-17', '04-18', '11-17'],
  2026: ['02-02', '03-16', '04-02', '04-03', '11-16'],
  2027: ['02-01', '03-15', '03-25', '03-26', '11-15'],
  2028: ['02-07', '03-20', '04-13', '04-14', '11-20'],
  2029: ['02-05', '03-19', '03-29', '03-30', '11-19'],
  2030: ['02-04', '03-18', '04-18', '04-19', '10-01', '11-18'],
};
const FIXED = ['01-01', '05-01', '09-16', '11-02', '12-12', '12-25'];

describe('bank holidays by rule', () => {
  it.each(Object.entries(PUBLISHED))('are those of the list of %s', (year, moved) => {
    const expected = [...FIXED, ...moved].sort().map((monthDay) => `${year}-${monthDay}`);
    expect(bankHolidaysOf(Number(year)).map(({ date }) => date)).toEqual(expected);
  });

  // Easter Sundays of printed calendars, the earliest and the latest that there are among them.
  it.each([
    '1990-04-15',
    '2000-04-23',
    '2008-03-23',
    '2011-04-24',
    '2019-04-21',
    '2038-04-25',
    '2076-04-19',
    '2100-03-28',
  ])('close on the Thursday and Friday before Easter, %s', (easter) => {
    const year = Number(easter.slice(0, 4));
    expect(of(year, 'Jueves Santo')).toBe(addDays(calendarDate(easter), -3));
    expect(of(year, 'Viernes Santo')).toBe(addDays(calendarDate(easter), -2));
  });

  it('keep the days of the law before its Mondays, and the change of President where it was', () => {
    expect(of(2005, 'Día de la Constitución')).toBe('2005-02-05');
    expect(of(2005, 'Día de la Revolución')).toBe('2005-11-20');
    expect(of(2006, 'Día de la Constitución')).toBe('2006-02-06');
    expect([1994, 2018, 2024, 2031, 2036].map((year) => of(year, 'Transmisión del Poder Ejecutivo Federal'))).toEqual([
      '1994-12-01',
      '2018-12-01',
      '2024-10-01',
      undefined,
      '2036-10-01',
    ]);
  });

  it('of any year are ten to twelve different days in order', () => {
    for (let year = 1990; year <= 2100; year += 1) {
      const dates = bankHolidaysOf(year).map(({ date }) => date);
      expect(dates).toEqual([...new Set(dates)].sort());
      expect([11, 12]).toContain(dates.length);
      expect(dates.every((date) => date.startsWith(`${year}-`))).toBe(true);
    }
  });
});

describe('the banking calendar', () => {
  const days = fc
    .integer({ min: dayNumber(calendarDate('1990-01-01')), max: dayNumber(calendarDate('2100-12-31')) })
    .map(fromDayNumber);

  it('never moves a date onto a closed day, nor further than it must', () => {
    fc.assert(
      fc.property(days, (date) => {
        const closed = (day: typeof date) =>
          weekday(day) % 6 === 0 || bankHolidaysOf(Number(day.slice(0, 4))).some((holiday) => holiday.date === day);
        for (const moved of [nextBusinessDay(date, calendar), sameOrNextBusinessDay(date, calendar)]) {
          expect(closed(moved)).toBe(false);
          expect(daysBetween(date, moved)).toBeLessThanOrEqual(5);
          for (let day = addDays(date, 1); day < moved; day = addDays(day, 1)) expect(closed(day)).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('skips a long weekend backwards', () => {
    expect(isBusinessDay(calendarDate('2026-11-20'), calendar)).toBe(true);
    expect(previousBusinessDay(calendarDate('2026-11-17'), calendar)).toBe('2026-11-13');
  });

  it('is corrected by the institute: a day closed besides, a day open after all', () => {
    const corrected = correctedCalendar(calendar, { closed: ['2026-11-17'], open: ['2026-12-12', '2026-11-02'] });
    expect(isBusinessDay(calendarDate('2026-11-17'), corrected)).toBe(false);
    expect(isBusinessDay(calendarDate('2026-11-02'), corrected)).toBe(true);
    expect(isBusinessDay(calendarDate('2026-12-12'), corrected)).toBe(false);
    expect(isBusinessDay(calendarDate('2026-09-16'), corrected)).toBe(false);
  });
});
