import { describe, expect, it } from 'vitest';
import { calendarDate as day } from '../../../shared/calendar/calendar-date.ts';
import type { Head } from '../../../shared/ledger/head-item.ts';
import type { Entry } from '../../../shared/ledger/ledger-items.ts';
import { wholePast } from '../../../shared/ledger/past.ts';
import { placementAfterReplay } from '../../../shared/ledger/placement-after-replay.ts';
import { asItStands, restated } from '../../../shared/ledger/restate.ts';
import { eventsOf, foldAsOf, foldBefore, openingTerms } from '../../../shared/ledger/state-as-known-on.ts';
import type { NoteEvent } from '../../../shared/loan-book/event.ts';
import { emptyState } from '../../../shared/loan-book/note-state.ts';
import { entryOf } from '../../fixtures/entries.ts';
import { noteTerms } from '../../fixtures/note-terms.ts';

// 1,000.00 without interest lent on 1 February; 200.00 paid on the 10th and 300.00 on the 20th, the later one recorded
// first; the 200.00 taken back on 1 March.
const TERMS = noteTerms({ baseRate: 0, bands: [], defaultRate: 0 });
const of = (seq: number, valueDate: string, recordedOn: string, over: Partial<Entry>) =>
  entryOf('N-1', seq, { valueDate, recordedOn, recordedAt: `${recordedOn}T18:00:00.000Z`, ...over });
const LENT = of(1, '2025-02-01', '2025-02-01', {
  kind: 'disbursed',
  eventId: 'd-1',
  payload: JSON.stringify({ amount: 100_000, openingTerms: TERMS }),
  lines: { principal: 100_000, disbursements: -100_000 },
});
const PAID_LATE = of(2, '2025-02-20', '2025-02-21', {
  kind: 'paid',
  eventId: 'p-20',
  payload: '{"amount":30000,"channel":"cie"}',
  lines: { 'clearing:cie': 30_000, principal: -30_000 },
});
const PAID_EARLY = of(3, '2025-02-10', '2025-02-22', {
  kind: 'paid',
  eventId: 'p-10',
  payload: '{"amount":20000,"channel":"cie"}',
  lines: { 'clearing:cie': 20_000, principal: -20_000 },
});
const ADJUSTED = of(4, '2025-02-10', '2025-02-22', { kind: 'adjustment', eventId: 'a-1', lines: {} });
const TAKEN_BACK = of(5, '2025-02-10', '2025-03-01', {
  kind: 'reversed',
  eventId: 'r-1',
  payload: '{"target":"p-10"}',
  lines: { 'clearing:cie': -20_000, principal: 20_000 },
});
const KNOWN = [LENT, PAID_LATE, PAID_EARLY, ADJUSTED];
const past = (entries: readonly Entry[]) => ({ start: { openingTerms: TERMS }, entries });
const principal = (note: ReturnType<typeof foldAsOf>) => note?.state.principal;

describe('the journal of a note', () => {
  it('gives the events in it and the terms of its opening', () => {
    expect(eventsOf(KNOWN).map(({ id }) => id)).toEqual(['d-1', 'p-20', 'p-10']);
    expect(openingTerms(KNOWN)).toEqual(TERMS);
    expect(() => openingTerms([])).toThrow('a note without entries has no terms');
  });

  it('is a past from the opening, where the note was placed then', () => {
    const dimensions = { ...LENT.dimensions, stage: 'judicial' } as const;
    expect(wholePast(KNOWN, { dimensions })).toEqual({
      start: { openingTerms: TERMS },
      entries: KNOWN,
      placed: LENT.dimensions,
      isWhole: true,
    });
  });
});

describe('a note as it was', () => {
  it('just before a payment has what comes before it by value date, whenever that was recorded', () => {
    const at = (valueDate: string): NoteEvent => ({
      kind: 'paid',
      id: 'x',
      valueDate: day(valueDate),
      recordedOn: day('2025-03-10'),
      amount: 1,
      channel: 'cie',
    });
    expect(principal(foldBefore(past(KNOWN), at('2025-02-15')))).toBe(80_000);
    expect(principal(foldBefore(past([...KNOWN, TAKEN_BACK]), at('2025-02-25')))).toBe(70_000);
    expect(foldBefore(past(KNOWN), at('2025-01-31'))).toBeUndefined();
  });

  it('just before an event of its own has not that event, and what is taken back of its day is gone', () => {
    const [, , early] = eventsOf(KNOWN);
    expect(principal(foldBefore(past(KNOWN), early!))).toBe(100_000);
    const later: NoteEvent = { ...early!, id: 'x', arrival: 'z' };
    expect(principal(foldBefore(past(KNOWN), later))).toBe(80_000);
    expect(principal(foldBefore(past([...KNOWN, TAKEN_BACK]), later))).toBe(100_000);
  });

  it('known on a day has what was recorded by then', () => {
    const on = (date: string) => principal(foldAsOf(past([...KNOWN, TAKEN_BACK]), { recordedBy: day(date) }));
    expect(['2025-01-31', '2025-02-20', '2025-02-21', '2025-02-22', '2025-03-01'].map(on)).toEqual([
      undefined,
      100_000,
      70_000,
      50_000,
      70_000,
    ]);
  });

  it('valued on a day has what happened by then, and what was taken back since is gone', () => {
    const on = (date: string, entries: readonly Entry[]) => principal(foldAsOf(past(entries), { valuedBy: day(date) }));
    expect(on('2025-02-09', KNOWN)).toBe(100_000);
    expect(on('2025-02-10', KNOWN)).toBe(80_000);
    expect(on('2025-02-20', KNOWN)).toBe(50_000);
    expect(on('2025-02-20', [...KNOWN, TAKEN_BACK])).toBe(70_000);
    expect(principal(foldAsOf(past(KNOWN), {}))).toBe(50_000);
  });

  it('is nothing by a reversal alone, unless it starts from a note', () => {
    expect(foldAsOf(past([TAKEN_BACK]), {})).toBeUndefined();
    expect(foldAsOf(past([]), {})).toBeUndefined();
    const note = { terms: TERMS, state: { ...emptyState(day('2025-02-01')), lastKey: 'k', principal: 9 } };
    expect(principal(foldAsOf({ start: { note }, entries: [] }, {}))).toBe(9);
  });
});

describe('where a note is collected after a replay', () => {
  const OPENED = { stage: 'administrative', agent: null, office: 'nogales' } as const;
  const moved = (id: string, on: string, agent: string): NoteEvent => ({
    kind: 'placement-changed',
    id,
    valueDate: day(on),
    recordedOn: day('2025-03-10'),
    stage: 'judicial',
    agent,
  });
  const history = (...events: (NoteEvent | null)[]) => events.map((event) => ({ event, lines: {} }));
  const reversed = (target: string): NoteEvent => ({
    kind: 'reversed',
    id: 'r-1',
    target,
    valueDate: day('2025-02-10'),
    recordedOn: day('2025-03-10'),
  });

  it('is the last by value date, whichever was recorded last', () => {
    const last = moved('m-2', '2025-02-20', 'a-2');
    const first = moved('m-1', '2025-02-10', 'a-1');
    expect(placementAfterReplay(OPENED, history(last, null), first)).toEqual({ stage: 'judicial', agent: 'a-2' });
    expect(placementAfterReplay(OPENED, history(first), last)).toEqual({ stage: 'judicial', agent: 'a-2' });
  });

  it('is the one before when it is taken back, and in the end that of the opening', () => {
    const only = moved('m-1', '2025-02-10', 'a-1');
    expect(placementAfterReplay(OPENED, history(only), reversed('m-1'))).toEqual({
      stage: 'administrative',
      agent: null,
    });
  });
});

describe('a note to post on', () => {
  it('stands as its head says, with its journal', () => {
    const note = { terms: TERMS, state: emptyState(day('2025-02-01')) };
    const standing = asItStands({ note } as Head, wholePast(KNOWN, LENT));
    expect(standing.note).toBe(note);
    expect(standing.history.map(({ event }) => event?.id)).toEqual(['d-1', 'p-20', 'p-10', undefined]);
    expect(standing.lines).toBeUndefined();
  });

  it('is restated by what today’s rules find different from what was booked', () => {
    // The journal took 25.00 too little off principal.
    const booked = { ...PAID_LATE, lines: { 'clearing:cie': 30_000, principal: -27_500, waivers: -2_500 } };
    const { note, lines, history } = restated(wholePast([LENT, booked], LENT));
    expect(note.state.principal).toBe(70_000);
    expect(lines).toEqual({ principal: -2_500, waivers: 2_500 });
    expect(history).toHaveLength(3);
    expect(history[2]).toEqual({ event: null, lines });
  });

  it('is restated by nothing when the journal is right', () => {
    expect(restated(wholePast(KNOWN, LENT)).lines).toEqual({});
  });
});
