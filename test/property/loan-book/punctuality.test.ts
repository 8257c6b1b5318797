import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type CalendarDate, calendarDate, daysBetween } from '../../../shared/calendar/calendar-date.ts';
import { sumOfComponents } from '../../../shared/loan-book/component.ts';
import type { NoteEvent } from '../../../shared/loan-book/event.ts';
import { foldEvents } from '../../../shared/loan-book/fold.ts';
import type { NoteTerms } from '../../../shared/loan-book/note-terms.ts';
import { printedSchedule } from '../../../shared/loan-book/printed-schedule.ts';
import { valueNote } from '../../../shared/loan-book/valuation.ts';
import { arbitraryTerms } from '../../fixtures/arbitrary-notes.ts';
import { RUNS } from '../../support/runs.ts';

const LENT_ON = calendarDate('2024-08-01');

/** One or two disbursements, the second up to `most` days later. */
const loanWithin = (most: number) =>
  fc
    .record({
      first: fc.integer({ min: 10_000, max: 8_000_000 }),
      second: fc.constantFrom(0, 40_000, 1_234_567),
      later: fc.nat(most),
    })
    .map(({ first, second, later }) => [
      { date: LENT_ON, amount: first },
      ...(second === 0 ? [] : [{ date: addDays(LENT_ON, later), amount: second }]),
    ]);
/** Both before the first due date that is left to pay them. */
const arbitraryLoan = loanWithin(150);
type Loan = readonly { readonly date: CalendarDate; readonly amount: number }[];

/** Rates as contracts have them: a band is a discount, and whoever is late never pays less for it. */
const contractTerms = arbitraryTerms.map(
  (terms): NoteTerms => ({
    ...terms,
    bands: terms.bands.map((band) => ({ ...band, annualPpm: Math.min(band.annualPpm, terms.baseRate) })),
    defaultRate: terms.defaultRate === null ? null : Math.max(terms.defaultRate, terms.baseRate),
  }),
);

const lent = (loan: Loan): NoteEvent[] =>
  loan.map(({ date, amount }, index) => ({
    kind: 'disbursed',
    id: `d-${index}`,
    valueDate: date,
    recordedOn: date,
    amount,
  }));
const paid = (id: string, on: CalendarDate, amount: number): NoteEvent => ({
  kind: 'paid',
  id,
  valueDate: on,
  recordedOn: on,
  amount,
  channel: 'cie',
});

function valued(terms: NoteTerms, events: readonly NoteEvent[], on: CalendarDate) {
  const { note } = foldEvents(
    terms,
    events.filter((event) => event.valueDate <= on),
  );
  return valueNote(note.terms, note.state, on);
}

describe('a payer of the printed schedule', () => {
  it('is never past due and owes nothing after it, whenever interest of studies is asked', () => {
    fc.assert(
      fc.property(contractTerms, arbitraryLoan, fc.array(fc.nat(25), { maxLength: 60 }), (terms, loan, earlier) => {
        const printed = printedSchedule(terms, loan);
        const events = lent(loan);
        for (const [index, { date, total }] of printed.entries()) {
          const before = addDays(date, -(earlier[index] ?? 0));
          // What is paid beyond a due date shortens or lowers the rest: there, nobody pays two due dates ahead.
          const { prepayment } = terms.allocation;
          const after = printed[index - 1]?.date;
          const last =
            after !== undefined && (prepayment === 'lower' || prepayment === 'shorten')
              ? addDays(after, 1)
              : (events.at(-1)?.valueDate ?? LENT_ON);
          if (total > 0) events.push(paid(`p-${index}`, before < last ? last : before, total));
          const then = valued(terms, events, date);
          expect(then.daysPastDue).toBe(0);
          expect(then.punctual).toBe(true);
          expect(sumOfComponents(then.due)).toBe(0);
        }
        const end = valued(terms, events, addDays(printed.at(-1)?.date ?? LENT_ON, 200));
        expect(sumOfComponents(end.owed)).toBe(0);
        expect(end.status).toBe('paid');
      }),
      { numRuns: RUNS },
    );
  });

  it('is asked for the loan and its interest at the base rate, no more, however late part of it was lent', () => {
    fc.assert(
      fc.property(contractTerms, loanWithin(4_000), (terms, loan) => {
        const principal = printedSchedule(terms, loan).reduce((sum, row) => sum + row.principal, 0);
        expect(principal).toBe(loan.reduce((sum, { amount }) => sum + amount, 0));
      }),
      { numRuns: RUNS },
    );
  });
});

describe('a payment moved to an earlier day', () => {
  const payments = fc.array(
    fc.record({ day: fc.integer({ min: 1, max: 900 }), amount: fc.integer({ min: 1, max: 900_000 }) }),
    { minLength: 1, maxLength: 8 },
  );
  const moved = fc.record({
    which: fc.nat(),
    by: fc.integer({ min: 1, max: 120 }),
    asked: fc.integer({ min: 1, max: 900 }),
  });

  it('never raises what is owed later, nor loses a band (hold, next instalments)', () => {
    fc.assert(
      fc.property(contractTerms, arbitraryLoan, payments, moved, (any, loan, made, { which, by, asked }) => {
        const prepayment = any.allocation.prepayment === 'hold' ? 'hold' : 'next-instalments';
        const terms = { ...any, allocation: { ...any.allocation, prepayment } as const };
        const on = (day: number) => addDays(LENT_ON, day);
        const index = which % made.length;
        const events = (early: boolean) => [
          ...lent(loan),
          ...made.map(({ day, amount }, at) =>
            paid(`p-${at}`, on(early && at === index ? Math.max(1, day - by) : day), amount),
          ),
        ];
        const later = addDays(on(made[index]?.day ?? 0), asked);
        const onTheDay = valued(terms, events(false), later);
        const early = valued(terms, events(true), later);
        const debt = (value: typeof early) => sumOfComponents(value.owed) - value.held;
        expect(debt(early)).toBeLessThanOrEqual(debt(onTheDay) + ROUNDINGS);
        if (onTheDay.punctual) expect(early.punctual).toBe(true);
      }),
      { numRuns: RUNS },
    );
  });
});

/** Both interests are rounded as running totals, each by less than a centavo. */
const ROUNDINGS = 2;

describe('the days of a note', () => {
  it('count from the oldest maturity that is unpaid, and rise by one each day while nothing is paid', () => {
    fc.assert(
      fc.property(contractTerms, arbitraryLoan, fc.integer({ min: 200, max: 1_400 }), (terms, loan, day) => {
        const on = addDays(LENT_ON, day);
        const today = valued(terms, lent(loan), on);
        const tomorrow = valued(terms, lent(loan), addDays(on, 1));
        if (today.daysPastDue > 0) expect(tomorrow.daysPastDue).toBe(today.daysPastDue + 1);
        expect(today.daysPastDue).toBeLessThanOrEqual(daysBetween(LENT_ON, on));
      }),
      { numRuns: RUNS },
    );
  });
});
