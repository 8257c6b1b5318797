import { spokenDigits } from '../../../shared/canonical/spoken-digits.ts';
import type { Office } from '../../../shared/institute/offices.ts';

const OFFICE_LETTER: Readonly<Record<Office, string>> = { hermosillo: 'H', obregon: 'O', nogales: 'N' };

/** Length of the ending of a folio: the first is enough unless two payments of a day collide. */
export const FOLIO_LENGTHS = [7, 10] as const;

/**
 * The folio of a window payment: office, day, and an ending of its event's id ("H261120-7K2M9QX"). Made of the payment
 * itself, so no counter is shared on the way of money (peers.md §3, 33) and a repeated request gets the same one.
 * Seven characters are 35 bits: of 1,000 payments of one office and day two collide once in 70,000 such days; the
 * store notices, and the second gets the longer ending.
 */
export function folioOf(
  office: Office,
  recordedOn: string,
  eventId: string,
  length: number = FOLIO_LENGTHS[0],
): string {
  return `${OFFICE_LETTER[office]}${recordedOn.slice(2).replaceAll('-', '')}-${spokenDigits(eventId, length)}`;
}

export const FOLIO_SHAPE = /^[HON]\d{6}-[0-9A-HJKMNP-TV-Z]{7,10}$/;
