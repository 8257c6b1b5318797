import { Decimal } from 'decimal.js';
import { pesosFromCentavos } from '../../../shared/money/centavos.ts';

/** A part of a whole in per cent with two digits, half up: "12.35", "-3.10". Null of nothing. */
export function percentOf(part: number | Decimal, whole: number): string | null {
  if (whole === 0) return null;
  const hundredths = new Decimal(part).times(10_000).div(whole).toDecimalPlaces(0, Decimal.ROUND_HALF_UP);
  return pesosFromCentavos(hundredths.toNumber());
}
