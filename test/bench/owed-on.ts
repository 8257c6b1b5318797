import type { CalendarDate } from '../../shared/calendar/calendar-date.ts';
import { type ByComponent, COMPONENTS, zeroByComponent } from '../../shared/loan-book/component.ts';
import { foldEvents } from '../../shared/loan-book/fold.ts';
import { valueNote } from '../../shared/loan-book/valuation.ts';
import type { StoredNote } from './event-lines.ts';

/** What notes owed on a past day, replayed from their openings. */
export interface PastSum {
  notes: number;
  /** Those with value date up to the day. */
  replayed: number;
  readonly owed: ByComponent;
}

export const noPastSum = (): PastSum => ({ notes: 0, replayed: 0, owed: zeroByComponent() });

/** Adds a note to the sum. One that was not open yet owed nothing. */
export function addOwedOn(sum: PastSum, { terms, events }: StoredNote, date: CalendarDate): void {
  const known = events.filter(({ valueDate }) => valueDate <= date);
  sum.notes += 1;
  sum.replayed += known.length;
  if (known.length === 0) return;
  const { note } = foldEvents(terms, known);
  const { owed } = valueNote(note.terms, note.state, date);
  for (const component of COMPONENTS) sum.owed[component] += owed[component];
}
