import { createHash } from 'node:crypto';
import type { Office } from '../../../shared/institute/offices.ts';

const OFFICE_LETTER: Readonly<Record<Office, string>> = { hermosillo: 'H', obregon: 'O', nogales: 'N' };

/** Crockford's base 32: no I, L, O or U, so that a folio read over the telephone is not misheard. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

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
  let bits = createHash('sha256').update(eventId).digest().readBigUInt64BE(0);
  let ending = '';
  for (let index = 0; index < length; index += 1, bits /= 32n) ending += ALPHABET[Number(bits % 32n)] ?? '';
  return `${OFFICE_LETTER[office]}${recordedOn.slice(2).replaceAll('-', '')}-${ending}`;
}

export const FOLIO_SHAPE = /^[HON]\d{6}-[0-9A-HJKMNP-TV-Z]{7,10}$/;
