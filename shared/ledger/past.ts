import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { CalendarDate } from '../calendar/calendar-date.ts';
import type { FoldStart } from '../loan-book/fold.ts';
import { checkpointBefore } from './checkpoints.ts';
import type { LedgerTables } from './commit-posting.ts';
import { unpackCheckpoint } from './compact-note.ts';
import type { Head } from './head-item.ts';
import type { Dimensions, Entry } from './ledger-items.ts';
import { readEntries } from './read-ledger.ts';
import { openingTerms } from './state-as-known-on.ts';

/** A note's journal from a start on: the opening, or a checkpoint that stands for everything up to it. */
export interface Past {
  readonly start: FoldStart;
  /** Every entry behind the start, in the order of seq; those of the opening too when it starts there. */
  readonly entries: readonly Entry[];
  /** Where the note was collected at the start. */
  readonly placed: Dimensions;
  readonly isWhole: boolean;
}

/**
 * What a posting or a balance of day `from` needs of a note's past: the entries since the last checkpoint before that day
 * (one consistent Query), or all of them when no day is given or nothing stands for what came before.
 */
export async function readPast(
  documents: DynamoDBDocumentClient,
  tables: Pick<LedgerTables, 'entries'>,
  head: Head,
  from?: CalendarDate,
): Promise<Past> {
  const checkpoint = from === undefined ? undefined : checkpointBefore(head.checkpoints, from);
  const read = await readEntries(documents, tables, head.noteId, { afterSeq: (checkpoint?.seq ?? 1) - 1 });
  // A write between the two reads shows as a longer history; the head's version condition then fails and we try anew.
  const entries = read.filter(({ seq }) => seq <= head.seq);
  const [first] = entries;
  if (checkpoint === undefined || first?.checkpoint === undefined) {
    if (checkpoint !== undefined) throw new RangeError(`entry ${checkpoint.seq} of a note has no checkpoint`);
    return wholePast(entries, head);
  }
  const { checkpoint: packed, dimensions } = first;
  return { start: { note: unpackCheckpoint(packed) }, entries: entries.slice(1), placed: dimensions, isWhole: false };
}

/** The past of a note from its opening. */
export function wholePast(entries: readonly Entry[], head: Pick<Head, 'dimensions'>): Past {
  const placed = entries[0]?.dimensions ?? head.dimensions;
  return { start: { openingTerms: openingTerms(entries) }, entries, placed, isWhole: true };
}
