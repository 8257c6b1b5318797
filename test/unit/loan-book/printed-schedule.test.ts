import { describe, expect, it } from 'vitest';
import { calendarDate as day } from '../../../shared/calendar/calendar-date.ts';
import { printedSchedule } from '../../../shared/loan-book/printed-schedule.ts';
import { noteTerms } from '../../fixtures/note-terms.ts';

/** Three months of 1,000.00 each and no interest, from 3 February to 3 April 2025. */
const TERMS = noteTerms({
  endOfGrace: day('2025-01-03'),
  firstDueDate: day('2025-02-03'),
  instalments: 3,
  amortization: 'equal-principal',
  baseRate: 0,
  bands: [],
});
const printed = (...late: [date: string, amount: number][]) =>
  printedSchedule(TERMS, [
    { date: day('2025-01-03'), amount: 300_000 },
    ...late.map(([date, amount]) => ({ date: day(date), amount })),
  ]).map(({ date, total }) => [date, total]);

describe('the printed schedule', () => {
  it('shares what is lent later over the due dates after it', () => {
    expect(printed(['2025-02-10', 20_000])).toEqual([
      ['2025-02-03', 100_000],
      ['2025-03-03', 110_000],
      ['2025-04-03', 110_000],
    ]);
  });

  it('asks for what was lent on the last due date or after it on the day it was lent', () => {
    expect(printed(['2025-04-03', 5_000], ['2025-08-01', 7_000]).slice(2)).toEqual([
      ['2025-04-03', 100_000],
      ['2025-04-03', 5_000],
      ['2025-08-01', 7_000],
    ]);
  });

  it('is empty while nothing is lent', () => {
    expect(printedSchedule(TERMS, [])).toEqual([]);
  });
});
