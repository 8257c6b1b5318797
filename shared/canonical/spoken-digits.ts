import { createHash } from 'node:crypto';

/** Crockford's base 32: no I, L, O or U, so that what is read over the telephone is not misheard. */
export const SPOKEN_ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The same text gives the same digits, five bits each, at most twelve: the ending of a folio, made without a counter. */
export function spokenDigits(text: string, length: number): string {
  let bits = createHash('sha256').update(text).digest().readBigUInt64BE(0);
  let digits = '';
  for (let index = 0; index < length; index += 1, bits /= 32n) digits += SPOKEN_ALPHABET[Number(bits % 32n)] ?? '';
  return digits;
}
