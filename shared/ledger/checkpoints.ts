import type { CalendarDate } from '../calendar/calendar-date.ts';

/**
 * An entry that carries its note as it was then: a posting in the past reads the entries from the last one before its
 * day, not all. Only good while nothing recorded since has a place on its day or before it.
 */
export interface Checkpoint {
  /** Seq of the entry. */
  readonly seq: number;
  /** Value date of the last event in it. */
  readonly date: CalendarDate;
}

/** Entries between two checkpoints: a checkpoint is some 700 bytes, so a posting costs an eighth of a write unit more. */
const ENTRIES_BETWEEN = 16;

/** Whether the last entry of a posting, which took the note from seq `before` to `after`, carries a checkpoint. */
export const isCheckpointDue = (before: number, after: number): boolean =>
  Math.floor(before / ENTRIES_BETWEEN) < Math.floor(after / ENTRIES_BETWEEN);

/** The newest checkpoint before day `date`, or undefined: then the past is read from the opening. */
export function checkpointBefore(checkpoints: readonly Checkpoint[], date: CalendarDate): Checkpoint | undefined {
  return checkpoints.findLast((checkpoint) => checkpoint.date < date);
}

/** What stays good behind an event that takes its place on day `date` in the past. */
export function checkpointsBefore(checkpoints: readonly Checkpoint[], date: CalendarDate): readonly Checkpoint[] {
  return checkpoints.filter((checkpoint) => checkpoint.date < date);
}

/**
 * The checkpoints with a new one at the end, thinned: the n-th is kept while less than four times the greatest power of
 * two in n have come since. So some two dozen are left of thousands of entries, and the one to start from is never much
 * more than twice as far back as the day that is asked for.
 */
export function withCheckpoint(checkpoints: readonly Checkpoint[], added: Checkpoint): readonly Checkpoint[] {
  const last = numberOf(added);
  const kept = checkpoints.filter((checkpoint) => {
    const number = numberOf(checkpoint);
    return last - number < 4 * (number & -number);
  });
  return [...kept, added];
}

const numberOf = ({ seq }: Checkpoint): number => Math.floor(seq / ENTRIES_BETWEEN);
