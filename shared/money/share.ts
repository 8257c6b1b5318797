import type { Centavos } from './centavos.ts';

/**
 * Splits `total` in proportion to `weights` so that the parts always sum to it: every share is floored and
 * the centavos left over go one by one to the largest remainders (ties: the earlier share).
 * Weights are integers ≥ 0; when all are zero the first share takes the whole. `total` must be ≥ 0.
 */
export function shareByWeight(total: Centavos, weights: readonly number[]): Centavos[] {
  if (total < 0 || weights.length === 0) throw new RangeError('shareByWeight needs total ≥ 0 and at least one weight');
  const sum = weights.reduce((all, weight) => all + BigInt(weight), 0n);
  if (sum === 0n) return weights.map((_weight, index) => (index === 0 ? total : 0));
  const exact = weights.map((weight) => BigInt(total) * BigInt(weight));
  const shares = exact.map((value) => Number(value / sum));
  const left = total - shares.reduce((all, share) => all + share, 0);
  const byRemainder = exact
    .map((value, index) => ({ index, remainder: value % sum }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  for (const { index } of byRemainder.slice(0, left)) shares[index] = (shares[index] ?? 0) + 1;
  return shares;
}
