import type { CalendarDate } from '../calendar/calendar-date.ts';
import type { NoteEvent } from '../loan-book/event.ts';
import type { Lines } from '../loan-book/line.ts';
import { ledgerBalances } from '../loan-book/note-state.ts';
import type { Recording } from '../loan-book/record-event.ts';
import { deterministicId } from './deterministic-id.ts';
import { CHAIN_START, chainEntry, payloadOf } from './entry-item.ts';
import type { CreditHead, Head } from './head-item.ts';
import type { PostedPart } from './ledger.ts';
import type { Dimensions, Entry, Office, Source } from './ledger-items.ts';
import type { Placement } from './placement-after-replay.ts';

/** Who recorded a posting, why and when: the same for all its entries. */
export interface PostingContext {
  readonly recordedOn: CalendarDate;
  readonly recordedAt: string;
  readonly actor: string;
  readonly reason: string;
  readonly source: Source;
  readonly officeOfPayment?: Office;
}

/** What a posting will write on one note, before anything is written. */
export interface NoteDraft {
  readonly before: Pick<Head, 'version'> | null;
  readonly after: Head;
  readonly entries: readonly Entry[];
  readonly part: PostedPart;
  /** Centavos that the file's credit grows by (negative: shrinks). */
  readonly creditChange: number;
}

/** Where a note's chain stands; a note being opened has none yet. */
type Before = Pick<
  Head,
  'noteId' | 'fileId' | 'dimensions' | 'version' | 'seq' | 'hash' | 'openedOn' | 'lastRecordedOn'
>;

export const unopened = (
  note: Pick<Head, 'noteId' | 'fileId' | 'dimensions'>,
  openedOn: CalendarDate,
  recordedOn: CalendarDate,
): Before => ({
  noteId: note.noteId,
  fileId: note.fileId,
  dimensions: note.dimensions,
  version: 0,
  seq: 0,
  hash: CHAIN_START,
  openedOn,
  lastRecordedOn: recordedOn,
});

export interface DraftExtra {
  /** Kind of the event that a reversal takes back. */
  readonly targetKind?: Entry['kind'];
  /** Where the note is collected once its past was replayed (placement-after-replay.ts). */
  readonly placement?: Placement;
  /** Payload of an opening, which carries the terms. */
  readonly payload?: string;
  /** Place of this note among those that one payment (or its reversal) reaches. */
  readonly part?: { readonly index: number; readonly of: number };
}

/**
 * Turns a recording of the loan book into the head and entries it writes: the event's entry and, when the past was
 * replayed with an effect, one adjustment whose id derives from note and cause. Pure.
 */
export function draftNote(
  before: Before,
  event: NoteEvent,
  recording: Recording,
  context: PostingContext,
  extra: DraftExtra = {},
): NoteDraft {
  const dimensions = dimensionsAfter(before, event, extra.placement);
  const common = {
    ownerType: 'note' as const,
    noteId: before.noteId,
    fileId: before.fileId,
    valueDate: event.valueDate,
    ...context,
    dimensions,
  };
  const main = chainEntry(
    {
      ...common,
      seq: before.seq + 1,
      kind: event.kind,
      eventId: event.id,
      lines: recording.lines,
      payload: extra.payload ?? payloadOf(event),
      ...(recording.application === undefined ? {} : { application: recording.application }),
      ...(event.kind === 'reversed' ? { cause: event.target } : {}),
      ...(event.kind === 'paid' ? { channel: event.channel } : {}),
      ...(event.kind === 'paid' && event.provisional === true ? { provisional: true } : {}),
      ...(extra.targetKind === undefined ? {} : { targetKind: extra.targetKind }),
      ...(extra.part === undefined || extra.part.of === 1 ? {} : { part: extra.part }),
    },
    before.hash,
  );
  const entries = recording.adjustment === null ? [main] : [main, adjustmentEntry(main, event, recording.adjustment)];
  const last = entries.at(-1) ?? main;
  return {
    before: before.version === 0 ? null : { version: before.version },
    after: {
      noteId: before.noteId,
      fileId: before.fileId,
      version: before.version + 1,
      seq: last.seq,
      hash: last.hash,
      note: recording.note,
      dimensions,
      openedOn: before.openedOn,
      lastRecordedOn: before.lastRecordedOn > context.recordedOn ? before.lastRecordedOn : context.recordedOn,
    },
    entries,
    part: {
      noteId: before.noteId,
      eventId: event.id,
      seqs: entries.map(({ seq }) => seq),
      ...(recording.application === undefined ? {} : { application: recording.application }),
      balancesAfter: ledgerBalances(recording.note.state),
      replayed: recording.replayed,
    },
    creditChange: -creditLine(recording.lines) - creditLine(recording.adjustment ?? {}),
  };
}

/** In order, a change of placement is the last one; after a replay the fold says which one is. */
function dimensionsAfter(before: Before, event: NoteEvent, replayed: Placement | undefined): Dimensions {
  const changed = replayed ?? (event.kind === 'placement-changed' ? event : before.dimensions);
  return { ...before.dimensions, stage: changed.stage, agent: changed.agent };
}

const creditLine = (lines: Lines): number => lines.credit ?? 0;

function adjustmentEntry(main: Entry, cause: NoteEvent, lines: Lines): Entry {
  const {
    hash,
    previousHash: _previous,
    application: _application,
    provisional: _provisional,
    part: _part,
    ...common
  } = main;
  return chainEntry(
    {
      ...common,
      seq: main.seq + 1,
      kind: 'adjustment',
      eventId: deterministicId('adjustment', `${main.noteId}|${cause.id}`),
      cause: cause.id,
      lines,
      payload: '',
    },
    hash,
  );
}

/** What a posting will write on the file's credit head. */
export interface CreditDraft {
  readonly before: Pick<CreditHead, 'version'> | null;
  readonly after: CreditHead;
  readonly entry: Entry;
}

export function draftCredit(
  before: CreditHead | null,
  fileId: string,
  change: number,
  cause: Entry,
  context: PostingContext,
): CreditDraft {
  const seq = (before?.seq ?? 0) + 1;
  const { hash: _hash, previousHash: _previous, application: _application, part: _part, ...common } = cause;
  const entry = chainEntry(
    { ...common, ownerType: 'credit', fileId, seq, lines: {}, payload: '', creditChange: change },
    before?.hash ?? CHAIN_START,
  );
  return {
    before: before === null ? null : { version: before.version },
    after: {
      fileId,
      version: (before?.version ?? 0) + 1,
      seq,
      hash: entry.hash,
      balance: (before?.balance ?? 0) + change,
      lastRecordedOn: context.recordedOn,
    },
    entry,
  };
}
