import { describe, expect, it } from 'vitest';
import { isBusinessDay, previousBusinessDay } from '../../../shared/calendar/business-days.ts';
import { addDays, calendarDate, dayOf, monthOf, weekday } from '../../../shared/calendar/calendar-date.ts';
import {
  BANK_HOLIDAY_YEARS,
  bankHolidayCalendar,
  bankHolidaysOf,
} from '../../../shared/calendar/mexican-bank-holidays.ts';

const of = (year: number, name: string) => bankHolidaysOf(year).find((holiday) => holiday.name === name)?.date;

/** Easter Sunday (Meeus), to check the data against something that is not the data. */
function easter(year: number) {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const sum = h + l - 7 * m + 114;
  return calendarDate(
    `${year}-${String(Math.floor(sum / 31)).padStart(2, '0')}-${String((sum % 31) + 1).padStart(2, '0')}`,
  );
}

describe.each(BANK_HOLIDAY_YEARS.map((year) => ({ year })))('bank holidays of $year', ({ year }) => {
  it('has Maundy Thursday and Good Friday before Easter', () => {
    expect(of(year, 'Jueves Santo')).toBe(addDays(easter(year), -3));
    expect(of(year, 'Viernes Santo')).toBe(addDays(easter(year), -2));
  });

  it.each([
    ['Día de la Constitución', 2, 1],
    ['Natalicio de Benito Juárez', 3, 3],
    ['Día de la Revolución', 11, 3],
  ] as const)('moves %s to its Monday', (name, month, nth) => {
    const date = of(year, name)!;
    expect([weekday(date), monthOf(date), Math.ceil(dayOf(date) / 7)]).toEqual([1, month, nth]);
  });

  it('is in order and without repetition', () => {
    const dates = bankHolidaysOf(year).map(({ date }) => date);
    expect(dates).toEqual([...new Set(dates)].sort());
  });
});

describe('the banking calendar', () => {
  const calendar = bankHolidayCalendar();
  it('is closed on the days the institute knows', () => {
    expect(isBusinessDay(calendarDate('2026-11-16'), calendar)).toBe(false);
    expect(isBusinessDay(calendarDate('2024-10-01'), calendar)).toBe(false);
    expect(isBusinessDay(calendarDate('2026-11-20'), calendar)).toBe(true);
  });
  it('skips a long weekend', () => {
    expect(previousBusinessDay(calendarDate('2026-11-17'), calendar)).toBe('2026-11-13');
  });
  it('knows at least the fixed days of years without data', () => {
    expect(bankHolidayCalendar([2035]).holidays.has('2035-12-25')).toBe(true);
  });
});
