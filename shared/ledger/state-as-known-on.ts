import * as z from 'zod';
import type { CalendarDate } from '../calendar/calendar-date.ts';
import { type NoteEvent, orderKey } from '../loan-book/event.ts';
import { type FoldStart, foldFrom } from '../loan-book/fold.ts';
import type { Note } from '../loan-book/note-state.ts';
import type { NoteTerms } from '../loan-book/note-terms.ts';
import { eventOf } from './entry-item.ts';
import { noteTermsSchema } from './event-schema.ts';
import type { Entry } from './ledger-items.ts';

const openingPayload = z.looseObject({ openingTerms: noteTermsSchema });

/** The terms a note was opened with: its first entry carries them. */
export function openingTerms(entries: readonly Entry[]): NoteTerms {
  const first = entries[0];
  if (first === undefined) throw new RangeError('a note without entries has no terms');
  return openingPayload.parse(JSON.parse(first.payload)).openingTerms;
}

export const eventsOf = (entries: readonly Entry[]): NoteEvent[] =>
  entries.flatMap((entry) => {
    const event = eventOf(entry);
    return event === null ? [] : [event];
  });

/** A note's journal and what its fold starts from. */
type Known = { readonly start: FoldStart; readonly entries: readonly Entry[] };

/**
 * The note just before `event` would take its place in the fold, by everything known when this is asked: what a payment
 * of the past is split by. Undefined when the note had no event yet.
 */
export function foldBefore(past: Known, event: NoteEvent): Note | undefined {
  const place = orderKey(event);
  return foldOf(
    past,
    eventsOf(past.entries).filter((known) => known.kind === 'reversed' || orderKey(known) < place),
  );
}

/** Of a journal, what was recorded by the end of a business day; of that, what had happened by the end of another. */
interface AsOf {
  readonly recordedBy?: CalendarDate;
  readonly valuedBy?: CalendarDate;
}

/** The events of a journal that were recorded by `recordedBy` and are of `valuedBy` or before. */
export const eventsAsOf = (entries: readonly Entry[], { recordedBy, valuedBy }: AsOf): NoteEvent[] =>
  eventsOf(entries)
    .filter((event) => recordedBy === undefined || event.recordedOn <= recordedBy)
    .filter((event) => valuedBy === undefined || event.kind === 'reversed' || event.valueDate <= valuedBy);

/** The note as those events make it. Undefined when it had no event yet. */
export const foldAsOf = (past: Known, by: AsOf): Note | undefined => foldOf(past, eventsAsOf(past.entries, by));

/** The note as some of the events of its journal make it. Undefined when none of them opened it. */
export function foldOf({ start }: Known, events: readonly NoteEvent[]): Note | undefined {
  // A reversal alone says nothing: what it takes back came later.
  const isUnopened = 'openingTerms' in start && events.every(({ kind }) => kind === 'reversed');
  return isUnopened ? undefined : foldFrom(start, events).note;
}
