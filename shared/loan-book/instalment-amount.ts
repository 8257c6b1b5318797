import { Decimal } from 'decimal.js';
import type { Centavos } from '../money/centavos.ts';
import type { NoteTerms } from './note-terms.ts';

const Precise = Decimal.clone({ precision: 40, rounding: Decimal.ROUND_HALF_UP });

/**
 * The fixed instalment (centavos, half up) that repays `amount` in `count` equal instalments at the base rate:
 * A = P·i / (1 − (1 + i)^−n), with i = annual rate × months between instalments / 12; P / n when the rate is zero.
 */
export function instalmentAmount(amount: Centavos, count: number, terms: NoteTerms): Centavos {
  if (terms.amortization !== 'equal-instalments') return 0;
  const rate = new Precise(terms.baseRate).mul(terms.monthsBetweenInstalments).div(12_000_000);
  if (rate.isZero()) return new Precise(amount).div(count).toDecimalPlaces(0).toNumber();
  const discount = new Precise(1).sub(new Precise(1).add(rate).pow(-count));
  return new Precise(amount).mul(rate).div(discount).toDecimalPlaces(0).toNumber();
}
