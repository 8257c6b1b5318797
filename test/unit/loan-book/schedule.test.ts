import { describe, expect, it } from 'vitest';
import { calendarDate as day, dayNumber, fromDayNumber } from '../../../shared/calendar/calendar-date.ts';
import { emptyState, type NoteState } from '../../../shared/loan-book/note-state.ts';
import type { NoteTerms } from '../../../shared/loan-book/note-terms.ts';
import {
  dueDays,
  instalmentsLeft,
  nominalDueDays,
  paidAhead,
  principalSchedule,
  trancheOf,
  unpaidDue,
  unpaidRows,
} from '../../../shared/loan-book/schedule.ts';
import { changedTerms, reschedules, type TermChanges } from '../../../shared/loan-book/term-changes.ts';
import { noteTerms } from '../../fixtures/note-terms.ts';

/** Three months from the last of January: 31 January, 28 February, 31 March. */
const TERMS = noteTerms({
  firstDueDate: day('2025-01-31'),
  instalments: 3,
  amortization: 'equal-principal',
  baseRate: 0,
});
const LENT_ON = day('2025-01-01');
const rows = (changes: Partial<NoteState>, terms: NoteTerms = TERMS) =>
  principalSchedule(terms, { ...emptyState(LENT_ON), ...changes }).map((row) => [
    fromDayNumber(row.day),
    row.principal,
  ]);
const tranche = (amount: number, date = LENT_ON, instalment = 0) => ({ date, amount, instalment });

describe('due dates', () => {
  it('fall on the last day of shorter months, and go on into the next year', () => {
    expect(nominalDueDays(TERMS).map(fromDayNumber)).toEqual(['2025-01-31', '2025-02-28', '2025-03-31']);
    const yearly = { firstDueDate: day('2024-11-30'), instalments: 3, monthsBetweenInstalments: 2 };
    expect(nominalDueDays(yearly).map(fromDayNumber)).toEqual(['2024-11-30', '2025-01-30', '2025-03-30']);
  });

  it('are moved off closed days as the terms say', () => {
    expect(dueDays({ ...TERMS, dueDateShifts: [0, 3] }).map(fromDayNumber)).toEqual([
      '2025-01-31',
      '2025-03-03',
      '2025-03-31',
    ]);
  });

  it('left after a day are those after it, and at least the last', () => {
    expect(['2025-01-30', '2025-01-31', '2025-03-31'].map((on) => instalmentsLeft(TERMS, day(on)))).toEqual([3, 2, 1]);
  });
});

describe('principal by due date', () => {
  it('in equal parts leaves the rest to the last', () => {
    expect(rows({ tranches: [tranche(100_001)] })).toEqual([
      ['2025-01-31', 33_333],
      ['2025-02-28', 33_333],
      ['2025-03-31', 33_335],
    ]);
  });

  it('in equal instalments is the instalment less the interest of the period, half up', () => {
    // 0.5 % of 100 is half a centavo: 1. An instalment that does not even pay its interest pays no principal.
    const terms = noteTerms({ firstDueDate: day('2025-01-31'), instalments: 2 });
    expect(rows({ tranches: [tranche(100, LENT_ON, 51)] }, terms).map(([, part]) => part)).toEqual([50, 50]);
    expect(rows({ tranches: [tranche(99, LENT_ON, 51)] }, terms).map(([, part]) => part)).toEqual([51, 48]);
    expect(rows({ tranches: [tranche(100_000, LENT_ON, 1)] }, terms).map(([, part]) => part)).toEqual([0, 100_000]);
    expect(trancheOf(terms, LENT_ON, 100_000).instalment).toBe(50_375);
  });

  it('in a single part is all on the last', () => {
    expect(rows({ tranches: [tranche(900)] }, { ...TERMS, amortization: 'single' }).map(([, part]) => part)).toEqual([
      0, 0, 900,
    ]);
  });

  it('of what is lent later lies on the dates after it, or on the last', () => {
    const late = [tranche(900), tranche(60, day('2025-01-31')), tranche(7, day('2025-03-31'))];
    expect(rows({ tranches: late }).map(([, part]) => part)).toEqual([300, 330, 337]);
  });

  it('is cut from the end by what was paid in advance', () => {
    expect(rows({ tranches: [tranche(900)], shortened: 400 }).map(([, part]) => part)).toEqual([300, 200, 0]);
    expect(rows({ tranches: [tranche(900)], shortened: 1_000 }).map(([, part]) => part)).toEqual([0, 0, 0]);
  });

  it('keeps the dates of what an earlier schedule left unpaid, one row a date', () => {
    const arrears = [
      { due: day('2025-02-28'), owed: 5 },
      { due: day('2025-01-15'), owed: 7 },
    ];
    expect(rows({ tranches: [tranche(900)], arrears })).toEqual([
      ['2025-01-15', 7],
      ['2025-01-31', 300],
      ['2025-02-28', 305],
      ['2025-03-31', 300],
    ]);
  });

  it('is all due on the day of an acceleration, but what was due by then', () => {
    const accelerated = (on: string) => rows({ tranches: [tranche(900)], acceleratedOn: day(on) });
    expect(accelerated('2025-02-10')).toEqual([
      ['2025-01-31', 300],
      ['2025-02-10', 600],
    ]);
    expect(accelerated('2025-03-31')).toEqual([
      ['2025-01-31', 300],
      ['2025-02-28', 300],
      ['2025-03-31', 300],
    ]);
  });
});

describe('principal that is paid', () => {
  const SCHEDULE = [1, 2, 3].map((on) => ({ day: on, principal: 100 }));

  it('pays the oldest due dates first', () => {
    expect([0, 1, 2, 3].map((on) => unpaidDue(SCHEDULE, 150, on))).toEqual([0, 0, 50, 150]);
    expect(unpaidRows(SCHEDULE, 150, 3)).toEqual([
      { day: 2, principal: 50 },
      { day: 3, principal: 100 },
    ]);
    expect(unpaidRows(SCHEDULE, 250, 1)).toEqual([{ day: 1, principal: 50 }]);
    expect(unpaidRows(SCHEDULE, 100, 2)).toEqual([]);
    expect(unpaidRows(SCHEDULE, 350, 1)).toEqual([{ day: 1, principal: 100 }]);
  });

  it('beyond what is due is ahead of the next', () => {
    expect([0, 1, 2, 3].map((on) => paidAhead(SCHEDULE, 150, on))).toEqual([150, 50, 0, 0]);
  });
});

describe('corrected terms', () => {
  const moved = noteTerms({ dueDateShifts: [1, 2] });

  it.each<[TermChanges, boolean]>([
    [{ firstDueDate: day('2025-04-01') }, true],
    [{ instalments: 6 }, true],
    [{ monthsBetweenInstalments: 2 }, true],
    [{ dueDateShifts: [] }, true],
    [{ amortization: 'single' }, true],
    [{ baseRate: 0 }, true],
    [{ defaultRate: 0, endOfGrace: day('2025-04-01'), bands: [] }, false],
    [{}, false],
  ])('of %o ask for a new schedule: %s', (changes, asked) => {
    expect(reschedules(changes)).toBe(asked);
  });

  it.each<[TermChanges, readonly number[]]>([
    [{ firstDueDate: day('2025-04-01') }, []],
    [{ instalments: 6 }, []],
    [{ monthsBetweenInstalments: 2 }, []],
    [{ instalments: 6, dueDateShifts: [4] }, [4]],
    [{ baseRate: 0 }, [1, 2]],
  ])('of %o have due dates moved by %o', (changes, shifts) => {
    expect(changedTerms(moved, changes)).toEqual({ ...moved, ...changes, dueDateShifts: shifts });
  });

  it('change only the named fields of the allocation', () => {
    expect(changedTerms(moved, { allocation: { prepayment: 'hold' } })).toEqual({
      ...moved,
      allocation: { ...moved.allocation, prepayment: 'hold' },
    });
    expect(dayNumber(changedTerms(moved, {}).firstDueDate)).toBe(20_148);
  });
});
