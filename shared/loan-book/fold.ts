import { applyEvent, applyNothing, type Effect } from './apply-event.ts';
import { type NoteEvent, orderKey } from './event.ts';
import { addLines, type Lines } from './line.ts';
import { emptyState, type Note } from './note-state.ts';
import type { NoteTerms } from './note-terms.ts';
import { changedTerms } from './term-changes.ts';

/**
 * Version of the rules that this fold follows. A mended rule gives another debt for the same events: it gets a new
 * number, and the portfolio is restated under it once, apart (docs/adr/0008). Heads and entries say which one made them.
 */
export const FOLD_VERSION = 4;

/** A note as its events make it, what each did, and the sum of all lines by account. */
export interface Folded {
  readonly note: Note;
  readonly effects: ReadonlyMap<string, Effect>;
  readonly totals: Lines;
}

interface Placed {
  readonly event: NoteEvent;
  readonly takenBack: boolean;
}

/** Events each once, without reversals, in the order of the fold: recording order never matters. */
function placed(events: Iterable<NoteEvent>): Placed[] {
  const byId = new Map<string, NoteEvent>();
  const reversed = new Set<string>();
  for (const event of events) {
    byId.set(event.id, event);
    if (event.kind === 'reversed') reversed.add(event.target);
  }
  return [...byId.values()]
    .filter((event) => event.kind !== 'reversed')
    .map((event) => ({ event, key: orderKey(event), takenBack: reversed.has(event.id) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** The events that count: without reversals and without what they take back, in the order of the fold. */
export function liveEvents(events: Iterable<NoteEvent>): NoteEvent[] {
  return placed(events).flatMap(({ event, takenBack }) => (takenBack ? [] : [event]));
}

/** Where a fold starts: before the opening, or at a note that some of its events made and to which the rest come after. */
export type FoldStart = { readonly openingTerms: NoteTerms } | { readonly note: Note };

/** Is told of each event at its place, what was taken back too, with the note just before. */
export type FoldWatch = (before: Note, event: NoteEvent, effect: Effect) => void;

/** Folds events from the terms the note was opened with; see `foldFrom`. */
export function foldEvents(openingTerms: NoteTerms, events: Iterable<NoteEvent>): Folded {
  return foldFrom({ openingTerms }, events);
}

/**
 * Folds events from a start. `events` may be in any order and contain reversals. What was taken back leaves only its day
 * (interest accrued until then stays recognised), and a note whose opening was taken back is as if it had never been.
 * Corrections of the opening day belong to the terms that it was opened with.
 */
export function foldFrom(start: FoldStart, events: Iterable<NoteEvent>, watch: FoldWatch = () => undefined): Folded {
  const all = placed(events);
  if ('note' in start) return foldOnto(start.note, all, watch);
  const { openingTerms } = start;
  const [opening] = all;
  const note: Note = {
    terms: rightFromTheStart(openingTerms, all),
    state: emptyState(opening?.event.valueDate ?? openingTerms.firstDueDate),
  };
  return foldOnto(note, opening === undefined || opening.takenBack ? [] : all, watch);
}

function foldOnto(start: Note, all: readonly Placed[], watch: FoldWatch): Folded {
  const effects = new Map<string, Effect>();
  let note = start;
  let totals: Lines = {};
  for (const { event, takenBack } of all) {
    const effect = takenBack ? applyNothing(note, event) : applyEvent(note, event);
    watch(note, event, effect);
    note = effect.note;
    totals = addLines(totals, addLines(effect.recognition, effect.own));
    if (!takenBack) effects.set(event.id, effect);
  }
  return { note, effects, totals };
}

function rightFromTheStart(openingTerms: NoteTerms, all: readonly Placed[]): NoteTerms {
  const openedOn = all[0]?.event.valueDate;
  let terms = openingTerms;
  for (const { event, takenBack } of all) {
    if (event.valueDate !== openedOn) break;
    if (event.kind === 'terms-corrected' && !takenBack) terms = changedTerms(terms, event.changes);
  }
  return terms;
}
