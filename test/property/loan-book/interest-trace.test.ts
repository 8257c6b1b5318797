import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { foldEvents } from '../../../shared/loan-book/fold.ts';
import { type InterestKind, traceInterest } from '../../../shared/loan-book/interest-trace.ts';
import { valueNote } from '../../../shared/loan-book/valuation.ts';
import { arbitraryLife, arbitraryTerms } from '../../fixtures/arbitrary-notes.ts';
import { DUE_IN_ONE, noteTerms } from '../../fixtures/note-terms.ts';
import { RUNS } from '../../support/runs.ts';

const KINDS: readonly InterestKind[] = ['ordinaryInterest', 'defaultInterest'];

describe('the segments of interest', () => {
  it('sum, with what events added and took, to what the fold says is owed, to the centavo, whatever the history', () => {
    let segmentsSeen = 0;
    fc.assert(
      fc.property(arbitraryTerms, arbitraryLife, fc.nat(800), (terms, life, later) => {
        const { note } = foldEvents(terms, life);
        const day = addDays(note.state.accruedTo, later);
        const { segments, moves } = traceInterest({ openingTerms: terms }, life, day);
        segmentsSeen += segments.length;
        const { owed } = valueNote(note.terms, note.state, day);
        for (const kind of KINDS) {
          const accrued = segments.filter((one) => one.kind === kind).reduce((sum, { interest }) => sum + interest, 0);
          expect(accrued + moves.reduce((sum, move) => sum + move[kind], 0)).toBe(owed[kind]);
        }
      }),
      { numRuns: RUNS },
    );
    expect(segmentsSeen).toBeGreaterThan(RUNS);
  });

  it('without corrections are all that was ever accrued, in days that do not overlap; what else changed it is named', () => {
    const REWRITES = new Set(['terms-corrected', 'brought-forward', 'reversed']);
    const ADDS_NOTHING = new Set(['paid', 'credit-applied', 'credit-received', 'waived', 'written-off', 'held']);
    fc.assert(
      fc.property(arbitraryTerms, arbitraryLife, (terms, life) => {
        const plain = life.filter(({ kind }) => !REWRITES.has(kind));
        fc.pre(plain.length > 0);
        const { note } = foldEvents(terms, plain);
        const { segments, moves } = traceInterest({ openingTerms: terms }, plain, note.state.accruedTo);
        const accrued = (kind: InterestKind) =>
          segments.filter((one) => one.kind === kind).reduce((sum, { interest }) => sum + interest, 0);
        expect(accrued('ordinaryInterest')).toBe(note.state.ordinary.recognised);
        expect(accrued('defaultInterest')).toBe(note.state.late.recognised);
        for (const { because, ordinaryInterest, defaultInterest } of moves) {
          expect(['average-recorded', 'placement-changed', 'charged', 'disbursed', 'agreement-signed']).not.toContain(
            because,
          );
          if (ADDS_NOTHING.has(because)) expect(Math.max(ordinaryInterest, defaultInterest)).toBeLessThanOrEqual(0);
        }
        const ordinary = segments.filter(({ kind }) => kind === 'ordinaryInterest');
        for (const [index, { from, to }] of ordinary.entries()) {
          expect(from <= to).toBe(true);
          const before = ordinary[index - 1];
          if (before !== undefined) expect(before.to < from).toBe(true);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('say by hand what a debt of one due date came to', () => {
    const terms = noteTerms({ ...DUE_IN_ONE, defaultRate: 120_000 });
    const opened = calendarDate('2024-01-31');
    const life = [{ id: 'a', kind: 'disbursed' as const, valueDate: opened, recordedOn: opened, amount: 1_000_000 }];
    const day = addDays(terms.firstDueDate, 31);
    const late = traceInterest({ openingTerms: terms }, life, day).segments.filter(
      ({ kind }) => kind === 'defaultInterest',
    );
    expect(late).toEqual([
      {
        kind: 'defaultInterest',
        from: addDays(terms.firstDueDate, 1),
        to: day,
        days: 31,
        base: 1_000_000,
        annualPpm: 120_000,
        // 10,000.00 × 12 % × 31 / 365 = 101.917…
        interest: 10_192,
      },
    ]);
  });
});
