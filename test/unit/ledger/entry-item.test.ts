import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { calendarDate as day } from '../../../shared/calendar/calendar-date.ts';
import {
  chainEntry,
  decodeEntry,
  encodeEntry,
  eventOf,
  openingPayload,
  payloadOf,
  toRecorded,
  verifyChain,
} from '../../../shared/ledger/entry-item.ts';
import type { Entry } from '../../../shared/ledger/ledger-items.ts';
import type { NoteEvent } from '../../../shared/loan-book/event.ts';
import { entryOf, paymentOf } from '../../fixtures/entries.ts';
import { noteTerms } from '../../fixtures/note-terms.ts';

/** An entry that is not in a chain yet. */
function unchained(seq: number, over: Partial<Entry> = {}): Omit<Entry, 'hash' | 'previousHash'> {
  const { hash: _hash, previousHash: _previous, ...entry } = entryOf('N-1', seq, { eventId: `e-${seq}`, ...over });
  return entry;
}

/** The chain of three entries of a note, as it was written. */
function chain(): Entry[] {
  const first = chainEntry(unchained(1, { lines: { principal: 5, disbursements: -5 } }), '');
  const second = chainEntry(unchained(2), first.hash);
  return [first, second, chainEntry(unchained(3), second.hash)];
}

describe('an entry', () => {
  it('is hashed with the version of the chain, everything in it and the hash before', () => {
    const text =
      '{"actor":"test","dimensions":{"agent":null,"office":"hermosillo","product":"CREDITO","stage":"administrative"},' +
      '"eventId":"e-2","fileId":"F-N-1","kind":"charged","lines":{},"noteId":"N-1","ownerType":"note","payload":"",' +
      '"previousHash":"antes","reason":"test","recordedAt":"2026-11-19T18:00:00.000Z","recordedOn":"2026-11-19",' +
      '"seq":2,"source":{"id":"file-1","line":2,"type":"bank-file"},"valueDate":"2026-11-19","version":1}';
    const entry = chainEntry(unchained(2), 'antes');
    expect(entry.previousHash).toBe('antes');
    expect(entry.hash).toBe(createHash('sha256').update(text).digest('base64url'));
  });

  it('is stored under its owner and seq, and in the index of its day', () => {
    const entry = entryOf('N-1', 12, { recordedOn: '2025-02-11' });
    expect(encodeEntry(entry)).toEqual({
      ...entry,
      PK: 'NOTE#N-1',
      SK: '0000000012',
      recorded: '2025-02-11#15',
      recordedSort: 'NOTE#N-1#0000000012',
    });
    expect(decodeEntry(encodeEntry(entry))).toEqual(entry);
  });

  it('of a credit head is stored under its file', () => {
    const entry = entryOf('N-1', 1, { ownerType: 'credit', fileId: 'F-1', recordedOn: '2025-02-11' });
    expect(encodeEntry(entry)).toMatchObject({ PK: 'CREDIT#F-1', recorded: '2025-02-11#07' });
  });

  it('is not stored when its lines do not balance', () => {
    const entry = entryOf('N-1', 1, { eventId: 'e-1', lines: { principal: 5, disbursements: -4 } });
    expect(() => encodeEntry(entry)).toThrow('entry e-1 does not balance: 1');
  });
});

describe('the event of an entry', () => {
  const event: NoteEvent = {
    kind: 'paid',
    id: 'p-1',
    valueDate: day('2025-02-10'),
    recordedOn: day('2025-02-11'),
    // 2025-02-11T18:00:00.000Z is 1,739,296,800,000 ms: m70seo00 in base 36.
    arrival: '0m70seo00.00000',
    amount: 500,
    channel: 'window',
  };
  const stored = (over: Partial<Entry>) =>
    paymentOf(
      'N-1',
      1,
      { principalNotDue: 500 },
      {
        eventId: 'p-1',
        valueDate: '2025-02-10',
        recordedOn: '2025-02-11',
        recordedAt: '2025-02-11T18:00:00.000Z',
        ...over,
      },
    );

  it('is in its payload without what the entry says itself, and without an arrival that is its recording', () => {
    expect(payloadOf(event, '2025-02-11T18:00:00.000Z')).toBe('{"amount":500,"channel":"window"}');
    expect(payloadOf(event, '2025-02-11T18:00:00.001Z')).toBe(
      '{"amount":500,"channel":"window","arrival":"0m70seo00.00000"}',
    );
    const { arrival: _arrival, ...unarrived } = event;
    expect(payloadOf(unarrived, '2025-02-11T18:00:00.000Z')).toBe('{"amount":500,"channel":"window"}');
  });

  it('comes back, arrived when it was recorded unless it says so itself', () => {
    expect(eventOf(stored({ payload: '{"amount":500,"channel":"window"}' }))).toEqual(event);
    expect(eventOf(stored({ payload: '{"amount":500,"channel":"window","arrival":"00000000a.00000"}' }))).toEqual({
      ...event,
      arrival: '00000000a.00000',
    });
  });

  it('of an opening comes back without the terms that its payload carries', () => {
    const payload = openingPayload('{"amount":500,"channel":"window"}', noteTerms());
    expect(JSON.parse(payload)).toEqual({ amount: 500, channel: 'window', openingTerms: noteTerms() });
    expect(eventOf(stored({ payload }))).toEqual(event);
  });

  it.each([
    ['an adjustment', { kind: 'adjustment' }],
    ['a restatement', { kind: 'restated' }],
    ['a credit head', { ownerType: 'credit' }],
  ] as const)('is none for %s, which is derived', (_what, over) => {
    expect(eventOf(stored({ ...over, payload: '' }))).toBeNull();
  });

  it('is replayed with its lines, and its application when it has one', () => {
    const entry = stored({ payload: '{"amount":500,"channel":"window"}' });
    expect(toRecorded(entry)).toEqual({ event, lines: entry.lines, application: entry.application });
    const derived = entryOf('N-1', 2, { kind: 'adjustment', lines: { principal: 1, credit: -1 } });
    expect(Object.entries(toRecorded(derived))).toEqual([
      ['event', null],
      ['lines', { principal: 1, credit: -1 }],
    ]);
  });
});

describe('a chain', () => {
  it('is intact as it was written, and when there is nothing', () => {
    expect(verifyChain(chain(), chain()[2]!.hash)).toEqual([]);
    expect(verifyChain([], '')).toEqual([]);
  });

  it('shows an entry that was taken out', () => {
    const [first, , third] = chain();
    expect(verifyChain([first!, third!], third!.hash)).toEqual([
      { seq: 3, fault: 'gap' },
      { seq: 3, fault: 'broken-link' },
    ]);
  });

  it('shows an entry that was changed', () => {
    const [first, second, third] = chain();
    expect(verifyChain([first!, { ...second!, actor: 'otro' }, third!], third!.hash)).toEqual([
      { seq: 2, fault: 'changed-entry' },
    ]);
  });

  it('shows an entry that does not balance, although it was chained so', () => {
    const [first] = chain();
    const wrong = chainEntry(unchained(2, { lines: { principal: 5, disbursements: -4 } }), first!.hash);
    expect(verifyChain([first!, wrong], wrong.hash)).toEqual([{ seq: 2, fault: 'unbalanced' }]);
  });

  it('shows that its last entries are not those of the head', () => {
    expect(verifyChain(chain().slice(0, 2), chain()[2]!.hash)).toEqual([{ seq: 2, fault: 'broken-link' }]);
  });
});
