import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addBusinessDays,
  isBusinessDay,
  nextBusinessDay,
  nthBusinessDayOfMonth,
  previousBusinessDay,
} from '../../../shared/calendar/business-days.ts';
import {
  addDays,
  addMonths,
  calendarDate,
  dayNumber,
  daysBetween,
  fromDayNumber,
  parseCalendarDate,
  weekday,
} from '../../../shared/calendar/calendar-date.ts';
import { clockFrom, hermosilloDate } from '../../../shared/calendar/clock.ts';

const closed = { holidays: new Set(['2026-11-16', '2026-11-02']) };

describe('calendar dates', () => {
  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '1899-12-31', '20261120', ''])('refuse %j', (text) => {
    expect(parseCalendarDate(text)).toBeUndefined();
  });

  it('count days both ways', () => {
    fc.assert(
      fc.property(fc.integer({ min: -20_000, max: 80_000 }), fc.integer({ min: -3_000, max: 3_000 }), (day, days) => {
        const date = fromDayNumber(day);
        expect(dayNumber(date)).toBe(day);
        expect(daysBetween(date, addDays(date, days))).toBe(days);
      }),
    );
  });

  it('keep the day of the month where the month has it', () => {
    expect(addMonths(calendarDate('2026-01-31'), 1)).toBe('2026-02-28');
    expect(addMonths(calendarDate('2024-01-31'), 1)).toBe('2024-02-29');
    expect(addMonths(calendarDate('2026-11-30'), -12)).toBe('2025-11-30');
    expect(addMonths(calendarDate('2026-12-15'), 1)).toBe('2027-01-15');
  });

  it('are days in Hermosillo, not in UTC', () => {
    expect(hermosilloDate(new Date('2026-11-21T06:59:59Z'))).toBe('2026-11-20');
    expect(hermosilloDate(new Date('2026-11-21T07:00:00Z'))).toBe('2026-11-21');
  });
});

describe('the clock', () => {
  it('is the machine or one fixed day', () => {
    const machine = () => new Date('2026-11-21T05:00:00Z');
    expect(clockFrom('system', machine).today()).toBe('2026-11-20');
    expect(clockFrom('fixed:2026-11-19', machine).today()).toBe('2026-11-19');
    expect(() => clockFrom('ayer', machine)).toThrow(RangeError);
  });
});

describe('business days', () => {
  it('skip weekends and holidays', () => {
    expect(weekday(calendarDate('2026-11-20'))).toBe(5);
    expect(isBusinessDay(calendarDate('2026-11-16'), closed)).toBe(false);
    expect(nextBusinessDay(calendarDate('2026-11-13'), closed)).toBe('2026-11-17');
    expect(previousBusinessDay(calendarDate('2026-11-17'), closed)).toBe('2026-11-13');
    expect(addBusinessDays(calendarDate('2026-11-13'), 2, closed)).toBe('2026-11-18');
    expect(nthBusinessDayOfMonth(calendarDate('2026-11-01'), 3, closed)).toBe('2026-11-05');
  });
});
