import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { CalendarDate } from '../calendar/calendar-date.ts';
import { arrivalAt } from '../loan-book/arrival.ts';
import { type NoteEvent, orderKey } from '../loan-book/event.ts';
import { emptyState, type Note } from '../loan-book/note-state.ts';
import type { NoteTerms } from '../loan-book/note-terms.ts';
import { recordInOrder } from '../loan-book/record-event.ts';
import { batchPut } from '../store/batches.ts';
import type { LedgerTables } from './commit-posting.ts';
import { draftNote, unopened } from './draft-posting.ts';
import { encodeEntry } from './entry-item.ts';
import { encodeHead, type Head } from './head-item.ts';
import type { Dimensions, Source } from './ledger-items.ts';

/** A note with its whole known history, as a cut-over or a demonstration brings it. */
export interface NoteHistory {
  readonly noteId: string;
  readonly fileId: string;
  readonly terms: NoteTerms;
  readonly dimensions: Dimensions;
  /** Day of the contract; absent = the value date of the opening. */
  readonly contractedOn?: CalendarDate;
  /** The opening first; each with the business date it was recorded on. None corrects the terms of the opening day. */
  readonly events: readonly NoteEvent[];
  readonly actor: string;
  readonly reason: string;
  readonly source: Source;
}

export interface LoadedNotes {
  readonly notes: number;
  readonly entries: number;
}

/** Notes folded and written together; keeps memory flat for a quarter of a million notes. */
const NOTES_PER_ROUND = 200;

/**
 * Writes whole histories of notes that are not in the ledger yet, by BatchWrite: the same heads, entries and chains as
 * posting the events one by one, without a transaction each. Safe to repeat: the same history gives the same items.
 * Only for an empty ledger (cut-over, demonstration); a note that has moved since would be overwritten.
 */
export async function bulkLoadNotes(
  documents: DynamoDBDocumentClient,
  tables: LedgerTables,
  histories: AsyncIterable<NoteHistory> | Iterable<NoteHistory>,
  progress: (loaded: LoadedNotes) => void = () => {},
): Promise<LoadedNotes> {
  let loaded: LoadedNotes = { notes: 0, entries: 0 };
  let round: NoteHistory[] = [];
  const flush = async () => {
    const built = round.map(itemsOf);
    await Promise.all([
      batchPut(
        documents,
        tables.entries,
        built.flatMap(({ entries }) => entries),
      ),
      batchPut(
        documents,
        tables.heads,
        built.map(({ head }) => head),
      ),
    ]);
    loaded = {
      notes: loaded.notes + built.length,
      entries: loaded.entries + built.reduce((sum, { entries }) => sum + entries.length, 0),
    };
    round = [];
    progress(loaded);
  };
  for await (const history of histories) {
    round.push(history);
    if (round.length >= NOTES_PER_ROUND) await flush();
  }
  if (round.length > 0) await flush();
  return loaded;
}

/** Noon in Hermosillo of the day on which it was recorded: nobody knows the hour. */
const recordedAtOf = (event: NoteEvent): string => `${event.recordedOn}T19:00:00.000Z`;

function itemsOf(history: NoteHistory) {
  const events = history.events
    .map((event) => ({ arrival: arrivalAt(new Date(recordedAtOf(event))), ...event }))
    .sort((a, b) => (orderKey(a) < orderKey(b) ? -1 : 1));
  const [first] = events;
  if (first === undefined) throw new RangeError(`note ${history.noteId} has no events`);
  let note: Note = { terms: history.terms, state: emptyState(first.valueDate) };
  let before: Parameters<typeof draftNote>[0] = unopened(
    history,
    first.valueDate,
    first.recordedOn,
    history.contractedOn,
  );
  let head: Head | undefined;
  const entries: ReturnType<typeof encodeEntry>[] = [];
  for (const [index, event] of events.entries()) {
    const recording = recordInOrder(note, event);
    const payload = index === 0 ? { openingTerms: history.terms } : {};
    const context = {
      recordedOn: event.recordedOn,
      recordedAt: recordedAtOf(event),
      actor: history.actor,
      reason: history.reason,
      source: history.source,
    };
    const draft = draftNote(before, event, recording, context, payload);
    entries.push(...draft.entries.map(encodeEntry));
    note = recording.note;
    head = draft.after;
    before = draft.after;
  }
  if (head === undefined) throw new RangeError(`note ${history.noteId} has no events`);
  return { entries, head: encodeHead(head) };
}
