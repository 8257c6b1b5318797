import * as z from 'zod';
import type { CalendarDate } from '../calendar/calendar-date.ts';
import type { Note } from '../loan-book/apply-event.ts';
import type { NoteState } from '../loan-book/note-state.ts';
import { noteTermsSchema, storedDate } from './event-schema.ts';
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
  readonly note: Note;
  readonly dimensions: Dimensions;
  /** Value date of the first event: nothing is recorded before it. */
  readonly openedOn: CalendarDate;
  /** Business date of the last entry: a snapshot of an earlier day must read the entries instead. */
  readonly lastRecordedOn: CalendarDate;
}

/** Money of the borrower that no note could take. May turn negative only through a replay, and is then listed. */
export interface CreditHead {
  readonly fileId: string;
  readonly version: number;
  readonly seq: number;
  readonly hash: string;
  readonly balance: number;
  readonly lastRecordedOn: CalendarDate;
}

const carriedSchema = z.strictObject({ accrued: z.string().transform(BigInt), recognised: z.int(), owed: z.int() });

const stateSchema = z.strictObject({
  accruedTo: storedDate,
  lastKey: z.string(),
  tranches: z.array(z.strictObject({ date: storedDate, amount: z.int(), instalment: z.int() })),
  principal: z.int(),
  shortened: z.int(),
  lowerings: z.array(z.strictObject({ date: storedDate, amount: z.int() })),
  acceleratedOn: storedDate.nullable(),
  ordinary: carriedSchema,
  ordinaryMatured: z.int(),
  maturedSince: storedDate.nullable(),
  maturities: z.array(z.strictObject({ due: storedDate, owed: z.int() })),
  late: carriedSchema,
  collectionCosts: z.int(),
  average: z.number().nullable(),
  punctualityLost: z.boolean(),
}) satisfies z.ZodType<NoteState>;

const headItemSchema = z.object({
  noteId: z.string(),
  fileId: z.string(),
  version: z.int(),
  seq: z.int(),
  hash: z.string(),
  /** Terms and state as JSON text: one attribute each is cheaper to read in bulk than nested maps. */
  terms: z.string(),
  state: z.string(),
  dimensions: dimensionsSchema,
  openedOn: storedDate,
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
    terms: JSON.stringify(head.note.terms),
    state: JSON.stringify(head.note.state, (_key, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    ),
    dimensions: head.dimensions,
    openedOn: head.openedOn,
    lastRecordedOn: head.lastRecordedOn,
  };
}

export function decodeHead(item: unknown): Head {
  const { terms, state, ...head } = headItemSchema.parse(item);
  return {
    ...head,
    note: { terms: noteTermsSchema.parse(JSON.parse(terms)), state: stateSchema.parse(JSON.parse(state)) },
  };
}

/** Whether an item of a file's partition is a note's head (the other is its credit head). */
export const isNoteHead = (item: Record<string, unknown>): boolean => String(item.SK).startsWith('NOTE#');

export function encodeCreditHead(head: CreditHead) {
  return { ...creditHeadKey(head.fileId), ...head };
}

export function decodeCreditHead(item: unknown): CreditHead {
  return creditItemSchema.parse(item);
}
