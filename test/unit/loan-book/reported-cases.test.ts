import { describe, expect, it } from 'vitest';
import { sameOrNextBusinessDay } from '../../../shared/calendar/business-days.ts';
import { addDays, calendarDate as day } from '../../../shared/calendar/calendar-date.ts';
import { bankHolidayCalendar } from '../../../shared/calendar/mexican-bank-holidays.ts';
import { zeroByComponent } from '../../../shared/loan-book/component.ts';
import type { NoteTerms } from '../../../shared/loan-book/note-terms.ts';
import { printedSchedule } from '../../../shared/loan-book/printed-schedule.ts';
import { principalSchedule } from '../../../shared/loan-book/schedule.ts';
import { nextDueAfter, valueNote } from '../../../shared/loan-book/valuation.ts';
import { noteTerms } from '../../fixtures/note-terms.ts';
import { charged, corrected, lent, type Made, noteOn, paid } from '../../support/worked-tables.ts';

/**
 * Faults that were found by trying, each with its own case and the right value. Where the rule has a page, the page works
 * it by hand; here stand the cases whose numbers no page has.
 */
const valued = (terms: NoteTerms, made: readonly Made[], on: string) => {
  const note = noteOn(terms, made, day(on));
  return valueNote(note.terms, note.state, day(on));
};
const rows = (terms: NoteTerms, made: readonly Made[], on: string) => {
  const note = noteOn(terms, made, day(on));
  return principalSchedule(note.terms, note.state).map(({ principal }) => principal);
};
/** 3 % while punctual and 6 % when late, from the disbursement. */
const CUSTOMARY = noteTerms({
  accrualStart: 'disbursement',
  endOfGrace: day('2025-01-03'),
  firstDueDate: day('2025-02-03'),
  instalments: 12,
  bands: [{ annualPpm: 30_000 }],
});

it('who pays each instalment a day early is never late and is charged 730.79 in all', () => {
  const terms = { ...CUSTOMARY, instalments: 24 };
  const printed = printedSchedule(terms, [{ date: day('2025-01-03'), amount: 2_400_000 }]);
  const made = [lent('2025-01-03', 2_400_000), ...printed.map(({ date }) => paid(addDays(date, -1), 106_369))];
  expect(charged(terms, made, '2027-01-03')).toBe(73_079);
  for (let on = day('2025-01-03'); on <= '2027-01-03'; on = addDays(on, 1))
    expect(valued(terms, made, on), on).toMatchObject({ daysPastDue: 0, punctual: true });
});

describe('an event that changes nothing', () => {
  const terms = noteTerms({
    accrualStart: 'disbursement',
    endOfGrace: day('2023-01-01'),
    firstDueDate: day('2024-01-01'),
    instalments: 4,
    monthsBetweenInstalments: 12,
    amortization: 'single',
    bands: [{ annualPpm: 30_000 }],
    punctualityToleranceDays: 5,
  });
  const opening: Made = {
    kind: 'brought-forward',
    valueDate: day('2026-01-02'),
    originalPrincipal: 2_000_000,
    balances: { ...zeroByComponent(), principal: 2_000_000, ordinaryInterest: 50_000 },
  };

  it.each([[], ['2026-01-05'], ['2026-01-06'], ['2026-01-07'], ['2026-01-08'], ['2026-03-01']])(
    'leaves the interest of a cut-over with days of tolerance as it is: on %s',
    (...on) => {
      const idle = on.map(
        (date): Made => ({
          kind: 'placement-changed',
          valueDate: day(date),
          stage: 'mediation',
          agent: null,
        }),
      );
      expect(valued(terms, [opening, ...idle], '2026-12-31').owed.ordinaryInterest).toBe(168_521);
    },
  );
});

describe('a correction', () => {
  it('of a rate typed ten times too high, on the opening day, is as if it had been typed right', () => {
    const typed = noteTerms({
      accrualStart: 'disbursement',
      endOfGrace: day('2025-01-01'),
      firstDueDate: day('2026-01-01'),
      instalments: 1,
      baseRate: 600_000,
      bands: [],
    });
    const made = [lent('2025-01-01', 100_000), corrected('2025-01-01', { baseRate: 60_000 })];
    expect(valued(typed, made, '2026-01-01').owed.ordinaryInterest).toBe(6_000);
  });

  it('never leaves a due date that asks for less than nothing, whatever was paid in advance', () => {
    const terms = { ...CUSTOMARY, bands: [], allocation: { ...CUSTOMARY.allocation, prepayment: 'lower' } } as const;
    for (const on of ['2025-01-20', '2025-02-15', '2025-05-15'])
      for (const advance of [300_000, 600_000, 900_000])
        for (const changes of [
          ...[2, 3, 6, 24].map((instalments) => ({ instalments })),
          { firstDueDate: day('2025-06-01') },
          { amortization: 'equal-principal' } as const,
          { baseRate: 120_000 },
        ]) {
          const made = [lent('2025-01-03', 1_200_000), paid('2025-01-10', advance), corrected(on, changes)];
          expect(Math.min(...rows(terms, made, '2025-06-20'))).toBeGreaterThanOrEqual(0);
          expect(rows(terms, made, '2025-06-20').reduce((sum, row) => sum + row, 0)).toBeGreaterThanOrEqual(
            valued(terms, made, '2025-06-20').owed.principal,
          );
        }
  });

  it('to fewer instalments makes all the interest due that has accrued', () => {
    const terms = { ...CUSTOMARY, bands: [] };
    const made = [lent('2025-01-03', 1_200_000), corrected('2025-04-15', { instalments: 3 })];
    const { owed, due } = valued(terms, made, '2025-04-15');
    expect(due).toEqual(owed);
  });

  it('of the first due date of a cut-over counts from the earlier one, when it is made of the cut-over day', () => {
    const opening: Made = {
      kind: 'brought-forward',
      valueDate: day('2026-01-02'),
      originalPrincipal: 1_200_000,
      balances: { ...zeroByComponent(), principal: 1_200_000 },
    };
    const from = (firstDueDate: string) =>
      noteTerms({
        accrualStart: 'disbursement',
        endOfGrace: day('2023-12-01'),
        firstDueDate: day(firstDueDate),
        instalments: 24,
        bands: [],
      });
    const fix = (on: string) => corrected(on, { firstDueDate: day('2024-08-01') });
    const late = (terms: NoteTerms, ...made: Made[]) => valued(terms, [opening, ...made], '2026-04-03').daysPastDue;
    expect(late(from('2024-08-01'))).toBe(610);
    expect(late(from('2025-03-01'), fix('2026-01-02'))).toBe(610);
    // Made of a later day it leaves what had fallen due by then on its own date.
    expect(late(from('2025-03-01'), fix('2026-02-15'))).toBe(398);
  });

  it('does not undo another', () => {
    const made = [
      lent('2025-01-03', 1_200_000),
      corrected('2025-02-15', { baseRate: 50_000 }),
      corrected('2025-03-15', { defaultRate: 123 }),
    ];
    expect(noteOn(CUSTOMARY, made, day('2025-04-01')).terms).toMatchObject({ baseRate: 50_000, defaultRate: 123 });
  });
});

it('money lent again under `lower` leaves the due dates that have passed alone', () => {
  const terms = noteTerms({
    accrualStart: 'disbursement',
    endOfGrace: day('2025-01-01'),
    firstDueDate: day('2025-02-01'),
    baseRate: 0,
    bands: [],
    allocation: { ...noteTerms().allocation, prepayment: 'lower' },
  });
  const made = [lent('2025-01-01', 1_200_000), paid('2025-02-15', 400_000)];
  const [before, after] = [made, [...made, lent('2025-04-10', 120_000)]].map((all) => rows(terms, all, '2025-04-15'));
  const passed = principalSchedule(terms, noteOn(terms, made, day('2025-04-15')).state).filter(
    (row) => row.day <= Number(new Date('2025-04-10T00:00:00Z')) / 86_400_000,
  ).length;
  expect(passed).toBeGreaterThan(0);
  expect(after?.slice(0, passed)).toEqual(before?.slice(0, passed));
});

it('the next due date may ask for interest alone', () => {
  const terms = noteTerms({
    accrualStart: 'disbursement',
    endOfGrace: day('2025-01-01'),
    firstDueDate: day('2025-02-01'),
    amortization: 'single',
    bands: [],
  });
  const { state } = noteOn(terms, [lent('2025-01-01', 1_200_000)], day('2025-01-10'));
  // 12,000.00 × 6 % × 31 ÷ 365 = 61.15.
  expect(nextDueAfter(terms, state, day('2025-01-10'))).toEqual({
    date: '2025-02-01',
    principal: 0,
    ordinaryInterest: 6_115,
  });
});

it('money held meets what is lent next: nobody is late with 969.42 in his favour', () => {
  const made = [lent('2025-01-03', 1_200_000), paid('2025-02-03', 1_300_000)];
  expect(valued(CUSTOMARY, made, '2025-02-03').held).toBe(96_942);
  const again = valued(CUSTOMARY, [...made, lent('2025-02-10', 100_000)], '2025-06-18');
  expect(again).toMatchObject({ held: 0, daysPastDue: 0 });
});

it('a centavo short makes nobody late: 27.19 and not 54.38', () => {
  const terms = (punctualityToleranceAmount: number) => ({
    ...CUSTOMARY,
    endOfGrace: day('2025-03-03'),
    firstDueDate: day('2025-04-03'),
    punctualityToleranceAmount,
  });
  const short = (tolerated: number) => {
    const made = [lent('2025-03-03', 1_200_000)];
    const { principal, ordinaryInterest } = valued(terms(tolerated), made, '2025-04-03').due;
    return valued(terms(tolerated), [...made, paid('2025-04-03', principal + ordinaryInterest - 1)], '2025-05-03');
  };
  expect(short(100)).toMatchObject({ owed: { ordinaryInterest: 2_719 }, daysPastDue: 0 });
  expect(short(0)).toMatchObject({ owed: { ordinaryInterest: 5_438 }, daysPastDue: 30 });
});

it('the first Monday of February 2031 is a holiday by rule', () => {
  expect(sameOrNextBusinessDay(day('2031-02-03'), bankHolidayCalendar())).toBe('2031-02-04');
  expect(sameOrNextBusinessDay(day('2031-02-01'), bankHolidayCalendar())).toBe('2031-02-04');
});
