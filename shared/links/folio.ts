import { randomBytes, timingSafeEqual } from 'node:crypto';
import { SPOKEN_ALPHABET, spokenDigits } from '../canonical/spoken-digits.ts';

/** What a paper of ours is, by the first letter of its folio: a statement, a no-debt letter, a zero statement. */
export const FOLIO_LETTERS = ['E', 'C', 'Z'] as const;
export type FolioLetter = (typeof FOLIO_LETTERS)[number];

const FOLIO_DIGITS = 12;
const CHECK_DIGITS = 8;
const CODE = new RegExp(
  `^([${FOLIO_LETTERS.join('')}]-[${SPOKEN_ALPHABET}]{${FOLIO_DIGITS}})-([${SPOKEN_ALPHABET}]{${CHECK_DIGITS}})$`,
);

/** A folio of what nobody outside has: the same words give the same, and it says nothing of them. */
export const folioFrom = (letter: FolioLetter, words: string): string =>
  `${letter}-${spokenDigits(words, FOLIO_DIGITS)}`;

export const folioPattern = (letter: FolioLetter): RegExp =>
  new RegExp(`^${letter}-[${SPOKEN_ALPHABET}]{${FOLIO_DIGITS}}$`);

/** Forty random bits, printed on the paper and nowhere else: with a folio at hand, one guess in a million million is right. */
export const newCheck = (): string =>
  Array.from(randomBytes(CHECK_DIGITS), (byte) => SPOKEN_ALPHABET[byte % SPOKEN_ALPHABET.length]).join('');

/** A folio and the characters that prove that whoever has it has the paper. */
export interface Code {
  readonly folio: string;
  readonly check: string;
}

/** As printed, scanned and typed. */
export const codeOf = ({ folio, check }: Code): string => `${folio}-${check}`;

/** Undefined: no paper of ours says that. */
export function readCode(typed: string): Code | undefined {
  const [, folio, check] = CODE.exec(typed.trim().toUpperCase()) ?? [];
  return folio === undefined || check === undefined ? undefined : { folio, check };
}

export const hasCheck = (paper: Pick<Code, 'check'>, check: string): boolean =>
  timingSafeEqual(Buffer.from(paper.check), Buffer.from(check));
