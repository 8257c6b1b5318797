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
): [string, number][] {
  const ordered = [...notes].sort(byUrgency);
  const first = chosen.flatMap((id) => ordered.filter((note) => note.noteId === id));
  const others = ordered.filter((note) => !first.includes(note) && note.stage !== 'judicial');
  const taken = new Map<string, number>();
  let left = amount;
  const take = (note: FileNote, most: number) => {
    const part = Math.min(left, most);
    if (part === 0) return;
    taken.set(note.noteId, (taken.get(note.noteId) ?? 0) + part);
    left -= part;
  };
  for (const note of first) take(note, note.walk.due + note.walk.takenInAdvance);
  for (const note of others) take(note, note.walk.due);
  for (const note of others) take(note, note.walk.takenInAdvance);
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
