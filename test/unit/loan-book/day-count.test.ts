import { describe, expect, it } from 'vitest';
import { calendarDate, dayNumber, fromDayNumber } from '../../../shared/calendar/calendar-date.ts';
import { dayUnits, interestDenominator } from '../../../shared/loan-book/day-count.ts';
import { instalmentAmount } from '../../../shared/loan-book/instalment-amount.ts';
import { accrue, recogniseInterest } from '../../../shared/loan-book/interest.ts';
import type { DayCount } from '../../../shared/loan-book/note-terms.ts';
import { noteTerms } from '../../fixtures/note-terms.ts';

const number = (date: string) => dayNumber(calendarDate(date));

describe('days of interest', () => {
  it.each<[DayCount, string, string, number]>([
    ['actual/365', '2024-02-28', '2024-03-01', 2],
    ['actual/360', '2025-02-28', '2025-03-01', 1],
    ['30/360', '2025-01-30', '2025-01-31', 0],
    ['30/360', '2025-01-31', '2025-02-28', 30],
    ['30/360', '2024-02-28', '2024-02-29', 2],
    ['30/360', '2025-03-15', '2025-04-20', 35],
    ['30/360', '2024-12-31', '2025-12-31', 360],
    // A day of a common year is 366 units and one of a leap year 365: a year of either is 365 × 366.
    ['actual/actual', '2023-12-30', '2024-01-02', 366 + 2 * 365],
    ['actual/actual', '2023-12-31', '2024-12-31', 365 * 366],
    ['actual/actual', '2024-12-31', '2025-12-31', 365 * 366],
    ['actual/actual', '2024-06-15', '2026-06-15', 199 * 365 + 365 * 366 + 166 * 366],
    ['actual/actual', '2025-02-10', '2025-02-10', 0],
  ])('by %s from %s to %s are %i units', (dayCount, from, to, units) => {
    expect(dayUnits(number(from), number(to), dayCount, fromDayNumber)).toBe(units);
  });

  it.each<[DayCount, bigint]>([
    ['actual/365', 365_000_000n],
    ['actual/360', 360_000_000n],
    ['30/360', 360_000_000n],
    ['actual/actual', 133_590_000_000n],
  ])('by %s are parts of %i of a year and a million', (dayCount, denominator) => {
    expect(interestDenominator(dayCount)).toBe(denominator);
  });
});

describe('interest', () => {
  it('of 1,000.00 at 6 % in 73 days, a fifth of a year, is 12.00, recognised once', () => {
    const none = { accrued: 0n, recognised: 0, owed: 5 };
    const accrued = accrue(none, 100_000, 60_000, 73);
    expect(accrued).toEqual({ accrued: 438_000_000_000n, recognised: 0, owed: 5 });
    const recognised = recogniseInterest(noteTerms(), accrued);
    expect(recognised).toEqual({ accrued: 438_000_000_000n, recognised: 1_200, owed: 1_205 });
    expect(recogniseInterest(noteTerms(), recognised)).toEqual(recognised);
  });
});

describe('the fixed instalment', () => {
  const of = (amount: number, count: number, baseRate: number, monthsBetweenInstalments = 1) =>
    instalmentAmount(amount, count, noteTerms({ baseRate, monthsBetweenInstalments }));

  it('pays principal and interest: 1 % a month on 1,000.00 in two is 507.51', () => {
    // 1,000 × 0.01 × 1.0201 / 0.0201 = 507.5124
    expect(of(100_000, 2, 120_000)).toBe(50_751);
    expect(of(100_000, 1, 60_000)).toBe(100_500);
    expect(of(100_000, 1, 60_000, 6)).toBe(103_000);
  });

  it('is an equal part, half up, when there is no interest', () => {
    expect([of(100_000, 3, 0), of(100_001, 2, 0)]).toEqual([33_333, 50_001]);
  });

  it('is none where principal falls due in another way', () => {
    expect(instalmentAmount(100_000, 2, noteTerms({ amortization: 'equal-principal' }))).toBe(0);
    expect(instalmentAmount(100_000, 2, noteTerms({ amortization: 'single', baseRate: 0 }))).toBe(0);
  });
});
