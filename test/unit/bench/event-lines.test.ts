import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addDays, type CalendarDate, calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { foldEvents } from '../../../shared/loan-book/fold.ts';
import { valueNote } from '../../../shared/loan-book/valuation.ts';
import { readEventLines, type StoredNote, writeEventLines } from '../../bench/event-lines.ts';
import { LONG_NOTE_TERMS, longNote } from '../../bench/long-note.ts';
import { addOwedOn, noPastSum } from '../../bench/owed-on.ts';

const LONG: StoredNote = { noteId: 'long', terms: LONG_NOTE_TERMS, events: longNote() };
const lent = LONG.events.slice(0, 1);
const SHORT: StoredNote = { noteId: 'short', terms: LONG_NOTE_TERMS, events: lent };

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'event-lines-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function readBack(path: string): Promise<StoredNote[]> {
  const notes: StoredNote[] = [];
  for await (const note of readEventLines(path)) notes.push(note);
  return notes;
}

describe('a file of event lines', () => {
  it('gives back each note whole, under another id for each copy', async () => {
    const path = join(folder, 'notes.jsonl');
    expect(await writeEventLines(path, [LONG, SHORT], 2)).toBe(802);
    const copies = ['1', '2'].flatMap((copy) =>
      [LONG, SHORT].map((note) => ({ ...note, noteId: `${note.noteId}-${copy}` })),
    );
    expect(await readBack(path)).toEqual(copies);
  });

  it('is refused at a note that does not begin with its terms', async () => {
    const path = join(folder, 'headless.jsonl');
    appendFileSync(path, `${JSON.stringify({ noteId: 'headless', event: lent[0] })}\n`);
    await expect(readBack(path)).rejects.toThrow('the first line of note headless has no terms');
  });
});

describe('what notes owed on a past day', () => {
  it('is of the events up to it alone, and nothing before a note was opened', () => {
    const sum = noPastSum();
    addOwedOn(sum, SHORT, calendarDate('2015-01-30'));
    expect(sum).toEqual({ ...noPastSum(), notes: 1 });
    addOwedOn(sum, SHORT, calendarDate('2015-01-31'));
    expect(sum).toMatchObject({ notes: 2, replayed: 1, owed: { principal: 3_000_000, ordinaryInterest: 0 } });
    addOwedOn(sum, SHORT, calendarDate('2015-02-28'));
    // The second time 30,000.00 for 28 days at 3 %, as nobody is late yet: 3,000,000 × 0.03 × 28 ÷ 365 = 6,904.1 centavos.
    const owed = { principal: 6_000_000, ordinaryInterest: 6_904, defaultInterest: 0, collectionCosts: 0 };
    expect(sum).toEqual({ notes: 3, replayed: 2, owed });
  });
});

describe('the long note', () => {
  const valuedOn = (date: CalendarDate) => {
    const { terms, state } = foldEvents(
      LONG.terms,
      LONG.events.filter(({ valueDate }) => valueDate <= date),
    ).note;
    return { ...valueNote(terms, state, date), agreement: state.agreement?.standing };
  };

  it('has 400 events, waivers and agreements that were kept and broken among them', () => {
    expect(LONG.events).toHaveLength(400);
    const kinds = new Set(LONG.events.map(({ kind }) => kind));
    for (const kind of ['waived', 'charged', 'average-recorded', 'reversed', 'agreement-fulfilled', 'agreement-broken'])
      expect(kinds).toContain(kind);
  });

  it('keeps its bands for two years, falls years behind, and has its 120 due dates behind it', () => {
    expect(valuedOn(calendarDate('2017-01-01'))).toMatchObject({ punctual: true, daysPastDue: 0 });
    expect(valuedOn(calendarDate('2020-02-01'))).toMatchObject({ daysPastDue: 0, agreement: 'fulfilled' });
    const broken = valuedOn(calendarDate('2022-02-01'));
    expect(broken).toMatchObject({ punctual: false, agreement: 'broken' });
    expect(broken.daysPastDue).toBeGreaterThan(365);
    const lastDue = calendarDate('2025-01-31');
    expect(valuedOn(addDays(lastDue, 20)).due.principal).toBe(valuedOn(addDays(lastDue, 20)).owed.principal);
  });
});
