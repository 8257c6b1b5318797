import type { Centavos } from '../money/centavos.ts';
import { roundFraction } from '../money/rounding.ts';
import type { NoteTerms } from './note-terms.ts';

/** One month of a rate in parts per million a year: rate / 12,000,000. */
const MONTHS_TIMES_PPM = 12_000_000n;

/**
 * The fixed instalment (centavos, half up) that repays `amount` in `count` equal instalments at the base rate:
 * A = P·i·(1 + i)^n / ((1 + i)^n − 1), with i = annual rate × months between instalments / 12; P / n when the rate is
 * zero. Computed as one exact fraction of integers and rounded once; decimal.js checks it in the tests.
 */
export function instalmentAmount(amount: Centavos, count: number, terms: NoteTerms): Centavos {
  if (terms.amortization !== 'equal-instalments') return 0;
  const rate = BigInt(terms.baseRate * terms.monthsBetweenInstalments);
  if (rate === 0n) return roundFraction(BigInt(amount), BigInt(count), 'half-up');
  const grown = (MONTHS_TIMES_PPM + rate) ** BigInt(count);
  const flat = MONTHS_TIMES_PPM ** BigInt(count);
  return roundFraction(BigInt(amount) * rate * grown, MONTHS_TIMES_PPM * (grown - flat), 'half-up');
}
