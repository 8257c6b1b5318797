/**
 * When an event reached us, as text that sorts by time: what orders the events of one day and kind, so that each
 * payment of a day finds what the ones before it left. A fact of the event, never computed again: rows of a bank file
 * arrive with their file, in its order; anything else when it is first recorded.
 */
export type Arrival = string;

/** Milliseconds since 1970 in nine, place in five digits of base 36: until the year 5188, and 60 million rows a file. */
const INSTANT_DIGITS = 9;
const PLACE_DIGITS = 5;

/** The shape of an arrival: another would sort out of place. */
export const ARRIVAL = new RegExp(`^[0-9a-z]{${INSTANT_DIGITS}}\\.[0-9a-z]{${PLACE_DIGITS}}$`);

/** The arrival of what came at `instant` (UTC); `place` orders what came at once, as the line in a file. */
export function arrivalAt(instant: Date, place = 0): Arrival {
  const digits = (value: number, length: number) => value.toString(36).padStart(length, '0');
  return `${digits(instant.getTime(), INSTANT_DIGITS)}.${digits(place, PLACE_DIGITS)}`;
}
