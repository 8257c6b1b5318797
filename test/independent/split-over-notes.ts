import type { HistoryNote } from '../fixtures/histories/history-file.ts';
import type { NoteWalk } from './note-walk.ts';

/** A note of a file in its state just before a payment's place. */
export interface FileNote extends HistoryNote {
  readonly walk: NoteWalk;
}

/** How a payment on a file is split: note → amount, only notes that get something. */
export function splitOverNotes(
  notes: readonly FileNote[],
  amount: number,
  chosen: readonly string[],
  agreed: readonly { readonly noteIds: readonly string[]; readonly asked: number }[] = [],
): [string, number][] {
  const ordered = [...notes].sort(byUrgency);
  const first = chosen.flatMap((id) => ordered.filter((note) => note.noteId === id));
  const others = ordered.filter((note) => !first.includes(note) && note.stage !== 'judicial');
  const taken = new Map<string, number>();
  let left = amount;
  /** Up to so much in all, and no more than `most` now. */
  const take = (note: FileNote, upTo: number, most = left) => {
    const before = taken.get(note.noteId) ?? 0;
    const part = Math.min(left, most, upTo - before);
    if (part <= 0) return 0;
    taken.set(note.noteId, before + part);
    left -= part;
    return part;
  };
  const all = ({ walk }: FileNote) => walk.due + walk.takenInAdvance;
  for (const { noteIds, asked } of agreed) {
    const under = ordered.filter(({ noteId }) => noteIds.includes(noteId));
    let still = asked;
    for (const note of under) still -= take(note, note.walk.due, still);
    for (const note of under) still -= take(note, all(note), still);
  }
  const withLoss = (note: FileNote) => all(note) + note.walk.recoverable;
  for (const note of first) take(note, withLoss(note));
  for (const note of others) take(note, note.walk.due);
  for (const note of others) take(note, all(note));
  for (const note of others) take(note, withLoss(note));
  // What nobody takes goes to the note that was the last to begin taking.
  const rest = [...taken.keys()].at(-1) ?? [...first, ...others, ...ordered][0]?.noteId;
  if (left > 0 && rest !== undefined) taken.set(rest, (taken.get(rest) ?? 0) + left);
  return [...taken];
}

/** Overdue ones with the highest late rate, most days past due, oldest contract, earliest first due date, id. */
function byUrgency(a: FileNote, b: FileNote): number {
  const rate = ({ walk }: FileNote) => (walk.daysPastDue > 0 ? walk.lateRate : -1);
  return (
    rate(b) - rate(a) ||
    b.walk.daysPastDue - a.walk.daysPastDue ||
    compare(a.contractedOn, b.contractedOn) ||
    compare(a.walk.terms.firstDueDate, b.walk.terms.firstDueDate) ||
    compare(a.noteId, b.noteId)
  );
}

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
