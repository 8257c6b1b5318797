import { describe, expect, it } from 'vitest';
import { calendarDate as day } from '../../../shared/calendar/calendar-date.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import { packCheckpoint } from '../../../shared/ledger/compact-note.ts';
import { draftCredit } from '../../../shared/ledger/draft-credit.ts';
import { draftNote, draftRestatement, type PostingContext, unopened } from '../../../shared/ledger/draft-posting.ts';
import type { CreditHead, Head } from '../../../shared/ledger/head-item.ts';
import type { NoteEvent } from '../../../shared/loan-book/event.ts';
import { FOLD_VERSION } from '../../../shared/loan-book/fold.ts';
import { emptyState, type Note } from '../../../shared/loan-book/note-state.ts';
import type { Recording } from '../../../shared/loan-book/record-event.ts';
import { noteTerms } from '../../fixtures/note-terms.ts';

const OPENED = day('2025-02-10');
const NOTE: Note = {
  terms: noteTerms(),
  state: { ...emptyState(OPENED), accruedTo: day('2025-03-05'), principal: 90_000, collectionCosts: 7 },
};
const BALANCES = { principal: 90_000, ordinaryInterest: 0, defaultInterest: 0, collectionCosts: 7 };
const DIMENSIONS = { office: 'nogales', stage: 'administrative', agent: null, product: 'CREDITO' } as const;
const CONTEXT: PostingContext = {
  recordedOn: day('2025-03-10'),
  recordedAt: '2025-03-10T18:00:00.000Z',
  actor: 'cajera',
  reason: 'window',
  source: { type: 'window', id: 'w-1' },
  officeOfPayment: 'obregon',
};
/** What every entry of the posting says. */
const SAID = {
  ownerType: 'note',
  noteId: 'N-1',
  fileId: 'F-1',
  valueDate: '2025-03-05',
  ...CONTEXT,
  dimensions: DIMENSIONS,
  fold: FOLD_VERSION,
};
const HEAD: Head = {
  noteId: 'N-1',
  fileId: 'F-1',
  version: 5,
  seq: 8,
  hash: 'h-8',
  fold: FOLD_VERSION,
  note: NOTE,
  checkpoints: [
    { seq: 3, date: day('2025-03-04') },
    { seq: 4, date: day('2025-03-05') },
  ],
  dimensions: DIMENSIONS,
  openedOn: OPENED,
  contractedOn: day('2025-02-01'),
  lastRecordedOn: day('2025-03-08'),
};
const PAID: NoteEvent = {
  kind: 'paid',
  id: 'p-1',
  valueDate: day('2025-03-05'),
  recordedOn: day('2025-03-10'),
  amount: 10_500,
  channel: 'window',
  provisional: true,
};
const APPLICATION = {
  amount: 10_500,
  principalOverdue: 0,
  principalNotDue: 10_000,
  ordinaryInterest: 0,
  defaultInterest: 0,
  collectionCosts: 0,
  credit: 500,
  overdue: false,
};
const LINES = { 'clearing:window': 10_500, principal: -10_000, credit: -500 } as const;
const IN_ORDER: Recording = {
  note: NOTE,
  lines: LINES,
  application: APPLICATION,
  adjustment: null,
  replayed: false,
};
const REPLAYED: Recording = { ...IN_ORDER, adjustment: { principal: -20, credit: 20 }, replayed: true };

describe('the draft of an opening', () => {
  const event: NoteEvent = { kind: 'disbursed', id: 'd-1', valueDate: OPENED, recordedOn: OPENED, amount: 90_000 };
  const recording: Recording = {
    note: NOTE,
    lines: { principal: 90_000, disbursements: -90_000 },
    adjustment: null,
    replayed: false,
  };
  const note = { noteId: 'N-1', fileId: 'F-1', dimensions: DIMENSIONS };

  it('is a first entry with the terms, and a head that must not exist yet', () => {
    const draft = draftNote(unopened(note, OPENED, day('2025-02-11')), event, recording, CONTEXT, {
      openingTerms: NOTE.terms,
    });
    expect(draft.before).toBeNull();
    const [entry] = draft.entries;
    expect(draft.entries).toEqual([
      {
        ...SAID,
        valueDate: OPENED,
        seq: 1,
        kind: 'disbursed',
        eventId: 'd-1',
        lines: { principal: 90_000, disbursements: -90_000 },
        payload: JSON.stringify({ amount: 90_000, openingTerms: NOTE.terms }),
        previousHash: '',
        hash: entry!.hash,
      },
    ]);
    expect(draft.after).toEqual({
      noteId: 'N-1',
      fileId: 'F-1',
      version: 1,
      seq: 1,
      hash: entry!.hash,
      fold: FOLD_VERSION,
      note: NOTE,
      checkpoints: [],
      dimensions: DIMENSIONS,
      openedOn: OPENED,
      contractedOn: OPENED,
      lastRecordedOn: day('2025-03-10'),
    });
    expect(draft.part).toEqual({
      noteId: 'N-1',
      eventId: 'd-1',
      seqs: [1],
      balancesAfter: BALANCES,
      replayed: false,
    });
    expect(draft.creditChange).toBe(0);
  });

  it('keeps the day of the contract when it is another', () => {
    expect(unopened(note, OPENED, OPENED, day('2025-01-15')).contractedOn).toBe('2025-01-15');
  });
});

describe('the draft of a payment', () => {
  it('says how it came and was applied, and what the credit grows by', () => {
    const draft = draftNote(HEAD, PAID, IN_ORDER, CONTEXT, { part: { index: 0, of: 2 } });
    expect(draft.before).toEqual({ version: 5 });
    expect(draft.entries).toEqual([
      {
        ...SAID,
        seq: 9,
        kind: 'paid',
        eventId: 'p-1',
        lines: LINES,
        payload: '{"amount":10500,"channel":"window","provisional":true}',
        application: APPLICATION,
        channel: 'window',
        provisional: true,
        part: { index: 0, of: 2 },
        previousHash: 'h-8',
        hash: draft.entries[0]!.hash,
      },
    ]);
    expect(draft.after).toEqual({
      ...HEAD,
      version: 6,
      seq: 9,
      hash: draft.entries[0]!.hash,
      lastRecordedOn: '2025-03-10',
    });
    expect(draft.part).toEqual({
      noteId: 'N-1',
      eventId: 'p-1',
      seqs: [9],
      application: APPLICATION,
      balancesAfter: BALANCES,
      replayed: false,
    });
    expect(draft.creditChange).toBe(500);
  });

  it('that is whole and good says neither part nor provisional', () => {
    const { provisional: _provisional, ...good } = PAID;
    const draft = draftNote(HEAD, good, IN_ORDER, CONTEXT, { part: { index: 0, of: 1 } });
    expect(Object.keys(draft.entries[0]!)).not.toContain('part');
    expect(Object.keys(draft.entries[0]!)).not.toContain('provisional');
    expect(Object.keys(draft.entries[0]!)).not.toContain('checkpoint');
    expect(Object.keys(draft.entries[0]!)).not.toContain('cause');
    expect(Object.keys(draft.entries[0]!)).not.toContain('targetKind');
  });

  it('does not take back the day on which the note was last recorded', () => {
    const late = { ...HEAD, lastRecordedOn: day('2025-03-11') };
    expect(draftNote(late, PAID, IN_ORDER, CONTEXT).after.lastRecordedOn).toBe('2025-03-11');
  });

  it('in the past adds an adjustment that it is the cause of, and spoils the checkpoints from its day on', () => {
    const draft = draftNote(HEAD, PAID, REPLAYED, CONTEXT, { part: { index: 1, of: 2 } });
    const [main, adjustment] = draft.entries;
    expect(draft.entries).toHaveLength(2);
    expect(adjustment).toEqual({
      ...SAID,
      seq: 10,
      kind: 'adjustment',
      eventId: deterministicId('adjustment', 'N-1|p-1'),
      cause: 'p-1',
      channel: 'window',
      lines: { principal: -20, credit: 20 },
      payload: '',
      previousHash: main!.hash,
      hash: adjustment!.hash,
    });
    expect(draft.after).toMatchObject({ version: 6, seq: 10, hash: adjustment!.hash });
    expect(draft.after.checkpoints).toEqual([{ seq: 3, date: '2025-03-04' }]);
    expect(draft.part.seqs).toEqual([9, 10]);
    expect(draft.part.replayed).toBe(true);
    expect(draft.creditChange).toBe(480);
  });
});

describe('a checkpoint', () => {
  it('is carried by the sixteenth entry, and the head lists it', () => {
    const draft = draftNote({ ...HEAD, seq: 15 }, PAID, IN_ORDER, CONTEXT);
    expect(draft.entries[0]!.checkpoint).toBe(packCheckpoint(NOTE));
    expect(draft.after.checkpoints.at(-1)).toEqual({ seq: 16, date: '2025-03-05' });
  });

  it('is carried by the adjustment when that is the last entry', () => {
    const draft = draftNote({ ...HEAD, seq: 14 }, PAID, REPLAYED, CONTEXT);
    expect(draft.entries.map((entry) => entry.checkpoint)).toEqual([undefined, packCheckpoint(NOTE)]);
    expect(draft.after.checkpoints.at(-1)).toEqual({ seq: 16, date: '2025-03-05' });
  });

  it('counts the entry of a restatement too', () => {
    const draft = draftNote({ ...HEAD, seq: 14 }, PAID, IN_ORDER, CONTEXT, { restated: { principal: 1, waivers: -1 } });
    expect(draft.entries.map(({ seq, checkpoint }) => [seq, checkpoint !== undefined])).toEqual([
      [15, false],
      [16, true],
    ]);
    expect(draft.after.checkpoints).toEqual([{ seq: 16, date: '2025-03-05' }]);
  });
});

describe('the draft of a reversal', () => {
  it('names what it takes back, and its kind', () => {
    const event: NoteEvent = {
      kind: 'reversed',
      id: 'r-1',
      target: 'p-1',
      valueDate: day('2025-03-05'),
      recordedOn: day('2025-03-10'),
    };
    const [entry] = draftNote(HEAD, event, IN_ORDER, CONTEXT, { target: PAID }).entries;
    expect(entry).toMatchObject({ kind: 'reversed', cause: 'p-1', targetKind: 'paid' });
    expect(Object.keys(entry!)).not.toContain('channel');
  });
});

describe('the draft of a change of placement', () => {
  const moved: NoteEvent = {
    kind: 'placement-changed',
    id: 'm-1',
    valueDate: day('2025-03-05'),
    recordedOn: day('2025-03-10'),
    stage: 'judicial',
    agent: 'a-7',
  };

  it('moves the note, and nothing else of its dimensions', () => {
    expect(draftNote(HEAD, moved, IN_ORDER, CONTEXT).after.dimensions).toEqual({
      ...DIMENSIONS,
      stage: 'judicial',
      agent: 'a-7',
    });
  });

  it('gives way to what the replay of the past says', () => {
    const placement = { stage: 'mediation', agent: null } as const;
    const draft = draftNote(HEAD, moved, REPLAYED, CONTEXT, { placement });
    expect(draft.after.dimensions).toEqual({ ...DIMENSIONS, stage: 'mediation' });
    expect(draft.entries[0]!.dimensions.stage).toBe('mediation');
  });
});

describe('a restatement', () => {
  const restated = { principal: 30, credit: -30 } as const;
  // UUIDv5 of "restated" and "N-1|3", by another program.
  const eventId = '14d26243-307b-550c-a782-32d0c6db2c5a';

  it('before a posting is an entry of its own, of today, where the note was', () => {
    const placement = { stage: 'judicial', agent: 'a-7' } as const;
    const draft = draftNote(HEAD, PAID, IN_ORDER, CONTEXT, { restated, placement });
    expect(draft.entries[0]).toEqual({
      ...SAID,
      valueDate: '2025-03-10',
      seq: 9,
      kind: 'restated',
      eventId,
      lines: restated,
      payload: '',
      previousHash: 'h-8',
      hash: draft.entries[0]!.hash,
    });
    expect(draft.entries[1]).toMatchObject({ seq: 10, kind: 'paid', previousHash: draft.entries[0]!.hash });
    expect(draft.after.checkpoints).toEqual([]);
    expect(draft.part.seqs).toEqual([10]);
    expect(draft.creditChange).toBe(530);
  });

  it('that changes nothing leaves no entry, and no checkpoint of the old rules', () => {
    const draft = draftNote(HEAD, PAID, IN_ORDER, CONTEXT, { restated: {} });
    expect(draft.entries.map(({ seq, kind, previousHash }) => [seq, kind, previousHash])).toEqual([[9, 'paid', 'h-8']]);
    expect(draft.after.checkpoints).toEqual([]);
  });

  it('alone moves the head to today’s version of the fold', () => {
    const old = { ...HEAD, fold: FOLD_VERSION - 1, checkpoints: HEAD.checkpoints };
    const draft = draftRestatement(old, NOTE, restated, CONTEXT);
    const [entry] = draft.entries;
    expect(draft.entries).toHaveLength(1);
    expect(entry).toMatchObject({
      ...SAID,
      valueDate: '2025-03-10',
      seq: 9,
      kind: 'restated',
      eventId,
      lines: restated,
      previousHash: 'h-8',
    });
    expect(draft.before).toEqual({ version: 5 });
    expect(draft.after).toEqual({
      ...HEAD,
      version: 6,
      seq: 9,
      hash: entry!.hash,
      checkpoints: [],
      lastRecordedOn: '2025-03-10',
    });
    expect(draft.part).toEqual({ noteId: 'N-1', eventId, seqs: [9], balancesAfter: BALANCES, replayed: true });
    expect(draft.creditChange).toBe(30);
  });

  it('alone that changes nothing only moves the head', () => {
    const draft = draftRestatement({ ...HEAD, fold: FOLD_VERSION - 1 }, NOTE, {}, CONTEXT);
    expect(draft.entries).toEqual([]);
    expect(draft.after).toEqual({ ...HEAD, version: 6, checkpoints: [] });
    expect(draft.part).toEqual({ noteId: 'N-1', eventId, seqs: [], balancesAfter: BALANCES, replayed: true });
    expect(draft.creditChange).toBe(0);
  });
});

describe('the draft on a credit head', () => {
  const cause = () =>
    draftNote({ ...HEAD, seq: 15 }, PAID, IN_ORDER, CONTEXT, { part: { index: 0, of: 2 } }).entries[0]!;
  const entry = {
    ...SAID,
    ownerType: 'credit',
    kind: 'paid',
    eventId: 'p-1',
    channel: 'window',
    provisional: true,
    lines: {},
    payload: '',
    creditChange: 500,
  };
  const { fold: _fold, ...said } = entry;

  it('of a file without one opens it', () => {
    const draft = draftCredit(null, 'F-1', 500, cause(), CONTEXT);
    expect(draft.before).toBeNull();
    expect(draft.entry).toEqual({ ...said, seq: 1, previousHash: '', hash: draft.entry.hash });
    expect(draft.after).toEqual({
      fileId: 'F-1',
      version: 1,
      seq: 1,
      hash: draft.entry.hash,
      balance: 500,
      lastRecordedOn: '2025-03-10',
    });
  });

  it('adds to what is held, in its own chain', () => {
    const before: CreditHead = {
      fileId: 'F-1',
      version: 4,
      seq: 6,
      hash: 'c-6',
      balance: 120,
      lastRecordedOn: day('2025-03-01'),
    };
    const draft = draftCredit(before, 'F-1', -200, cause(), CONTEXT);
    expect(draft.before).toEqual({ version: 4 });
    expect(draft.entry).toMatchObject({ seq: 7, previousHash: 'c-6', creditChange: -200 });
    expect(draft.after).toMatchObject({ version: 5, seq: 7, hash: draft.entry.hash, balance: -80 });
  });
});
