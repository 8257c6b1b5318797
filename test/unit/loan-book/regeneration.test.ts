import { describe, expect, it } from 'vitest';
import { applyEvent } from '../../../shared/loan-book/apply-event.ts';
import { arrivalAt } from '../../../shared/loan-book/arrival.ts';
import { type ByComponent, type Component, zeroByComponent } from '../../../shared/loan-book/component.ts';
import type { Lines } from '../../../shared/loan-book/line.ts';
import type { Note } from '../../../shared/loan-book/note-state.ts';
import { differenceOf } from '../../../shared/loan-book/regeneration.ts';
import { valueNote } from '../../../shared/loan-book/valuation.ts';
import { DUE_IN_ONE, noteTerms } from '../../fixtures/note-terms.ts';
import { arrived, day, lent, type Made, noteOn, paid } from '../../support/worked-tables.ts';

const SIGNED = day('2026-02-01');
const amounts = (some: Partial<ByComponent>): ByComponent => ({ ...zeroByComponent(), ...some });
const LOAN = lent('2024-01-31', 1_000_000);
const out: Made = { kind: 'regenerated-out', valueDate: SIGNED, form: 'novation', into: 'new', capitalised: [] };
/** What an event does to a note, and the lines of it that are not zero: they sum to zero. */
function happens(note: Note, made: Made) {
  const [event] = arrived([made]);
  const { own, note: after } = applyEvent(note, { ...event!, id: 'last', arrival: arrivalAt(new Date(1), 0) });
  expect(Object.values(own).reduce((sum, amount) => sum + amount, 0)).toBe(0);
  return { lines: linesOf(own), ...after };
}
const linesOf = (lines: Lines) => Object.fromEntries(Object.entries(lines).filter(([, amount]) => amount !== 0));

describe('a note whose debt goes into a new one', () => {
  it('gives all that it owes that day, by component, and owes nothing', () => {
    // 10,000.00 at 6 % for 366 days until due, and 366 days after: 601.64 each.
    const { lines, terms, state } = happens(noteOn(DUE_IN_ONE, [LOAN], SIGNED), out);
    expect(lines).toEqual({
      principal: -1_000_000,
      ordinaryInterest: -60_164,
      defaultInterest: -60_164,
      regenerations: 1_120_328,
    });
    expect(state.regenerated?.moved).toEqual(
      amounts({ principal: 1_000_000, ordinaryInterest: 60_164, defaultInterest: 60_164 }),
    );
    expect(valueNote(terms, state, day('2027-02-01'))).toMatchObject({
      owed: zeroByComponent(),
      status: 'regenerated',
    });
  });

  it('pays first with money that is held on it, due or not', () => {
    const terms = { ...DUE_IN_ONE, allocation: { ...DUE_IN_ONE.allocation, prepayment: 'hold' as const } };
    const before = noteOn(terms, [LOAN, paid('2024-03-01', 50_000)], SIGNED);
    const early = { ...out, valueDate: day('2024-03-01') };
    expect(before.state.held).toBe(50_000);
    // Of 500.00 held 49.32 are interest of 30 days, and 450.68 principal.
    const { lines, state } = happens(before, early);
    expect([state.held, state.regenerated?.moved.principal]).toEqual([0, 954_932]);
    expect(lines).toEqual({ principal: -1_000_000, ordinaryInterest: -4_932, credit: 50_000, regenerations: 954_932 });
  });

  it('keeps what is held beyond its debt, and a negative held as it was', () => {
    const { terms, state } = noteOn(DUE_IN_ONE, [LOAN], SIGNED);
    const rich = happens({ terms, state: { ...state, held: 1_500_000 } }, { ...out, valueDate: day('2024-01-31') });
    expect([rich.state.held, rich.lines]).toEqual([500_000, { principal: -1_000_000, credit: 1_000_000 }]);
    const poor = happens({ terms, state: { ...state, held: -5_000 } }, { ...out, valueDate: day('2024-01-31') });
    expect([poor.state.held, poor.lines]).toEqual([-5_000, { principal: -1_000_000, regenerations: 1_000_000 }]);
  });
});

describe('the new note', () => {
  const NEW = noteTerms({
    accrualStart: 'disbursement',
    endOfGrace: SIGNED,
    firstDueDate: day('2026-03-01'),
    bands: [],
  });
  const into = (parts: Partial<ByComponent>[], capitalised: readonly Component[] = []): Made => ({
    ...{ kind: 'regenerated-in', valueDate: SIGNED, capitalised },
    parts: parts.map((some, index) => ({ from: `old-${index}`, amounts: amounts(some) })),
  });
  const OLD = { principal: 1_000_000, ordinaryInterest: 60_164, defaultInterest: 60_164, collectionCosts: 5_000 };

  it('begins with the sum of the old ones, interest and costs due at once', () => {
    const note = noteOn(NEW, [into([OLD, { principal: 200_000 }])], SIGNED);
    const { owed, due } = valueNote(note.terms, note.state, SIGNED);
    expect(owed).toEqual({ ...OLD, principal: 1_200_000 });
    expect(due).toEqual({ ...OLD, principal: 0 });
    expect(note.state.tranches).toMatchObject([{ date: SIGNED, amount: 1_200_000 }]);
  });

  it('repays as principal the interest that was signed for as such', () => {
    const note = noteOn(NEW, [into([OLD], ['ordinaryInterest'])], SIGNED);
    expect(valueNote(note.terms, note.state, SIGNED).owed).toEqual({
      ...OLD,
      principal: 1_060_164,
      ordinaryInterest: 0,
    });
    expect(note.state.tranches).toMatchObject([{ amount: 1_060_164 }]);
    expect(note.state.maturities).toEqual([]);
  });

  it('takes what a late event changes of an old one, up or down, as of the same day', () => {
    const note = noteOn(NEW, [into([OLD])], SIGNED);
    const { lines, state } = happens(
      note,
      into([{ principal: -400_000, ordinaryInterest: -164, defaultInterest: -10_000, collectionCosts: -5_000 }]),
    );
    expect(lines).toEqual({
      principal: -400_000,
      ordinaryInterest: -164,
      defaultInterest: -10_000,
      collectionCosts: -5_000,
      regenerations: 415_164,
    });
    expect(state).toMatchObject({ principal: 600_000, ordinary: { owed: 60_000 }, late: { owed: 50_164 } });
    expect([state.collectionCosts, state.maturities]).toEqual([0, [{ due: SIGNED, owed: 60_000 }]]);
    expect(state.tranches).toMatchObject([{ date: SIGNED, amount: 600_000 }]);
    const all = happens(note, into([{ principal: -1_000_000, ordinaryInterest: -60_164 }])).state;
    expect([all.tranches, all.maturities, all.principal]).toEqual([[], [], 0]);
  });
});

describe('what a late event changes of what went into the new note', () => {
  it('is the difference by component, or nothing', () => {
    const before = amounts({ principal: 100, defaultInterest: 20 });
    expect(differenceOf(before, { ...before })).toBeNull();
    expect(differenceOf(before, amounts({ principal: 60, defaultInterest: 25 }))).toEqual(
      amounts({ principal: -40, defaultInterest: 5 }),
    );
  });
});
