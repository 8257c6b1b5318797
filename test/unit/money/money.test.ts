import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DISBURSEMENT_LIMIT, isAboveLimit, PAYMENT_LIMIT } from '../../../shared/money/amount-limits.ts';
import {
  assertCentavos,
  assertSum,
  centavosFromPesos,
  formatMxn,
  MAX_CENTAVOS,
  MAX_SUM,
  pesosFromCentavos,
} from '../../../shared/money/centavos.ts';
import { roundFraction } from '../../../shared/money/rounding.ts';
import { shareByWeight } from '../../../shared/money/share.ts';

describe('centavos', () => {
  it('go to the wire and back without loss', () => {
    fc.assert(
      fc.property(fc.integer({ min: -MAX_SUM, max: MAX_SUM }), (centavos) => {
        expect(centavosFromPesos(pesosFromCentavos(centavos))).toBe(centavos === 0 ? 0 : centavos);
      }),
      { examples: [[MAX_SUM], [-MAX_SUM], [MAX_CENTAVOS]] },
    );
  });

  it.each(['1250.5', '1,250.50', '1250', '.50', '1250.505', '1e3.00', ' 1.00', '', '--1.00'])(
    'refuse %j as an amount',
    (text) => {
      expect(centavosFromPesos(text)).toBeUndefined();
    },
  );

  it.each([
    [0, '$0.00'],
    [5, '$0.05'],
    [125_050, '$1,250.50'],
    [-100, '-$1.00'],
    [123_456_789_01, '$123,456,789.01'],
    [MAX_CENTAVOS, '$100,000,000,000.00'],
    [MAX_SUM, '$90,071,992,547,409.91'],
  ])('%i reads %s', (centavos, text) => {
    expect(formatMxn(centavos)).toBe(text);
  });

  it('must be whole and within limits', () => {
    expect(() => assertCentavos(0.5, 'x')).toThrow(RangeError);
    expect(() => assertCentavos(MAX_CENTAVOS + 1, 'x')).toThrow(RangeError);
    expect(() => assertCentavos(Number.NaN, 'x')).toThrow(RangeError);
    expect(() => assertCentavos(-MAX_CENTAVOS - 1, 'importe')).toThrow(
      'importe must be whole centavos within ±10000000000000, got -10000000000001',
    );
    expect(assertCentavos(MAX_CENTAVOS, 'x')).toBe(MAX_CENTAVOS);
    expect(assertCentavos(-MAX_CENTAVOS, 'x')).toBe(-MAX_CENTAVOS);
    expect(assertSum(MAX_CENTAVOS + 1, 'x')).toBe(MAX_CENTAVOS + 1);
    expect(() => assertSum(MAX_SUM + 1, 'x')).toThrow(RangeError);
    expect(() => pesosFromCentavos(MAX_SUM + 1)).toThrow(RangeError);
    expect(centavosFromPesos('90071992547409.92')).toBeUndefined();
  });
});

describe('rounding', () => {
  it.each([
    [5n, 10n, 'half-up', 1],
    [15n, 10n, 'half-even', 2],
    [25n, 10n, 'half-even', 2],
    [26n, 10n, 'half-even', 3],
    [29n, 10n, 'down', 2],
    [24n, 10n, 'half-up', 2],
    [0n, 7n, 'half-up', 0],
    [4n, 10n, 'half-up', 0],
    [24n, 10n, 'half-even', 2],
    [26n, 10n, 'half-up', 3],
    [20n, 10n, 'half-even', 2],
    [30n, 10n, 'half-up', 3],
  ] as const)('%s / %s %s = %i', (numerator, denominator, rule, expected) => {
    expect(roundFraction(numerator, denominator, rule)).toBe(expected);
  });

  it('refuses what interest can never be', () => {
    const refused = new RangeError('roundFraction needs numerator ≥ 0 and denominator > 0');
    expect(() => roundFraction(-1n, 10n, 'half-up')).toThrow(refused);
    expect(() => roundFraction(1n, 0n, 'half-up')).toThrow(refused);
    expect(() => roundFraction(1n, -1n, 'half-up')).toThrow(refused);
  });
});

describe('an amount that a person must look at again', () => {
  it('is above the limit, not at it', () => {
    expect(isAboveLimit(20_000_000, PAYMENT_LIMIT)).toBe(false);
    expect(isAboveLimit(20_000_001, PAYMENT_LIMIT)).toBe(true);
    expect(isAboveLimit(100_000_000, DISBURSEMENT_LIMIT)).toBe(false);
    expect(isAboveLimit(100_000_001, DISBURSEMENT_LIMIT)).toBe(true);
  });
});

describe('sharing by weight', () => {
  it.each([
    // 10 × 1/7 = 1.43, 10 × 2/7 = 2.86, 10 × 4/7 = 5.71: the two centavos left go to the largest fractions.
    [10, [1, 2, 4], [1, 3, 6]],
    [10, [4, 2, 1], [6, 3, 1]],
    [10, [2, 1, 4], [3, 1, 6]],
    [1, [1, 2], [0, 1]],
    [2, [1, 1, 1], [1, 1, 0]],
    [3, [0, 5], [0, 3]],
    [7, [0, 0], [7, 0]],
    [0, [1, 2], [0, 0]],
  ])('%i by %j is %j', (total, weights, shares) => {
    expect(shareByWeight(total, weights)).toEqual(shares);
  });

  it('needs something to share among, and no debt', () => {
    const refused = new RangeError('shareByWeight needs total ≥ 0 and at least one weight');
    expect(() => shareByWeight(-1, [1])).toThrow(refused);
    expect(() => shareByWeight(1, [])).toThrow(refused);
  });

  it('sums to the total, gives nothing to weight zero, and strays less than a centavo', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000_000 }),
        fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 20 }),
        (total, weights) => {
          const shares = shareByWeight(total, weights);
          const sum = weights.reduce((all, weight) => all + weight, 0);
          expect(shares.reduce((all, share) => all + share, 0)).toBe(total);
          for (const [index, share] of shares.entries()) {
            const weight = weights[index]!;
            if (sum > 0 && weight === 0) expect(share).toBe(0);
            if (sum > 0) expect(Math.abs(share - (total * weight) / sum)).toBeLessThan(1.001);
          }
        },
      ),
    );
  });
});
