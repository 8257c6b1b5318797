import { type Centavos, MAX_CENTAVOS } from '../../../shared/money/centavos.ts';

const LONE_AMOUNT = /^\$?\s*(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?$/;
const AMOUNTS_WITH_POINT = /(?<![\d.\p{L}]|\d,)(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{2}(?![\d.])/gu;

/**
 * What the money of a field or line that could not be read most likely is, in centavos; null when nothing says.
 * Only ever told to people ("sin leer"), never posted: a lone number is pesos, and of a whole line only the one text
 * with a point and two decimals counts.
 */
export function guessedAmount(text: string): Centavos | null {
  const found = text.match(AMOUNTS_WITH_POINT) ?? [];
  const [, pesos, cents = ''] = LONE_AMOUNT.exec(found.length === 1 ? (found[0] ?? '') : text.trim()) ?? [];
  if (pesos === undefined) return null;
  const centavos = Number(pesos.replaceAll(',', '')) * 100 + Number(cents.padEnd(2, '0'));
  return Number.isSafeInteger(centavos) && centavos <= MAX_CENTAVOS ? centavos : null;
}
