import { type CalendarDate, later } from '../calendar/calendar-date.ts';
import type { Centavos } from '../money/centavos.ts';
import { sumOfComponents } from './component.ts';
import type { NoteState } from './note-state.ts';
import type { NoteTerms } from './note-terms.ts';
import { valueNote } from './valuation.ts';

export interface PayableNote {
  readonly noteId: string;
  readonly terms: NoteTerms;
  readonly state: NoteState;
}

/** Share of a file's payment that goes to one note; includes what will become credit on the last one. */
export interface NoteShare {
  readonly noteId: string;
  readonly amount: Centavos;
}

/**
 * Spreads a payment on a file over its notes: the borrower's choice first (what is due and in advance), then what is
 * due on the others, most onerous overdue first, oldest first; then in advance in the same order. What no note can
 * take goes to the last note paid (or the first of the file), whose posting makes it credit. Shares sum to `amount`.
 */
export function spreadOverNotes(
  notes: readonly PayableNote[],
  amount: Centavos,
  date: CalendarDate,
  chosenNoteIds: readonly string[] = [],
): NoteShare[] {
  const candidates = notes.map((note) => candidateOf(note, date));
  const chosen = [...new Set(chosenNoteIds)].flatMap((noteId) =>
    candidates.filter((candidate) => candidate.noteId === noteId),
  );
  const others = candidates.filter(({ noteId }) => !chosenNoteIds.includes(noteId)).sort(mostOnerousFirst);
  const shares = new Map<string, Centavos>();
  let left = amount;
  const give = (candidate: Candidate, most: Centavos) => {
    const part = Math.min(left, most);
    if (part <= 0) return;
    shares.set(candidate.noteId, (shares.get(candidate.noteId) ?? 0) + part);
    left -= part;
  };
  for (const candidate of chosen) give(candidate, candidate.due + candidate.inAdvance);
  for (const candidate of others) give(candidate, candidate.due);
  for (const candidate of others) give(candidate, candidate.inAdvance);
  if (left > 0) {
    const taker = [...shares.keys()].at(-1) ?? chosen[0]?.noteId ?? others[0]?.noteId;
    if (taker === undefined) throw new RangeError('a payment needs at least one note');
    shares.set(taker, (shares.get(taker) ?? 0) + left);
  }
  return [...shares].map(([noteId, share]) => ({ noteId, amount: share }));
}

interface Candidate {
  readonly noteId: string;
  readonly due: Centavos;
  readonly inAdvance: Centavos;
  readonly lateRate: number;
  readonly daysPastDue: number;
  readonly firstDueDate: CalendarDate;
}

function candidateOf({ noteId, terms, state }: PayableNote, date: CalendarDate): Candidate {
  // A payment of the past is spread by what is owed after the note's last event; each note then replays it in its place.
  const valued = valueNote(terms, state, later(date, state.accruedTo));
  const due = sumOfComponents(valued.due);
  return {
    noteId,
    due,
    inAdvance: terms.allocation.prepayment === 'hold' ? 0 : sumOfComponents(valued.owed) - due,
    lateRate: valued.daysPastDue > 0 ? (terms.defaultRate ?? terms.baseRate) : -1,
    daysPastDue: valued.daysPastDue,
    firstDueDate: terms.firstDueDate,
  };
}

function mostOnerousFirst(a: Candidate, b: Candidate): number {
  if (a.lateRate !== b.lateRate) return b.lateRate - a.lateRate;
  if (a.daysPastDue !== b.daysPastDue) return b.daysPastDue - a.daysPastDue;
  if (a.firstDueDate !== b.firstDueDate) return a.firstDueDate < b.firstDueDate ? -1 : 1;
  return a.noteId < b.noteId ? -1 : 1;
}
