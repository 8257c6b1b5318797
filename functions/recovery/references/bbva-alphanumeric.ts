import { defineReferenceAlgorithm } from './reference-algorithm.ts';
import { alternatingCheckDigit, toNextTen } from './weighted-digits.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** A–I = 1–9, J–R = 1–9, S–Z = 1–8; digits by value. */
const valueByNines = (character: string): number => {
  const letter = LETTERS.indexOf(character);
  return letter === -1 ? Number(character) : (letter % 9) + 1;
};

/**
 * BBVA algorithm 36: exactly 16 letters and digits. Finds every change of one character except between those of
 * equal value (A, J, S and 1 are all 1).
 */
export const bbva36 = defineReferenceAlgorithm({
  id: 'bbva-36',
  name: 'BBVA algoritmo 36',
  base: /^[A-Z0-9]{16}$/,
  baseRule: 'lleva 16 letras o dígitos y su verificador',
  checkLength: 1,
  checkDigits: (base) => alternatingCheckDigit(Array.from(base, valueByNines)),
});

/** A–Z = 1–26; digits by value. */
const valueByOrder = (character: string): number => {
  const letter = LETTERS.indexOf(character);
  return letter === -1 ? Number(character) : letter + 1;
};

/** 208 → 1: digits added until one is left. */
const oneDigit = (product: number): number => (product === 0 ? 0 : ((product - 1) % 9) + 1);

const WEIGHTS_35 = [4, 3, 8] as const;

/**
 * BBVA algorithm 35: 1 to 19 letters and digits, ×4, ×3, ×8 from left to right. Finds every change of one digit
 * under ×4 and ×8, but under ×3 takes 1, 4 and 7 for the same.
 */
export const bbva35 = defineReferenceAlgorithm({
  id: 'bbva-35',
  name: 'BBVA algoritmo 35',
  base: /^[A-Z0-9]{1,19}$/,
  baseRule: 'lleva de 1 a 19 letras o dígitos y su verificador',
  checkLength: 1,
  checkDigits: (base) =>
    toNextTen(
      Array.from(base, valueByOrder).reduce(
        (sum, value, index) => sum + oneDigit(value * (WEIGHTS_35[index % 3] ?? 0)),
        0,
      ),
    ),
});
