import { bbva36 } from './bbva-alphanumeric.ts';

const PREFIX = 'CREDEDUC';

/**
 * Reference that a payment slip of an educational credit carries: CREDEDUC, eight digits of the credit and the check
 * digit of algorithm 36 (17 characters; 12345 → CREDEDUC000123458). Throws a RangeError unless the number is whole
 * and between 0 and 99,999,999.
 */
export function educationCreditReference(creditNumber: number): string {
  if (!Number.isInteger(creditNumber) || creditNumber < 0 || creditNumber > 99_999_999) {
    throw new RangeError(`a credit number has at most eight digits, got ${creditNumber}`);
  }
  const base = `${PREFIX}${String(creditNumber).padStart(8, '0')}`;
  return base + bbva36.compute(base);
}
