import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  captureLine,
  captureLine97,
  captureLineMatches,
} from '../../../../functions/recovery/references/capture-line.ts';
import { educationCreditReference } from '../../../../functions/recovery/references/education-credit-reference.ts';
import type { ReferenceAlgorithmId } from '../../../../functions/recovery/references/reference-algorithm.ts';
import { referenceAlgorithm } from '../../../../functions/recovery/references/reference-algorithms.ts';
import { calendarDate } from '../../../../shared/calendar/calendar-date.ts';

const DIGITS = '0123456789';
const bases: Readonly<Record<ReferenceAlgorithmId, RegExp>> = {
  'bbva-00': /^\d{1,19}$/,
  'bbva-14': /^\d{14}$/,
  'bbva-35': /^[A-Z0-9]{1,19}$/,
  'bbva-36': /^[A-Z0-9]{16}$/,
  'capture-line-97': /^\d{1,12}\d{5}2$/,
};
const ids = Object.keys(bases) as ReferenceAlgorithmId[];

describe('reference check digits', () => {
  test.each([
    ['bbva-00', '18000359700002387', '1'],
    ['bbva-14', '00000000012345', '5'],
    ['bbva-36', 'CREDEDUC00012345', '8'],
    ['bbva-35', 'ICEES0001234', '3'],
    ['capture-line-97', '0001234567492872', '25'],
  ] as const)('%s: vector of domain-facts.md §G2, %s → %s', (id, base, digits) => {
    const algorithm = referenceAlgorithm(id);
    expect(algorithm.id).toBe(id);
    expect(algorithm.compute(base)).toBe(digits);
    expect(algorithm.verify(base + digits)).toEqual({ ok: true });
  });

  test.each(ids)('%s: what it computes it verifies, and no other digits', (id) => {
    const algorithm = referenceAlgorithm(id);
    fc.assert(
      fc.property(fc.stringMatching(bases[id]), fc.nat(99), (base, other) => {
        const digits = algorithm.compute(base);
        expect(digits).toMatch(algorithm.checkLength === 1 ? /^\d$/ : /^\d{2}$/);
        expect(algorithm.verify(base + digits)).toEqual({ ok: true });
        const wrong = String(other % 10 ** algorithm.checkLength).padStart(algorithm.checkLength, '0');
        fc.pre(wrong !== digits);
        expect(algorithm.verify(base + wrong)).toMatchObject({ ok: false, reason: 'check-digit' });
      }),
    );
  });

  // Algorithm 35 promises it only under weights 4 and 8 (every first and third place of three).
  test.each(ids)('%s: finds every change of a single digit that it promises to find', (id) => {
    const algorithm = referenceAlgorithm(id);
    fc.assert(
      fc.property(fc.stringMatching(bases[id]), fc.nat(), fc.nat(9), (base, at, digit) => {
        const index = at % base.length;
        const old = base.charAt(index);
        fc.pre(DIGITS.includes(old) && old !== String(digit));
        fc.pre(!(id === 'bbva-35' && index % 3 === 1));
        const changed = base.slice(0, index) + digit + base.slice(index + 1);
        expect(algorithm.verify(changed + algorithm.compute(base)).ok).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('what they cannot find is known: equal values of letters, and 1, 4, 7 under weight 3', () => {
    const { compute } = referenceAlgorithm('bbva-36');
    expect(compute('CREDEDUC0001234A')).toBe(compute('CREDEDUC0001234J'));
    const { compute: compute35 } = referenceAlgorithm('bbva-35');
    expect(new Set(['01', '04', '07'].map((base) => compute35(base))).size).toBe(1);
  });

  test.each([
    ['bbva-00', '12345678901234567890', 'lleva de 1 a 19 dígitos y su verificador'],
    ['bbva-14', '1234567890123', 'lleva 14 dígitos y su verificador'],
    ['bbva-36', 'CREDEDUC0001234', 'lleva 16 letras o dígitos y su verificador'],
    ['bbva-36', 'creDEDUC00012345', 'lleva 16 letras o dígitos y su verificador'],
    ['bbva-35', '', 'lleva de 1 a 19 letras o dígitos y su verificador'],
    ['capture-line-97', '0001234567492873', 'lleva referencia, fecha, importe condensado, un 2 y dos verificadores'],
  ] as const)('%s: a reference of another shape is not verified (%s)', (id, base, rule) => {
    const algorithm = referenceAlgorithm(id);
    expect(() => algorithm.compute(base)).toThrow(RangeError);
    const check = algorithm.verify(`${base}${'0'.repeat(algorithm.checkLength)}`);
    expect(check).toMatchObject({ ok: false, reason: 'shape', message: expect.stringContaining(rule) });
  });

  test('a wrong digit is told in Spanish without repeating the reference', () => {
    expect(referenceAlgorithm('bbva-36').verify('CREDEDUC000010096')).toEqual({
      ok: false,
      reason: 'check-digit',
      message: 'El dígito verificador de la referencia no coincide (BBVA algoritmo 36).',
    });
    expect(referenceAlgorithm('bbva-36').verify('12345')).toMatchObject({ ok: false, reason: 'shape' });
  });
});

describe('capture line', () => {
  const terms = { dueDate: calendarDate('2026-03-31'), amount: 125_050 };

  test('vector of domain-facts.md §G2', () => {
    expect(captureLine('0001234567', terms)).toBe('000123456749287225');
    expect(captureLine97.verify('000123456749287225')).toEqual({ ok: true });
  });

  test('tells whether it was made for a day and an amount', () => {
    const line = captureLine('0001234567', terms);
    expect(captureLineMatches(line, terms)).toBe(true);
    expect(captureLineMatches(line, { ...terms, dueDate: calendarDate('2026-04-01') })).toBe(false);
    expect(captureLineMatches(line, { ...terms, amount: 125_051 })).toBe(false);
    expect(captureLineMatches(`${line.slice(0, -1)}6`, terms)).toBe(false);
  });

  test('holds the days from 2013 to 2039-11-18 and no others', () => {
    expect(captureLine('1', { ...terms, dueDate: calendarDate('2013-01-01') }).slice(1, 5)).toBe('0000');
    expect(captureLine('1', { ...terms, dueDate: calendarDate('2039-11-18') }).slice(1, 5)).toBe('9999');
    for (const dueDate of ['2012-12-31', '2039-11-19']) {
      expect(() => captureLine('1', { ...terms, dueDate: calendarDate(dueDate) })).toThrow(RangeError);
    }
    expect(() => captureLine('1', { ...terms, amount: -1 })).toThrow(RangeError);
    expect(() => captureLine('1234567890123', terms)).toThrow(RangeError);
  });
});

describe('reference of an educational credit', () => {
  test('is CREDEDUC, eight digits and the digit of algorithm 36', () => {
    expect(educationCreditReference(12_345)).toBe('CREDEDUC000123458');
    expect(educationCreditReference(1000)).toBe('CREDEDUC000010002');
    expect(referenceAlgorithm('bbva-36').verify(educationCreditReference(99_999_999)).ok).toBe(true);
    for (const number of [-1, 1.5, 100_000_000]) expect(() => educationCreditReference(number)).toThrow(RangeError);
  });
});
