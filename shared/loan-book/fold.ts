import { addLines, applyEvent, type Effect, type Note } from './apply-event.ts';
import { type NoteEvent, orderKey } from './event.ts';
import type { Lines } from './line.ts';
import { emptyState } from './note-state.ts';
import type { NoteTerms } from './note-terms.ts';

/** A note as its events make it, what each did, and the sum of all lines by account. */
export interface Folded {
  readonly note: Note;
  readonly effects: ReadonlyMap<string, Effect>;
  readonly totals: Lines;
}

/**
 * The events that count: each once, without reversals and without what they take back. The order in which they were
 * recorded never matters.
 */
export function liveEvents(events: Iterable<NoteEvent>): NoteEvent[] {
  const byId = new Map<string, NoteEvent>();
  const reversed = new Set<string>();
  for (const event of events) {
    byId.set(event.id, event);
    if (event.kind === 'reversed') reversed.add(event.target);
  }
  return [...byId.values()]
    .filter((event) => event.kind !== 'reversed' && !reversed.has(event.id))
    .sort((a, b) => (orderKey(a) < orderKey(b) ? -1 : 1));
}

/** Folds events from the terms the note was opened with. `events` may be in any order and contain reversals. */
export function foldEvents(openingTerms: NoteTerms, events: Iterable<NoteEvent>): Folded {
  const live = liveEvents(events);
  const effects = new Map<string, Effect>();
  let note: Note = { terms: openingTerms, state: emptyState(live[0]?.valueDate ?? openingTerms.firstDueDate) };
  let totals: Lines = {};
  for (const event of live) {
    const effect = applyEvent(note, event);
    note = effect.note;
    totals = addLines(totals, addLines(effect.recognition, effect.own));
    effects.set(event.id, effect);
  }
  return { note, effects, totals };
}
