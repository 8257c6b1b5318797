import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountInWords, wholeNumberInWords } from '../../../shared/documents/amount-in-words.ts';

describe('amount in words', () => {
  it.each([
    [0, '(CERO PESOS 00/100 M.N.)'],
    [1, '(CERO PESOS 01/100 M.N.)'],
    [100, '(UN PESO 00/100 M.N.)'],
    [199, '(UN PESO 99/100 M.N.)'],
    [200, '(DOS PESOS 00/100 M.N.)'],
    [1_600, '(DIECISÉIS PESOS 00/100 M.N.)'],
    [2_100, '(VEINTIÚN PESOS 00/100 M.N.)'],
    [2_250, '(VEINTIDÓS PESOS 50/100 M.N.)'],
    [3_100, '(TREINTA Y UN PESOS 00/100 M.N.)'],
    [10_000, '(CIEN PESOS 00/100 M.N.)'],
    [10_100, '(CIENTO UN PESOS 00/100 M.N.)'],
    [12_100, '(CIENTO VEINTIÚN PESOS 00/100 M.N.)'],
    [50_000, '(QUINIENTOS PESOS 00/100 M.N.)'],
    [70_000, '(SETECIENTOS PESOS 00/100 M.N.)'],
    [90_009, '(NOVECIENTOS PESOS 09/100 M.N.)'],
    [100_000, '(MIL PESOS 00/100 M.N.)'],
    [100_100, '(MIL UN PESOS 00/100 M.N.)'],
    [125_050, '(MIL DOSCIENTOS CINCUENTA PESOS 50/100 M.N.)'],
    [2_100_000, '(VEINTIÚN MIL PESOS 00/100 M.N.)'],
    [3_100_000, '(TREINTA Y UN MIL PESOS 00/100 M.N.)'],
    [10_000_000, '(CIEN MIL PESOS 00/100 M.N.)'],
    [10_100_000, '(CIENTO UN MIL PESOS 00/100 M.N.)'],
    [100_000_000, '(UN MILLÓN DE PESOS 00/100 M.N.)'],
    [100_000_100, '(UN MILLÓN UN PESOS 00/100 M.N.)'],
    [100_100_000, '(UN MILLÓN MIL PESOS 00/100 M.N.)'],
    [2_100_000_000, '(VEINTIÚN MILLONES DE PESOS 00/100 M.N.)'],
    [102_100_000_000, '(MIL VEINTIÚN MILLONES DE PESOS 00/100 M.N.)'],
    [
      98_765_432_199,
      '(NOVECIENTOS OCHENTA Y SIETE MILLONES SEISCIENTOS CINCUENTA Y CUATRO MIL TRESCIENTOS VEINTIÚN PESOS 99/100 M.N.)',
    ],
  ])('%i centavos', (centavos, words) => {
    expect(amountInWords(centavos)).toBe(words);
  });

  it('keeps UNO where no noun follows', () => {
    expect(wholeNumberInWords(1)).toBe('UNO');
    expect(wholeNumberInWords(101)).toBe('CIENTO UNO');
    expect(wholeNumberInWords(21_021)).toBe('VEINTIÚN MIL VEINTIUNO');
  });

  it('refuses negative and fractional amounts', () => {
    expect(() => amountInWords(-1)).toThrow(RangeError);
    expect(() => amountInWords(1.5)).toThrow(RangeError);
  });

  it('gives different words to different amounts and never UNO before a noun', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e13 }), fc.integer({ min: 0, max: 1e13 }), (a, b) => {
        const words = amountInWords(a);
        expect(words).not.toMatch(/UNO (PESO|MIL|DE)/);
        expect(words).not.toMatch(/ {2}|undefined/);
        if (a !== b) expect(words).not.toBe(amountInWords(b));
      }),
    );
  });
});
