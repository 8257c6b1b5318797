import { describe, expect, it } from 'vitest';
import {
  emptyDay,
  medianOf,
  rounded,
  type StatementDay,
  together,
} from '../../../functions/statements/indicators/statement-day.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';

describe('a day of the indicators', () => {
  it.each([
    [-1, 0],
    [0, 0],
    [0.2, 1],
    [60, 60],
    [61, 70],
    [1_440, 1_440],
    [1_441, 1_500],
  ])('keeps %d minutes as %d', (minutes, kept) => {
    expect(rounded(minutes)).toBe(kept);
  });

  it('has the median of its people, and of many days that of all of them', () => {
    expect(medianOf({})).toBeUndefined();
    expect(medianOf({ 5: 0 })).toBeUndefined();
    expect(medianOf({ 100: 1, 20: 1 })).toBe(20);
    expect(medianOf({ 100: 2, 20: 1 })).toBe(100);
    const [few, many] = [{ 10: 1 }, { 500: 1, 600: 1 }];
    const dayOf = (date: string, minutesToReveal: StatementDay['minutesToReveal']): StatementDay => ({
      ...emptyDay(calendarDate(date)),
      ...{
        minutesToReveal,
        asked: 2,
        wrong: 1,
        disputes: { interest: 1 },
        paidAfterReveal: { payments: -1, amount: -5 },
      },
      byOffice: { nogales: { sent: 3, bounced: 1 } },
    });
    const sum = together(dayOf('2026-11-18', few), dayOf('2026-11-19', many));
    expect(medianOf(sum.minutesToReveal)).toBe(500);
    expect(sum).toMatchObject({
      ...{ date: '2026-11-19', asked: 4, wrong: 2, revealed: 0, disputes: { interest: 2 } },
      ...{ byOffice: { nogales: { sent: 6, bounced: 2 }, obregon: { sent: 0, bounced: 0 } } },
      paidAfterReveal: { payments: -2, amount: -10 },
    });
  });
});
