import * as z from 'zod';
import type { CalendarDate } from '../calendar/calendar-date.ts';
import { type NoteEvent, orderKey } from '../loan-book/event.ts';
import { foldEvents } from '../loan-book/fold.ts';
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

/**
 * The note just before `event` would take its place in the fold, by everything known when this is asked: what a payment
 * of the past is split by. Undefined when the note had no event yet.
 */
export function foldBefore(entries: readonly Entry[], event: NoteEvent): Note | undefined {
  const place = orderKey(event);
  const before = eventsOf(entries).filter((known) => known.kind === 'reversed' || orderKey(known) < place);
  if (before.every(({ kind }) => kind === 'reversed')) return undefined;
  return foldEvents(openingTerms(entries), before).note;
}

/**
 * The note as it was known at the end of business day `day` (events recorded by then), or as its events with value
 * date ≤ `valuedBy` make it. Undefined when it had no event yet.
 */
export function foldAsOf(
  entries: readonly Entry[],
  by: { readonly recordedBy?: CalendarDate; readonly valuedBy?: CalendarDate },
): Note | undefined {
  const { recordedBy, valuedBy } = by;
  const known = eventsOf(entries)
    .filter((event) => recordedBy === undefined || event.recordedOn <= recordedBy)
    .filter((event) => valuedBy === undefined || event.kind === 'reversed' || event.valueDate <= valuedBy);
  // A reversal alone says nothing: what it takes back came later.
  if (known.every(({ kind }) => kind === 'reversed')) return undefined;
  return foldEvents(openingTerms(entries), known).note;
}
