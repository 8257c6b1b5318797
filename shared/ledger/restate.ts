import { FOLD_VERSION, foldFrom } from '../loan-book/fold.ts';
import { addLines, type Lines, negateLines } from '../loan-book/line.ts';
import type { Note } from '../loan-book/note-state.ts';
import type { RecordedEntry } from '../loan-book/record-event.ts';
import { toRecorded } from './entry-item.ts';
import type { Head } from './head-item.ts';
import type { Past } from './past.ts';
import { eventsOf } from './state-as-known-on.ts';

/** A note to post on, with its journal since the start of its past. */
interface Standing {
  readonly note: Note;
  readonly history: readonly RecordedEntry[];
  /** What bringing it under today's version of the fold changed; undefined when it was there. */
  readonly lines?: Lines;
}

export const asItStands = (head: Head, past: Past): Standing => ({
  note: head.note,
  history: past.entries.map(toRecorded),
});

/** The note under today's version of the fold, and what that changes in the journal, which its history then holds. */
export function restated(past: Past): Required<Standing> {
  const journal = past.entries.map(toRecorded);
  const folded = foldFrom(past.start, eventsOf(past.entries));
  const booked = journal.reduce<Lines>((sum, entry) => addLines(sum, entry.lines), {});
  const lines = addLines(folded.totals, negateLines(booked));
  return { note: folded.note, lines, history: [...journal, { event: null, lines }] };
}

/**
 * Under what a note is restated, whoever comes first: the batch, or a posting on many notes. The version is part of it,
 * so a number of the fold is used once and never again (docs/adr/0008).
 */
export const restatementClaim = (noteId: string) =>
  ({ scope: 'SYSTEM', key: `RESTATE#${noteId}#${FOLD_VERSION}`, input: { noteId, fold: FOLD_VERSION } }) as const;
