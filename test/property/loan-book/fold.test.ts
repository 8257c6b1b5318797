import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, type CalendarDate, dayNumber } from '../../../shared/calendar/calendar-date.ts';
import { COMPONENTS } from '../../../shared/loan-book/component.ts';
import { type NoteEvent, orderKey } from '../../../shared/loan-book/event.ts';
import { foldEvents } from '../../../shared/loan-book/fold.ts';
import type { Application, Lines } from '../../../shared/loan-book/line.ts';
import { addLines } from '../../../shared/loan-book/line.ts';
import { emptyState, ledgerBalances, maturedInterest, type Note } from '../../../shared/loan-book/note-state.ts';
import type { NoteTerms } from '../../../shared/loan-book/note-terms.ts';
import {
  isInOrder,
  type RecordedEntry,
  recordByReplay,
  recordInOrder,
} from '../../../shared/loan-book/record-event.ts';
import { valueNote } from '../../../shared/loan-book/valuation.ts';
import { arbitraryLife, arbitraryTerms } from '../../fixtures/arbitrary-notes.ts';
import { RUNS } from '../../support/runs.ts';

const sum = (lines: Lines) => Object.values(lines).reduce((total, amount) => total + amount, 0);
const parts = (a: Application) =>
  a.principalOverdue + a.principalNotDue + a.ordinaryInterest + a.defaultInterest + a.collectionCosts + a.credit;

/** Records events one after another as the ledger does, and keeps the journal. */
function journalOf(terms: NoteTerms, events: readonly NoteEvent[]): { note: Note; journal: RecordedEntry[] } {
  const first = events[0]!;
  let note: Note = { terms, state: emptyState(first.valueDate) };
  const journal: RecordedEntry[] = [];
  for (const event of events) {
    const recording =
      journal.length === 0 || isInOrder(note, event)
        ? recordInOrder(note, event)
        : recordByReplay({ openingTerms: terms }, journal, event);
    note = recording.note;
    journal.push({
      event,
      lines: recording.lines,
      ...(recording.application ? { application: recording.application } : {}),
    });
    if (recording.adjustment) journal.push({ event: null, lines: recording.adjustment });
  }
  return { note, journal };
}

/** Everything about a note on a day but what the journal had recognised before it. */
function valuedOn({ terms, state }: Note, on: CalendarDate) {
  const { ledger: _ledger, unrecognised: _unrecognised, ...valued } = valueNote(terms, state, on);
  return valued;
}

const byOrder = (events: readonly NoteEvent[]) => [...events].sort((a, b) => (orderKey(a) < orderKey(b) ? -1 : 1));

function expectJournalTiesToState(note: Note, journal: readonly RecordedEntry[]) {
  const totals = journal.reduce<Lines>((all, entry) => addLines(all, entry.lines), {});
  const balances = ledgerBalances(note.state);
  for (const component of COMPONENTS) expect(totals[component] ?? 0).toBe(balances[component]);
  for (const entry of journal) expect(sum(entry.lines)).toBe(0);
}

describe('the fold of a note', () => {
  it('keeps every part of every payment, balances every entry and never lets a component go below zero', () => {
    fc.assert(
      fc.property(arbitraryTerms, arbitraryLife, (terms, life) => {
        const { note, journal } = journalOf(terms, byOrder(life));
        for (const { application } of journal) if (application) expect(parts(application)).toBe(application.amount);
        expectJournalTiesToState(note, journal);
        for (const component of COMPONENTS) expect(ledgerBalances(note.state)[component]).toBeGreaterThanOrEqual(0);
        expect(maturedInterest(note.state)).toBeLessThanOrEqual(note.state.ordinary.owed);
      }),
      { numRuns: RUNS },
    );
  });

  it('gives one state and one journal total whatever the recording order', () => {
    fc.assert(
      fc.property(
        arbitraryTerms,
        arbitraryLife,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        (terms, life, dice) => {
          const [first, ...rest] = byOrder(life) as [NoteEvent, ...NoteEvent[]];
          const shuffled = rest
            .map((event) => ({ event, at: dice.next().value as number }))
            .sort((a, b) => a.at - b.at)
            .map(({ event }) => event);
          const inOrder = journalOf(terms, [first, ...rest]);
          const anyOrder = journalOf(terms, [first, ...shuffled]);
          expect(anyOrder.note.state).toEqual(inOrder.note.state);
          expectJournalTiesToState(anyOrder.note, anyOrder.journal);
          const total = (journal: readonly RecordedEntry[]) =>
            journal.reduce<Lines>((all, { lines }) => addLines(all, lines), {});
          expect(total(anyOrder.journal)).toEqual(total(inOrder.journal));
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('after a reversal is as if the event had never been, and the journal shows both', () => {
    fc.assert(
      fc.property(arbitraryTerms, arbitraryLife, fc.nat(), (terms, life, pick) => {
        const ordered = byOrder(life);
        if (ordered.length < 2) return;
        const target = ordered[1 + (pick % (ordered.length - 1))]!;
        const reversal: NoteEvent = {
          kind: 'reversed',
          id: 'r-1',
          target: target.id,
          valueDate: target.valueDate,
          recordedOn: addDays(ordered.at(-1)!.valueDate, 30),
        };
        const { note, journal } = journalOf(terms, [...ordered, reversal]);
        const without = foldEvents(
          terms,
          ordered.filter((event) => event.id !== target.id),
        ).note;
        // What was taken back leaves its day: interest recognised by then stays so, and every later value is the same.
        const on = addDays(ordered.at(-1)!.valueDate, 400);
        expect(valuedOn(note, on)).toEqual(valuedOn(without, on));
        expectJournalTiesToState(note, journal);
        const entry = journal.find(({ event }) => event?.id === 'r-1')!;
        const original = journal.find(({ event }) => event?.id === target.id)!;
        if (original.application) expect(entry.application?.amount).toBe(-original.application.amount);
      }),
      { numRuns: RUNS },
    );
  });

  it('is not changed by an event that changes nothing, on any day, nor by the same event twice', () => {
    fc.assert(
      fc.property(arbitraryTerms, arbitraryLife, fc.integer({ min: 1, max: 1_200 }), (terms, life, day) => {
        const ordered = byOrder(life);
        const on = addDays(ordered[0]!.valueDate, day);
        const idle: NoteEvent = {
          kind: 'placement-changed',
          id: 'zz',
          valueDate: on,
          recordedOn: on,
          stage: 'mediation',
          agent: null,
        };
        const later = addDays(ordered.at(-1)!.valueDate, 1_300);
        const plain = foldEvents(terms, ordered).note;
        const touched = foldEvents(terms, [...ordered, idle]).note;
        const twice = foldEvents(terms, [...ordered, ...ordered]).note;
        expect(valueNote(touched.terms, touched.state, later)).toMatchObject({
          owed: valueNote(plain.terms, plain.state, later).owed,
          daysPastDue: valueNote(plain.terms, plain.state, later).daysPastDue,
        });
        expect(twice.state).toEqual(plain.state);
      }),
      { numRuns: RUNS },
    );
  });

  it('balances as of a day depend only on live events with a value date up to it', () => {
    fc.assert(
      fc.property(arbitraryTerms, arbitraryLife, fc.integer({ min: 1, max: 1_000 }), (terms, life, day) => {
        const ordered = byOrder(life);
        const on = addDays(ordered[0]!.valueDate, day);
        const known = ordered.filter((event) => event.valueDate <= on);
        const future = ordered.filter((event) => event.valueDate > on);
        const a = foldEvents(terms, known).note;
        const { journal } = journalOf(terms, [...known, ...future]);
        const again = foldEvents(
          terms,
          journal.flatMap(({ event }) => (event && event.valueDate <= on ? [event] : [])),
        ).note;
        expect(valueNote(again.terms, again.state, on).owed).toEqual(valueNote(a.terms, a.state, on).owed);
      }),
      { numRuns: RUNS },
    );
  });

  it('owes principal = lent or brought forward − what the journal took off it, never below zero', () => {
    fc.assert(
      fc.property(arbitraryTerms, arbitraryLife, (terms, life) => {
        const ordered = byOrder(life);
        const { note, journal } = journalOf(terms, ordered);
        const lent = journal.reduce((all, { event, lines }) => {
          if (event?.kind === 'disbursed') return all + event.amount;
          return event?.kind === 'brought-forward' ? all + (lines.principal ?? 0) : all;
        }, 0);
        const taken = journal.reduce((all, { event, lines, application }) => {
          if (event?.kind === 'brought-forward') return all;
          const own = event?.kind === 'disbursed' ? event.amount : 0;
          const paid = application === undefined ? 0 : application.principalOverdue + application.principalNotDue;
          expect(own - (lines.principal ?? 0)).toBeGreaterThanOrEqual(paid);
          return all + own - (lines.principal ?? 0);
        }, 0);
        expect(note.state.principal).toBe(lent - taken);
        expect(note.state.principal).toBeGreaterThanOrEqual(0);
        expect(dayNumber(note.state.accruedTo)).toBe(dayNumber(ordered.at(-1)!.valueDate));
      }),
      { numRuns: RUNS },
    );
  });
});
