import { defineReferenceAlgorithm } from './reference-algorithm.ts';
import { alternatingCheckDigit } from './weighted-digits.ts';

const checkDigits = (base: string): string => alternatingCheckDigit(Array.from(base, Number));

/** BBVA algorithm "00": 1 to 19 digits. Finds every change of a single digit. */
export const bbva00 = defineReferenceAlgorithm({
  id: 'bbva-00',
  name: 'BBVA algoritmo 00',
  base: /^\d{1,19}$/,
  baseRule: 'lleva de 1 a 19 dígitos y su verificador',
  checkLength: 1,
  checkDigits,
});

/** BBVA algorithm 14: the same sum over exactly 14 digits. */
export const bbva14 = defineReferenceAlgorithm({
  id: 'bbva-14',
  name: 'BBVA algoritmo 14',
  base: /^\d{14}$/,
  baseRule: 'lleva 14 dígitos y su verificador',
  checkLength: 1,
  checkDigits,
});
