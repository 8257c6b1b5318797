import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addDays, addMonths, calendarDate as day, fromDayNumber } from '../../../shared/calendar/calendar-date.ts';
import { accrueTo } from '../../../shared/loan-book/accrual.ts';
import { foldEvents } from '../../../shared/loan-book/fold.ts';
import { maturedInterest } from '../../../shared/loan-book/note-state.ts';
import { prescriptionOf } from '../../../shared/loan-book/prescription.ts';
import type { Interruption } from '../../../shared/loan-book/prescription-clock.ts';
import { CUSTOMARY_PRESCRIPTION } from '../../../shared/loan-book/prescription-rules.ts';
import { principalSchedule } from '../../../shared/loan-book/schedule.ts';
import { unpaidOn } from '../../../shared/loan-book/unpaid.ts';
import { arbitraryLife, arbitraryTerms } from '../../fixtures/arbitrary-notes.ts';
import { RUNS } from '../../support/runs.ts';

const SIGNED = {
  signedOn: day('2024-08-01'),
  signatories: [
    { id: 'a', act: 'note' },
    { id: 'b', act: 'aval' },
  ],
};

const arbitraryActs: fc.Arbitrary<Interruption[]> = fc.array(
  fc.record({
    kind: fc.constantFrom('demand' as const, 'acknowledgement' as const, 'renewal' as const, 'payment' as const),
    on: fc.nat(4_000).map((days) => addDays(SIGNED.signedOn, days)),
    who: fc.constantFrom(['a'], ['b'], ['a', 'b']),
  }),
  { maxLength: 5 },
);

it('unpaid maturities sum to what is owed, begin with the oldest unpaid, and prescribe not before three years', () => {
  fc.assert(
    fc.property(arbitraryTerms, arbitraryLife, arbitraryActs, fc.nat(900), (terms, life, acts, later) => {
      const { note } = foldEvents(terms, life);
      const on = addDays(note.state.accruedTo, later);
      const state = accrueTo(note.terms, note.state, on);
      const found = prescriptionOf(note, SIGNED, acts, CUSTOMARY_PRESCRIPTION, on);
      for (const { signatory, perMaturity, earlier } of found.signatories) {
        const maturities = perMaturity?.maturities ?? [];
        expect(maturities.reduce((sum, { owed }) => sum + owed, 0)).toBe(state.principal + maturedInterest(state));
        for (const { due, owed, prescribesOn } of maturities) {
          expect(owed).toBeGreaterThan(0);
          expect(prescribesOn >= addMonths(due, 36)).toBe(true);
        }
        const exact = { ...note.terms, punctualityToleranceAmount: 0 };
        const { oldest } = unpaidOn(exact, state, principalSchedule(note.terms, state), 100_000);
        expect(maturities[0]?.due ?? null).toBe(oldest === null ? null : fromDayNumber(oldest));
        // An act that does not name a signatory changes nothing of his.
        const own = acts.filter(({ who }) => who.includes(signatory));
        const alone = prescriptionOf(note, SIGNED, own, CUSTOMARY_PRESCRIPTION, on);
        expect(alone.signatories.find((one) => one.signatory === signatory)?.earlier).toEqual(earlier);
      }
    }),
    { numRuns: RUNS },
  );
});
