import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { payable } from '../../../shared/loan-book/agreement.ts';
import { type AgreementPlan, agreedTotal } from '../../../shared/loan-book/agreement-plan.ts';
import { standingOf } from '../../../shared/loan-book/agreement-standing.ts';
import { COMPONENTS } from '../../../shared/loan-book/component.ts';
import { type NoteEvent, orderKey } from '../../../shared/loan-book/event.ts';
import { foldEvents } from '../../../shared/loan-book/fold.ts';
import { valueNote } from '../../../shared/loan-book/valuation.ts';
import { arbitraryLife, arbitraryTerms } from '../../fixtures/arbitrary-notes.ts';
import { RUNS } from '../../support/runs.ts';

const START = calendarDate('2026-01-01');

const arbitraryPlan: fc.Arbitrary<AgreementPlan> = fc.record({
  from: fc.integer({ min: 0, max: 40 }).map((days) => addDays(START, days)),
  count: fc.integer({ min: 1, max: 12 }),
  amount: fc.integer({ min: 1, max: 500 }),
  every: fc.record({
    unit: fc.constantFrom('days' as const, 'months' as const),
    number: fc.integer({ min: 1, max: 3 }),
  }),
  graceDays: fc.integer({ min: 0, max: 8 }),
});
const arbitraryMoney = fc.array(
  fc.record({
    on: fc.integer({ min: 0, max: 400 }).map((days) => addDays(START, days)),
    amount: fc.integer({ min: 1, max: 900 }),
  }),
  { maxLength: 20 },
);

/** A broken one is better the later it broke, a kept one the sooner. */
const goodness = (standing: ReturnType<typeof standingOf>): string => {
  switch (standing.kind) {
    case 'broken':
      return `0 ${standing.on}`;
    case 'live':
      return `1 ${String(standing.kept).padStart(3, '0')}`;
    case 'fulfilled':
      return `2`;
  }
};

describe('an agreement', () => {
  it('never sets aside more than is owed, whatever happens to its note', () => {
    fc.assert(
      fc.property(arbitraryTerms, arbitraryLife, (terms, life) => {
        for (const { note } of foldEvents(terms, life).effects.values())
          for (const component of COMPONENTS) {
            expect(payable(note.state)[component]).toBeGreaterThanOrEqual(0);
            expect(note.state.agreement?.setAside[component] ?? 0).toBeGreaterThanOrEqual(0);
          }
      }),
      { numRuns: RUNS },
    );
  });

  it('broken before anything was paid is as if it had never been signed, to the centavo', () => {
    fc.assert(
      fc.property(arbitraryTerms, arbitraryLife, fc.integer({ min: 0, max: 300 }), (terms, life, days) => {
        // Money held would pay at the signature: what it paid stays paid.
        const free = { ...terms, allocation: { ...terms.allocation, prepayment: 'next-instalments' as const } };
        const before = [...life].filter(({ kind }) => !kind.startsWith('agreement')).sort(byPlace);
        const on = addDays(before.at(-1)!.valueDate, 1);
        const base = { recordedOn: on, agreement: 'x' };
        const signed: NoteEvent = {
          ...base,
          kind: 'agreement-signed',
          id: 's',
          valueDate: on,
          plan: { from: on, count: 1, amount: 1, every: { unit: 'days', number: 1 }, graceDays: 0 },
          notes: ['n'],
          granted: { principal: 7, ordinaryInterest: 100, defaultInterest: 100, collectionCosts: 5 },
          share: { principal: 100_000, ordinaryInterest: 500_000, defaultInterest: 1_000_000, collectionCosts: 0 },
          earned: 'at-fulfilment',
          whileLive: ['ordinaryInterest', 'defaultInterest'],
        };
        const brokenOn = addDays(on, days);
        const broken: NoteEvent = {
          ...base,
          kind: 'agreement-broken',
          id: 'b',
          valueDate: addDays(brokenOn, 1),
          met: 0,
          of: 1,
        };
        const later = addDays(brokenOn, 200);
        const { ledger: _a, unrecognised: _b, ...withIt } = valuedAfter(free, [...before, signed, broken], later);
        const { ledger: _c, unrecognised: _d, ...without } = valuedAfter(free, before, later);
        expect(withIt).toEqual(without);
      }),
      { numRuns: RUNS },
    );
  });

  it('comes to the same end in any order of its money, and more money or earlier money is never worse', () => {
    fc.assert(
      fc.property(
        arbitraryPlan,
        arbitraryMoney,
        fc.record({ on: fc.integer({ min: 0, max: 400 }).map((days) => addDays(START, days)), amount: fc.nat(900) }),
        fc.integer({ min: 0, max: 500 }),
        (plan, money, more, days) => {
          const today = addDays(START, days);
          const standing = standingOf(plan, money, today);
          expect(standingOf(plan, [...money].reverse(), today)).toEqual(standing);
          expect(goodness(standingOf(plan, [...money, more], today)) >= goodness(standing)).toBe(true);
          const earlier = money.map(({ on, amount }, index) => ({ on: index === 0 ? START : on, amount }));
          expect(goodness(standingOf(plan, earlier, today)) >= goodness(standing)).toBe(true);
          const all = [{ on: START, amount: agreedTotal(plan) }];
          expect(standingOf(plan, all, addDays(START, 1_500))).toEqual({ kind: 'fulfilled', on: START });
        },
      ),
      { numRuns: RUNS },
    );
  });
});

const byPlace = (a: NoteEvent, b: NoteEvent): number => (orderKey(a) < orderKey(b) ? -1 : 1);

function valuedAfter(
  terms: Parameters<typeof foldEvents>[0],
  events: readonly NoteEvent[],
  on: ReturnType<typeof addDays>,
) {
  const { note } = foldEvents(terms, events);
  return valueNote(note.terms, note.state, on);
}
