import { SPOKEN_ALPHABET, spokenDigits } from '../../../shared/canonical/spoken-digits.ts';

/** Tells an original's label from whatever else a reader may meet. */
const PREFIX = 'D';
const DIGITS = 8;
const SHAPE = new RegExp(`^${PREFIX}[${SPOKEN_ALPHABET}]{${DIGITS + 1}}$`);

/**
 * The code of an original's label, which is its id: "D7K3M9QXRC". Made of what the paper is, by a hash, so that it says
 * nothing of anybody. Forty bits are not enough for all papers to differ: who meets another paper under a code takes the
 * code of the next `attempt` (from 0 on).
 */
export function labelCodeOf(paper: string, attempt: number): string {
  const code = PREFIX + spokenDigits(`original ${paper} ${attempt}`, DIGITS);
  return code + checkCharacter(code);
}

/**
 * A code as it was read or typed: in any case, with blanks or hyphens, O for 0, I or L for 1. Undefined when it is no code
 * or its check character does not fit.
 */
export function readLabelCode(text: string): string | undefined {
  const code = text.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  if (!SHAPE.test(code)) return undefined;
  return checkCharacter(code.slice(0, -1)) === code.at(-1) ? code : undefined;
}

/** As it is printed and dictated: "D7K-3M9-QXRC". */
export const spokenLabel = (code: string): string => [code.slice(0, 3), code.slice(3, 6), code.slice(6)].join('-');

/**
 * Σ dᵢ·αⁱ over the field of 32 elements: no two weights are alike, so every wrong character and every pair of characters
 * changed about is told.
 */
function checkCharacter(code: string): string {
  const sum = Array.from(code).reduce((before, digit) => timesAlpha(before ^ SPOKEN_ALPHABET.indexOf(digit)), 0);
  return SPOKEN_ALPHABET[sum] ?? '';
}

/** α is a root of x⁵ + x² + 1. */
const timesAlpha = (value: number): number => (value < 16 ? value << 1 : (value << 1) ^ 0b100101);
