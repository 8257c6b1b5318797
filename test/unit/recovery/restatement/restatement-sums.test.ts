import { expect, it } from 'vitest';
import { RestatementSums } from '../../../../functions/recovery/restatement/restatement-sums.ts';
import type { Lines } from '../../../../shared/loan-book/line.ts';

it.each<[string, Lines, number | null, 'less' | 'same' | 'more']>([
  ['the end of a size belongs to it', { principal: 100, waivers: -100 }, 100, 'more'],
  ['and a centavo more to the next', { principal: 101, waivers: -101 }, 1_000, 'more'],
  ['the largest has no end', { principal: -1_000_001, waivers: 1_000_001 }, null, 'less'],
  ['the account that changes most counts, up or down', { principal: -150, waivers: 80, credit: 70 }, 1_000, 'less'],
  ['components that make up for each other', { principal: 500, ordinaryInterest: -500 }, 1_000, 'same'],
  ['money held that only changes its contra account', { credit: -40, 'income:defaultInterest': 40 }, 100, 'same'],
])('counts a note by its size: %s', (_what, lines, upTo, debt) => {
  const sums = new RestatementSums();
  sums.add('nogales', lines);
  const counted = sums.result().sizes.filter(({ less, same, more }) => less + same + more > 0);
  expect(counted).toEqual([{ upTo, less: 0, same: 0, more: 0, [debt]: 1 }]);
});
