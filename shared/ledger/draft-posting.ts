import type { CalendarDate } from '../calendar/calendar-date.ts';
import { deterministicId } from '../canonical/deterministic-id.ts';
import type { Office } from '../institute/offices.ts';
import type { NoteEvent } from '../loan-book/event.ts';
import { FOLD_VERSION } from '../loan-book/fold.ts';
import type { Lines } from '../loan-book/line.ts';
import { ledgerBalances, type Note } from '../loan-book/note-state.ts';
import type { NoteTerms } from '../loan-book/note-terms.ts';
import type { Recording } from '../loan-book/record-event.ts';
import { type Checkpoint, checkpointsBefore, isCheckpointDue, withCheckpoint } from './checkpoints.ts';
import { packCheckpoint } from './compact-note.ts';
import { CHAIN_START, chainEntry, openingPayload, payloadOf } from './entry-item.ts';
import type { Head } from './head-item.ts';
import type { PostedPart } from './ledger.ts';
import type { Dimensions, Entry, Source } from './ledger-items.ts';
import { type MoneyIn, moneyBack, moneyIn } from './money-in.ts';
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
  /** The head as it was read; null when the posting opens the note. */
  readonly stood: Head | null;
  /** Money that the event, or the one that it takes back, brought in on the note; null when it moves none. */
  readonly money: MoneyIn | null;
}

/** Where a note's chain stands; a note being opened has none yet. */
type Before = Pick<
  Head,
  | 'noteId'
  | 'fileId'
  | 'dimensions'
  | 'version'
  | 'seq'
  | 'hash'
  | 'checkpoints'
  | 'openedOn'
  | 'contractedOn'
  | 'lastRecordedOn'
>;

export const unopened = (
  note: Pick<Head, 'noteId' | 'fileId' | 'dimensions'>,
  openedOn: CalendarDate,
  recordedOn: CalendarDate,
  contractedOn: CalendarDate = openedOn,
): Before => ({
  noteId: note.noteId,
  fileId: note.fileId,
  dimensions: note.dimensions,
  version: 0,
  seq: 0,
  hash: CHAIN_START,
  checkpoints: [],
  openedOn,
  contractedOn,
  lastRecordedOn: recordedOn,
});

export interface DraftExtra {
  /** The event that a reversal takes back. */
  readonly target?: NoteEvent;
  /** Where the note is collected once its past was replayed (placement-after-replay.ts). */
  readonly placement?: Placement;
  /** Of an opening, whose entry carries them. */
  readonly openingTerms?: NoteTerms;
  /** The note as today's version of the fold makes it, and what that changed, when its head is of another one. */
  readonly restated?: Lines;
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
    fold: FOLD_VERSION,
  };
  const restated = draftRestated(before, extra.restated, common);
  const payload = payloadOf(event, context.recordedAt);
  const { adjustment } = recording;
  const lastSeq = (restated?.seq ?? before.seq) + (adjustment === null ? 1 : 2);
  const checkpoint = isCheckpointDue(before.seq, lastSeq) ? { checkpoint: packCheckpoint(recording.note) } : {};
  const main = chainEntry(
    {
      ...common,
      seq: (restated?.seq ?? before.seq) + 1,
      kind: event.kind,
      eventId: event.id,
      lines: recording.lines,
      payload: extra.openingTerms === undefined ? payload : openingPayload(payload, extra.openingTerms),
      ...(recording.application === undefined ? {} : { application: recording.application }),
      ...(event.kind === 'reversed' ? { cause: event.target } : {}),
      ...(event.kind === 'paid' ? { channel: event.channel } : {}),
      ...(event.kind === 'paid' && event.provisional === true ? { provisional: true } : {}),
      ...(extra.target === undefined ? {} : { targetKind: extra.target.kind }),
      ...(extra.part === undefined || extra.part.of === 1 ? {} : { part: extra.part }),
      ...(adjustment === null ? checkpoint : {}),
    },
    restated?.hash ?? before.hash,
  );
  const entries = [
    ...(restated === undefined ? [] : [restated]),
    main,
    ...(adjustment === null ? [] : [adjustmentEntry(main, event, adjustment, checkpoint)]),
  ];
  const last = entries.at(-1) ?? main;
  return {
    before: before.version === 0 ? null : { version: before.version },
    after: headAfter(before, recording.note, last, context, goodCheckpoints(before, event, recording, extra)),
    entries,
    part: {
      noteId: before.noteId,
      eventId: event.id,
      seqs: entries.filter(({ kind }) => kind !== 'restated').map(({ seq }) => seq),
      ...(recording.application === undefined ? {} : { application: recording.application }),
      balancesAfter: ledgerBalances(recording.note.state),
      replayed: recording.replayed,
    },
    creditChange: 0 - entries.reduce((sum, { lines }) => sum + (lines.credit ?? 0), 0),
    stood: null,
    money: event.kind === 'reversed' ? moneyBack(extra.target) : moneyIn(event),
  };
}

/** Two postings on one note in one transaction: the second goes on where the first left it. */
export function thenDrafted(first: NoteDraft, next: NoteDraft): NoteDraft {
  return {
    ...first,
    after: { ...next.after, version: first.after.version },
    entries: [...first.entries, ...next.entries],
    part: { ...first.part, balancesAfter: next.part.balancesAfter },
    creditChange: first.creditChange + next.creditChange,
  };
}

/** The entry of the event itself, beside those that a restatement or a replay adds. */
export const ownEntry = ({ entries, part }: NoteDraft): Entry | undefined =>
  entries.find(({ eventId }) => eventId === part.eventId);

/** A replay changes what came after its day, and a restatement everything. */
function goodCheckpoints(
  before: Before,
  event: NoteEvent,
  { replayed }: Recording,
  { restated }: DraftExtra,
): readonly Checkpoint[] {
  if (restated !== undefined) return [];
  return replayed ? checkpointsBefore(before.checkpoints, event.valueDate) : before.checkpoints;
}

/** What a note's head is after its last entry. */
function headAfter(
  before: Before,
  note: Note,
  last: Entry,
  context: PostingContext,
  good: readonly Checkpoint[],
): Head {
  return {
    noteId: before.noteId,
    fileId: before.fileId,
    version: before.version + 1,
    seq: last.seq,
    hash: last.hash,
    fold: FOLD_VERSION,
    note,
    checkpoints:
      last.checkpoint === undefined ? good : withCheckpoint(good, { seq: last.seq, date: note.state.accruedTo }),
    dimensions: last.dimensions,
    openedOn: before.openedOn,
    contractedOn: before.contractedOn,
    lastRecordedOn: before.lastRecordedOn > context.recordedOn ? before.lastRecordedOn : context.recordedOn,
  };
}

type CommonOfEntry = Pick<
  Entry,
  'ownerType' | 'noteId' | 'fileId' | 'valueDate' | 'recordedOn' | 'recordedAt' | 'actor' | 'reason' | 'source'
> &
  Pick<Entry, 'dimensions' | 'fold'>;

/** The entry that brings a note under today's version of the fold, when that changed its debt. */
function draftRestated(before: Before, lines: Lines | undefined, common: CommonOfEntry): Entry | undefined {
  if (lines === undefined || Object.keys(lines).length === 0) return undefined;
  return chainEntry(
    {
      ...common,
      valueDate: common.recordedOn,
      dimensions: before.dimensions,
      seq: before.seq + 1,
      kind: 'restated',
      eventId: deterministicId('restated', `${before.noteId}|${FOLD_VERSION}`),
      lines,
      payload: '',
    },
    before.hash,
  );
}

/** A note brought under today's version of the fold and nothing else. */
export function draftRestatement(before: Head, note: Note, lines: Lines, context: PostingContext): NoteDraft {
  const { noteId, fileId, dimensions } = before;
  const common = { ownerType: 'note' as const, noteId, fileId, dimensions, fold: FOLD_VERSION, ...context };
  const entry = draftRestated(before, lines, { ...common, valueDate: context.recordedOn });
  const unchanged: Head = { ...before, version: before.version + 1, fold: FOLD_VERSION, note, checkpoints: [] };
  return {
    before: { version: before.version },
    after: entry === undefined ? unchanged : headAfter(before, note, entry, context, []),
    entries: entry === undefined ? [] : [entry],
    part: {
      noteId,
      eventId: deterministicId('restated', `${noteId}|${FOLD_VERSION}`),
      seqs: entry === undefined ? [] : [entry.seq],
      balancesAfter: ledgerBalances(note.state),
      replayed: true,
    },
    creditChange: 0 - (lines.credit ?? 0),
    stood: before,
    money: null,
  };
}

/** In order, a change of placement is the last one; after a replay the fold says which one is. */
function dimensionsAfter(before: Before, event: NoteEvent, replayed: Placement | undefined): Dimensions {
  const changed = replayed ?? (event.kind === 'placement-changed' ? event : before.dimensions);
  return { ...before.dimensions, stage: changed.stage, agent: changed.agent };
}

function adjustmentEntry(main: Entry, cause: NoteEvent, lines: Lines, checkpoint: { checkpoint?: string }): Entry {
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
      ...checkpoint,
    },
    hash,
  );
}
