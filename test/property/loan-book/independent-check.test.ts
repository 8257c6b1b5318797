import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { NoteEvent } from '../../../shared/loan-book/event.ts';
import { foldEvents } from '../../../shared/loan-book/fold.ts';
import { instalmentAmount } from '../../../shared/loan-book/instalment-amount.ts';
import type { NoteTerms } from '../../../shared/loan-book/note-terms.ts';
import { dueDays, principalSchedule } from '../../../shared/loan-book/schedule.ts';
import { arbitraryTerms } from '../../fixtures/arbitrary-notes.ts';
import { noteTerms } from '../../fixtures/note-terms.ts';

const LENT_ON = calendarDate('2024-08-15');

describe('the schedule', () => {
  it('sums to the amount lent whatever the terms, and no instalment is negative', () => {
    fc.assert(
      fc.property(
        arbitraryTerms,
        fc.integer({ min: 0, max: 50_000_000 }),
        fc.integer({ min: 0, max: 2_000 }),
        (terms, amount, late) => {
          const on = addDays(LENT_ON, late);
          const { note } = foldEvents(terms, [{ kind: 'disbursed', id: 'a', valueDate: on, recordedOn: on, amount }]);
          const rows = principalSchedule(note.terms, note.state);
          expect(rows.reduce((sum, row) => sum + row.principal, 0)).toBe(amount);
          expect(rows.every((row) => row.principal >= 0)).toBe(true);
          expect(rows.map((row) => row.day)).toEqual(dueDays(terms));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('moves due dates by the shifts and keeps them in order, each once, with the same principal on each', () => {
    fc.assert(
      fc.property(arbitraryTerms, fc.integer({ min: 0, max: 50_000_000 }), (terms, amount) => {
        const { dueDateShifts: shifts = [], ...stated } = terms;
        const days = dueDays(terms);
        expect(days).toEqual(dueDays(stated).map((day, index) => day + (shifts[index] ?? 0)));
        expect(days.every((day, index) => index === 0 || day > (days[index - 1] ?? day))).toBe(true);
        const lent: NoteEvent = { kind: 'disbursed', id: 'a', valueDate: LENT_ON, recordedOn: LENT_ON, amount };
        const principal = (on: NoteTerms) =>
          principalSchedule(on, foldEvents(on, [lent]).note.state).map((row) => row.principal);
        expect(principal(terms)).toEqual(principal(stated));
      }),
      { numRuns: 300 },
    );
  });

  it('equal instalments: 20,000.00 at 6 % in 10 monthly instalments pays 2,055.41 a month, the last absorbs', () => {
    const terms = noteTerms({ instalments: 10 });
    const { note } = foldEvents(terms, [
      { kind: 'disbursed', id: 'a', valueDate: LENT_ON, recordedOn: LENT_ON, amount: 2_000_000 },
    ]);
    expect(note.state.tranches[0]!.instalment).toBe(205_541);
    const principal = principalSchedule(terms, note.state).map((row) => row.principal);
    expect(principal[0]).toBe(205_541 - 10_000);
    expect(principal.reduce((sum, part) => sum + part, 0)).toBe(2_000_000);
  });
});

describe('the instalment', () => {
  it('is the annuity that decimals with 60 digits give, to the centavo', () => {
    const Precise = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50_000_000 }),
        fc.integer({ min: 1, max: 240 }),
        fc.integer({ min: 0, max: 900_000 }),
        fc.constantFrom(1, 2, 3, 6),
        (amount, count, baseRate, monthsBetweenInstalments) => {
          const terms = noteTerms({ baseRate, monthsBetweenInstalments });
          const i = new Precise(baseRate).mul(monthsBetweenInstalments).div(12_000_000);
          const annuity = i.isZero()
            ? new Precise(amount).div(count)
            : new Precise(amount).mul(i).div(new Precise(1).sub(new Precise(1).add(i).pow(-count)));
          expect(instalmentAmount(amount, count, terms)).toBe(annuity.toDecimalPlaces(0).toNumber());
        },
      ),
      { numRuns: 400 },
    );
  });
});
