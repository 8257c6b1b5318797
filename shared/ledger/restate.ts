import { foldEvents } from '../loan-book/fold.ts';
import { addLines, type Lines, negateLines } from '../loan-book/line.ts';
import { toRecorded } from './entry-item.ts';
import type { Head } from './head-item.ts';
import type { Entry } from './ledger-items.ts';
import { eventsOf, openingTerms } from './state-as-known-on.ts';

/** A note as its head has it, with its journal. */
export const asItStands = (head: Head, entries: readonly Entry[]) => ({
  note: head.note,
  lines: {},
  history: entries.map(toRecorded),
});

/** The note under today's version of the fold, and what that changes in the journal, which its history then holds. */
export function restated(entries: readonly Entry[]) {
  const journal = entries.map(toRecorded);
  const folded = foldEvents(openingTerms(entries), eventsOf(entries));
  const booked = journal.reduce<Lines>((sum, entry) => addLines(sum, entry.lines), {});
  const lines = addLines(folded.totals, negateLines(booked));
  return { note: folded.note, lines, history: [...journal, { event: null, lines }] };
}
