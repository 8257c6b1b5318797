import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, calendarDate as day, FIRST_DATE } from '../../../shared/calendar/calendar-date.ts';
import type { CollectionStage } from '../../../shared/loan-book/event.ts';
import { emptyState } from '../../../shared/loan-book/note-state.ts';
import type { NoteTerms } from '../../../shared/loan-book/note-terms.ts';
import {
  type PayableNote,
  SPREAD_RULES,
  type SpreadRule,
  spreadOverNotes,
} from '../../../shared/loan-book/spread-over-notes.ts';
import { noteTerms } from '../../fixtures/note-terms.ts';

const TODAY = day('2025-02-11');

/** A note that owes 10.00 of principal in two halves, of which the first fell due ten days ago. */
function note(
  noteId: string,
  terms: Partial<NoteTerms> = {},
  { owed = 1_000, contractedOn = '2025-01-01', stage = 'administrative' as CollectionStage } = {},
): PayableNote {
  return {
    noteId,
    terms: noteTerms({
      firstDueDate: day('2025-02-01'),
      instalments: 2,
      amortization: 'equal-principal',
      defaultRate: 100_000,
      ...terms,
    }),
    state: {
      ...emptyState(TODAY),
      lastKey: 'k',
      principal: owed,
      tranches: [{ date: day('2024-12-01'), amount: owed, instalment: 0 }],
    },
    contractedOn: day(contractedOn),
    stage,
  };
}
const [CUSTOMARY] = SPREAD_RULES as readonly [SpreadRule];
const spread = (
  notes: readonly PayableNote[],
  amount: number,
  chosen: readonly string[] = [],
  rules?: readonly SpreadRule[],
  recordedOn = TODAY,
) =>
  spreadOverNotes(notes, { amount, valueDate: TODAY, recordedOn }, chosen, [], rules).map((share) => [
    share.noteId,
    share.amount,
  ]);

describe('a payment on a file', () => {
  it('pays what is due on every note before anything in advance', () => {
    expect(spread([note('A'), note('B')], 1_200)).toEqual([
      ['A', 700],
      ['B', 500],
    ]);
  });

  it('pays nothing in advance on a note that holds such money', () => {
    const holding = { allocation: { ...noteTerms().allocation, prepayment: 'hold' } } as const;
    expect(spread([note('A', holding), note('B')], 1_200)).toEqual([
      ['A', 500],
      ['B', 700],
    ]);
  });

  it('leaves what no note can take to the last one paid, or to the first when none owes', () => {
    expect(spread([note('A'), note('B')], 2_500)).toEqual([
      ['A', 1_000],
      ['B', 1_500],
    ]);
    expect(spread([note('B', {}, { owed: 0 }), note('A', {}, { owed: 0 })], 9)).toEqual([['A', 9]]);
    expect(spread([note('B', {}, { owed: 0 }), note('A', {}, { owed: 0 })], 9, ['B'])).toEqual([['B', 9]]);
  });

  it.each<[string, PayableNote, PayableNote]>([
    ['the dearest that is overdue', note('B', { defaultRate: 100_001 }), note('A')],
    [
      'the dearest by its base rate',
      note('B', { defaultRate: null, baseRate: 100_001 }),
      note('A', { defaultRate: 100_000 }),
    ],
    ['one that is overdue', note('B'), note('A', { defaultRate: 900_000, firstDueDate: day('2025-02-11') })],
    ['the longest overdue', note('B', { firstDueDate: day('2025-01-31') }), note('A')],
    ['the oldest contract', note('B', {}, { contractedOn: '2024-12-31' }), note('A')],
    [
      'the earliest due date',
      note('B', { firstDueDate: day('2025-02-12') }),
      note('A', { firstDueDate: day('2025-02-13') }),
    ],
    ['the first id', note('A'), note('B')],
  ])('goes first to %s', (_what, first, second) => {
    expect(spread([first, second], 1)).toEqual([[first.noteId, 1]]);
    expect(spread([second, first], 1)).toEqual([[first.noteId, 1]]);
  });

  it('goes first to what the borrower chose, due and in advance, each once', () => {
    expect(spread([note('A'), note('B'), note('C')], 1_600, ['C', 'C'])).toEqual([
      ['C', 1_000],
      ['A', 500],
      ['B', 100],
    ]);
    expect(spread([note('A'), note('B')], 1_100, ['B', 'A', 'X'])).toEqual([
      ['B', 1_000],
      ['A', 100],
    ]);
  });

  it('pays a litigated note only when it is chosen', () => {
    const litigated = note('A', {}, { stage: 'judicial' });
    expect(spread([litigated, note('B')], 1_500)).toEqual([['B', 1_500]]);
    expect(spread([litigated], 500)).toEqual([]);
    expect(spread([litigated, note('B')], 1_100, ['A'])).toEqual([
      ['A', 1_000],
      ['B', 100],
    ]);
  });

  it('is shared by equals in proportion where the rule says so, and not by others', () => {
    const rules: SpreadRule[] = [{ ...CUSTOMARY, equals: 'pro-rata' }];
    const small = note('B', {}, { owed: 200 });
    expect(spread([note('A', {}, { owed: 600 }), small], 200, [], rules)).toEqual([
      ['A', 150],
      ['B', 50],
    ]);
    expect(spread([note('A', {}, { owed: 600 }), small], 200)).toEqual([['A', 200]]);
    const older = note('C', {}, { contractedOn: '2024-01-01' });
    expect(spread([note('A'), older], 600, [], rules)).toEqual([
      ['C', 500],
      ['A', 100],
    ]);
  });

  it('follows the rule in force on the day on which it is recorded, whatever its value date', () => {
    const rules: SpreadRule[] = [
      CUSTOMARY,
      { ...CUSTOMARY, from: day('2025-02-13'), order: ['earliest-due-date'] },
      { ...CUSTOMARY, from: day('2025-02-20'), order: [], equals: 'pro-rata' },
    ];
    const notes = [note('DEAR', { defaultRate: 200_000 }), note('DUE', { firstDueDate: day('2025-01-31') })];
    const first = (recordedOn: string) => spread(notes, 2, [], rules, day(recordedOn)).map(([noteId]) => noteId);
    expect(first('2025-02-12')).toEqual(['DEAR']);
    expect(first('2025-02-13')).toEqual(['DUE']);
    expect(first('2025-02-19')).toEqual(['DUE']);
    expect(first('2025-02-20')).toHaveLength(2);
    // Later versions do not reach what was recorded before them, nor does the day matter while there is one version.
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4_000 }), fc.integer({ min: 0, max: 8 }), (amount, days) => {
        const recordedOn = addDays(TODAY, days);
        const rule = days < 2 ? rules[0]! : rules[1]!;
        expect(spread(notes, amount, [], rules, recordedOn)).toEqual(
          spread(notes, amount, [], [{ ...rule, from: TODAY }]),
        );
        expect(spread(notes, amount, [], undefined, recordedOn)).toEqual(spread(notes, amount));
      }),
    );
  });

  it('recovers losses last, and none of a note that keeps what is paid in advance for what it still owes', () => {
    const lost = (one: PayableNote): PayableNote => {
      const writtenOff = { principal: 300, ordinaryInterest: 0, defaultInterest: 0, collectionCosts: 0 };
      return { ...one, state: { ...one.state, writtenOff } };
    };
    const { allocation } = noteTerms();
    const holds = lost(note('A', { allocation: { ...allocation, prepayment: 'hold' } }));
    const given = lost(note('B', {}, { owed: 0 }));
    // A takes its 500 that are due; C is paid to the end; then the loss of B. What is left is held by the last.
    expect(spread([holds, given, note('C')], 500 + 1_000 + 310)).toEqual([
      ['A', 500],
      ['C', 1_000],
      ['B', 310],
    ]);
    expect(spread([given, note('C')], 1_100, ['B'])).toEqual([
      ['B', 300],
      ['C', 800],
    ]);
  });

  it('has a rule for every day, the oldest first, each with its source', () => {
    expect(SPREAD_RULES[0]?.from).toBe(FIRST_DATE);
    const days = SPREAD_RULES.map(({ from }) => from);
    expect(days).toEqual([...new Set(days)].sort());
    for (const { source } of SPREAD_RULES) expect(source).toMatch(/\S/);
  });
});
