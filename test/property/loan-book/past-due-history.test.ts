import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  type CalendarDate,
  calendarDate as day,
  daysBetween,
  fromDayNumber,
} from '../../../shared/calendar/calendar-date.ts';
import { sumOfComponents } from '../../../shared/loan-book/component.ts';
import type { NoteEvent } from '../../../shared/loan-book/event.ts';
import { foldEvents } from '../../../shared/loan-book/fold.ts';
import type { NoteTerms } from '../../../shared/loan-book/note-terms.ts';
import {
  daysPastDueOn,
  pastDueHistory,
  pastDueSpells,
  worstDaysPastDue,
} from '../../../shared/loan-book/past-due-history.ts';
import { dueDays } from '../../../shared/loan-book/schedule.ts';
import type { TermChanges } from '../../../shared/loan-book/term-changes.ts';
import { valueNote } from '../../../shared/loan-book/valuation.ts';
import { arbitraryLife, arbitraryTerms } from '../../fixtures/arbitrary-notes.ts';
import { RUNS } from '../../support/runs.ts';

const MORE_DAYS = 500;

/** Every day from the opening to well after the last event, with what the valuation says of it; folded on event days only. */
function walked(terms: NoteTerms, events: readonly NoteEvent[]) {
  const first = events.reduce((least, { valueDate }) => (valueDate < least ? valueDate : least), LAST);
  const last = events.reduce((most, { valueDate }) => (valueDate > most ? valueDate : most), first);
  const eventDays = new Set(events.map(({ valueDate }) => valueDate));
  const days = Array.from({ length: daysBetween(first, last) + MORE_DAYS }, (_, index) => addDays(first, index));
  let note = foldEvents(terms, []).note;
  return days.map((on) => {
    if (eventDays.has(on))
      note = foldEvents(
        terms,
        events.filter(({ valueDate }) => valueDate <= on),
      ).note;
    return { on, daysPastDue: valueNote(note.terms, note.state, on).daysPastDue };
  });
}
const LAST = day('2199-12-31');

/** What can make late, or not, on a day that is no due date. */
const CORRECTIONS: readonly TermChanges[] = [
  { rounding: 'half-up' },
  { punctualityToleranceAmount: 300, ordinaryOnOverdue: 'continues' },
  { punctualityToleranceAmount: 0 },
  { endOfGrace: day('2025-09-30') },
  { instalments: 3, dueDateShifts: [2, 0, 1] },
  { allocation: { prepayment: 'hold' } },
];

/** Corrections besides, and some events taken back by reversals, which inherit their value dates. */
const arbitraryEvents = fc
  .record({
    life: arbitraryLife,
    taken: fc.array(fc.nat(20), { maxLength: 3 }),
    corrections: fc.array(fc.record({ on: fc.nat(1_200), changes: fc.constantFrom(...CORRECTIONS) }), { maxLength: 2 }),
  })
  .map(({ life, taken, corrections }): NoteEvent[] => {
    const corrected = corrections.map(({ on, changes }, index): NoteEvent => {
      const valueDate = addDays(life[0]!.valueDate, on);
      return { kind: 'terms-corrected', id: `c-${index}`, valueDate, recordedOn: valueDate, changes };
    });
    const targets = [...new Set(taken)].flatMap((index) => life.slice(index, index + 1));
    const reversals = targets.map(
      (target): NoteEvent => ({ ...target, kind: 'reversed', id: `r-${target.id}`, target: target.id }),
    );
    return [...life, ...corrected, ...reversals];
  });

/**
 * After the last due date all but a little is paid, which is tolerated until the interest that goes on outgrows it; now
 * and then something else happens.
 */
const arbitraryTolerated: fc.Arbitrary<{ terms: NoteTerms; events: NoteEvent[] }> = fc
  .record({
    drawn: arbitraryTerms,
    events: arbitraryEvents,
    instalments: fc.integer({ min: 1, max: 4 }),
    baseRate: fc.constantFrom(60_000, 364_999),
    tolerated: fc.integer({ min: 301, max: 5_000 }),
    below: fc.nat(300),
    payDay: fc.nat(400),
    kept: fc.constantFrom(0, 0, 1, 3),
  })
  .map(({ drawn, events, instalments, baseRate, tolerated, below, payDay, kept }) => {
    const terms: NoteTerms = {
      ...drawn,
      instalments,
      baseRate,
      punctualityToleranceAmount: tolerated,
      ordinaryOnOverdue: 'continues',
    };
    const opening = events.slice(0, 1);
    const { note } = foldEvents(terms, opening);
    const valueDate = addDays(fromDayNumber(dueDays(terms).at(-1)!), payDay);
    const owed = sumOfComponents(valueNote(note.terms, note.state, valueDate).owed);
    const amount = Math.max(1, owed - tolerated + below);
    const paid: NoteEvent = { kind: 'paid', id: 'e-900', valueDate, recordedOn: valueDate, amount, channel: 'cie' };
    const others = events.slice(1, 1 + kept).filter(({ kind }) => kind !== 'reversed');
    return { terms, events: [...opening, paid, ...others] };
  });

/** Each walks some 1,600 days: a part of the runs is enough. */
const WALKS = Math.ceil(RUNS / 5);

function agrees(terms: NoteTerms, events: readonly NoteEvent[], from: number, length: number): void {
  const days = walked(terms, events);
  const history = pastDueHistory(terms, events, days.at(-1)!.on);
  expect(days.map(({ on }) => ({ on, daysPastDue: daysPastDueOn(history, on) }))).toEqual(days);
  const { changes } = history;
  expect(changes.every((change, index) => change.oldestUnpaid !== changes[index - 1]?.oldestUnpaid)).toBe(true);
  expect(changes.every((change, index) => change.from > (changes[index - 1]?.from ?? ''))).toBe(true);
  const first = addDays(days[0]!.on, from - 100);
  const last = addDays(first, length);
  const inPeriod = days.filter(({ on }) => first <= on && on <= last);
  expect(worstDaysPastDue(history, first, last)).toBe(Math.max(0, ...inPeriod.map((one) => one.daysPastDue)));
  expect(pastDueSpells(history)).toEqual(spellsOf(days));
}

describe('the history of days past due', () => {
  const options = { timeout: 20_000 + WALKS * 500 };

  it('says of every day what the valuation says; its worst day and spells are theirs', options, () => {
    fc.assert(fc.property(arbitraryTerms, arbitraryEvents, fc.nat(1_500), fc.nat(1_500), agrees), {
      numRuns: WALKS,
    });
  });

  it('does so where interest outgrows what is tolerated', options, () => {
    fc.assert(
      fc.property(arbitraryTolerated, fc.nat(1_500), ({ terms, events }, from) => agrees(terms, events, from, 300)),
      { numRuns: WALKS },
    );
  });

  it('before the last events is what it was without them', options, () => {
    fc.assert(
      fc.property(arbitraryTerms, arbitraryEvents, fc.nat(1_500), (terms, events, after) => {
        const through = addDays(events[0]!.valueDate, after);
        const whole = pastDueHistory(terms, events, addDays(through, MORE_DAYS)).changes;
        expect(pastDueHistory(terms, events, through).changes).toEqual(whole.filter(({ from }) => from <= through));
      }),
      { numRuns: RUNS },
    );
  });
});

function spellsOf(days: readonly { readonly on: CalendarDate; readonly daysPastDue: number }[]) {
  const spells: { from: CalendarDate; to: CalendarDate | null; worst: number }[] = [];
  days.forEach(({ on, daysPastDue }, index) => {
    if (daysPastDue === 0) return;
    if ((days[index - 1]?.daysPastDue ?? 0) === 0) spells.push({ from: on, to: on, worst: 0 });
    const spell = spells.at(-1)!;
    spell.to = index === days.length - 1 ? null : on;
    spell.worst = Math.max(spell.worst, daysPastDue);
  });
  return spells;
}
