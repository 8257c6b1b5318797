import * as z from 'zod';
import { calendarDate, daysBetween } from '../../../shared/calendar/calendar-date.ts';

/**
 * A row seen of one payment. Rows that may tell of the same payment stand together in one item (system table, PK
 * `SIGHTINGS#<what they share>`), and each is paired with at most one that came before it: two real payments told by
 * two sources make two pairs. Rows are never searched for: the item is read and written by its key, under its version.
 */
export const sightingSchema = z.object({
  /** Identity and number of the row: the same row seen again is the same sighting. */
  rowKey: z.string(),
  kind: z.enum(['payment', 'return']),
  layoutId: z.string(),
  /** Day at the bank. */
  date: z.string(),
  intakeFileId: z.string(),
  line: z.int().positive(),
  recordedOn: z.string(),
  /** `rowKey` of the sighting that came before and tells of the same payment, and of the one that came after. */
  follows: z.string().nullable(),
  followedBy: z.string().nullable(),
});
export type Sighting = z.infer<typeof sightingSchema>;
export type NewSighting = Omit<Sighting, 'follows' | 'followedBy'>;

/** A text that many payers type ("123456") must not make an item grow without end; what is left out is old. */
const KEPT_DAYS = 90;
const MOST_KEPT = 300;

export interface Seen {
  /** The sighting as it stands, of this row or of the same row seen before. */
  readonly own: Sighting;
  /** What it follows, when it came second. */
  readonly first: Sighting | null;
  readonly sightings: readonly Sighting[];
}

/**
 * Adds a row to the sightings of its key and pairs it with the nearest earlier one that `matches` and has no pair yet.
 * A row that is there already changes nothing. Pure.
 */
export function withSighting(
  sightings: readonly Sighting[],
  row: NewSighting,
  matches: (earlier: Sighting) => boolean,
): Seen {
  const before = sightings.find(({ rowKey }) => rowKey === row.rowKey);
  if (before !== undefined) {
    return { own: before, first: sightings.find(({ rowKey }) => rowKey === before.follows) ?? null, sightings };
  }
  const [first = null] = sightings
    .filter((earlier) => earlier.follows === null && earlier.followedBy === null && matches(earlier))
    .toSorted((a, b) => daysApart(a, row) - daysApart(b, row));
  const own: Sighting = { ...row, follows: first?.rowKey ?? null, followedBy: null };
  const paired = sightings.map((one) => (one === first ? { ...one, followedBy: row.rowKey } : one));
  return { own, first, sightings: kept([...paired, own]) };
}

export function daysApart(a: Pick<Sighting, 'date'>, b: Pick<Sighting, 'date'>): number {
  return Math.abs(daysBetween(calendarDate(a.date), calendarDate(b.date)));
}

function kept(sightings: readonly Sighting[]): Sighting[] {
  const newest = sightings.reduce((latest, { date }) => (date > latest ? date : latest), '');
  return sightings.filter((one) => daysApart(one, { date: newest }) <= KEPT_DAYS).slice(-MOST_KEPT);
}
