import * as z from 'zod';
import type { CalendarDate } from '../calendar/calendar-date.ts';
import type { Note } from '../loan-book/note-state.ts';
import type { Checkpoint } from './checkpoints.ts';
import { packCheckpoints, packState, packTerms, unpackCheckpoints, unpackNote } from './compact-note.ts';
import { storedDate } from './event-schema.ts';
import { type Dimensions, dimensionsSchema } from './ledger-items.ts';
import { creditHeadKey, headKey } from './table-keys.ts';

/** A note's head: the lock, the balance and the cursor of its fold. Stays ≤ 2 KB so that a posting costs 4 WRU here. */
export interface Head {
  readonly noteId: string;
  readonly fileId: string;
  /** Counts writes; every write is conditional on the version read. */
  readonly version: number;
  /** Seq and hash of the last entry. */
  readonly seq: number;
  readonly hash: string;
  /** Version of the fold that made the state: another one than today's is restated before the note moves. */
  readonly fold: number;
  readonly note: Note;
  /** Entries that carry the note as it was, and are still good; oldest first. */
  readonly checkpoints: readonly Checkpoint[];
  readonly dimensions: Dimensions;
  /** Value date of the first event: nothing is recorded before it. */
  readonly openedOn: CalendarDate;
  /** Day of the contract: what makes one note older than another. */
  readonly contractedOn: CalendarDate;
  /** Business date of the last entry: a snapshot of an earlier day must read the entries instead. */
  readonly lastRecordedOn: CalendarDate;
}

/** Money of the borrower held on the file's notes. May turn negative only through a replay, and is then listed. */
export interface CreditHead {
  readonly fileId: string;
  readonly version: number;
  readonly seq: number;
  readonly hash: string;
  readonly balance: number;
  readonly lastRecordedOn: CalendarDate;
}

const headItemSchema = z.object({
  noteId: z.string(),
  fileId: z.string(),
  version: z.int(),
  seq: z.int(),
  hash: z.string(),
  /** Version of the fold that made the state (loan-book/fold.ts). */
  fold: z.int(),
  /** Terms and state as compact-note.ts packs them. */
  terms: z.string(),
  state: z.string(),
  checkpoints: z.string(),
  dimensions: dimensionsSchema,
  openedOn: storedDate,
  contractedOn: storedDate,
  lastRecordedOn: storedDate,
});

const creditItemSchema = z.object({
  fileId: z.string(),
  version: z.int(),
  seq: z.int(),
  hash: z.string(),
  balance: z.int(),
  lastRecordedOn: storedDate,
});

export function encodeHead(head: Head) {
  return {
    ...headKey(head.fileId, head.noteId),
    noteId: head.noteId,
    fileId: head.fileId,
    version: head.version,
    seq: head.seq,
    hash: head.hash,
    fold: head.fold,
    terms: packTerms(head.note.terms),
    state: packState(head.note.state),
    checkpoints: packCheckpoints(head.checkpoints),
    dimensions: head.dimensions,
    openedOn: head.openedOn,
    contractedOn: head.contractedOn,
    lastRecordedOn: head.lastRecordedOn,
  };
}

export function decodeHead(item: unknown): Head {
  const { terms, state, checkpoints, ...head } = headItemSchema.parse(item);
  return { ...head, note: unpackNote(terms, state), checkpoints: unpackCheckpoints(checkpoints) };
}

/** Whether an item of a file's partition is a note's head (the others: its credit head and its agreements'). */
export const isNoteHead = (item: Record<string, unknown>): boolean => String(item.SK).startsWith('NOTE#');

export function encodeCreditHead(head: CreditHead) {
  return { ...creditHeadKey(head.fileId), ...head };
}

export function decodeCreditHead(item: unknown): CreditHead {
  return creditItemSchema.parse(item);
}
