import { describe, expect, it } from 'vitest';
import { verdictOf } from '../../bench/bench-line.ts';
import { shortfalls, tableOf } from '../../bench/bench-table.ts';
import { itemSize } from '../../bench/item-size.ts';
import { usdPerMillion } from '../../bench/prices.ts';
import { middleHalf, p99Of, spreadOf } from '../../bench/spread.ts';

describe('the size of an item by the rule of DynamoDB', () => {
  it.each([
    ['names and text in UTF-8 bytes', { nombre: 'Peña' }, 6 + 5],
    ['a number by its significant digits', { amount: 1_250_000 }, 6 + 1 + 2],
    ['a minus sign', { amount: -12 }, 6 + 1 + 1 + 1],
    ['null and booleans', { a: null, b: true }, 2 + 2],
    ['a map: 3 bytes and 1 for each member', { m: { a: 'x', b: 'y' } }, 1 + 3 + 2 * (1 + 1 + 1)],
    ['a list: 3 bytes and 1 for each member', { l: ['x', 'yz'] }, 1 + 3 + 2 + 3],
    ['nothing for what is left out', { a: 'x', b: undefined }, 2],
  ])('counts %s', (_rule, item, bytes) => {
    expect(itemSize(item)).toBe(bytes);
  });
});

describe('a figure of the bench', () => {
  const line = { measure: 'posting ÷ baseline', figure: 0.89, unit: '×', target: { atLeast: 0.9 } } as const;

  it('falls short below a lower limit and above an upper one', () => {
    expect(verdictOf(line)).toBe('falls short');
    expect(verdictOf({ ...line, figure: 0.9 })).toBe('met');
    expect(verdictOf({ ...line, target: { atMost: 0.8 } })).toBe('falls short');
    expect(verdictOf({ measure: 'm', figure: 1, unit: 's' })).toBe('no target');
  });

  it('says so with the figure and the target', () => {
    expect(shortfalls([line])).toEqual(['falls short: posting ÷ baseline is 0.890 ×, target ≥ 0.900']);
    expect(tableOf([line])).toContain('| 0.890 × ');
  });

  it('is the median, with how far the runs lie apart', () => {
    expect(spreadOf([3, 1, 10, 2])).toEqual({ median: 2.5, min: 1, max: 10, count: 4 });
    expect(middleHalf([1, 2, 3, 4, 5])).toEqual({ from: 2, to: 4 });
    expect(p99Of(Array.from({ length: 101 }, (_, index) => 100 - index))).toBe(99);
    expect(() => spreadOf([])).toThrow(RangeError);
  });

  it('in money is the units times their prices', () => {
    expect(usdPerMillion({ writeUnits: 8, readUnits: 1 })).toBeCloseTo(8 * 0.625 + 0.125, 10);
  });
});
