import { type CalendarDate, dayOf, monthOf, yearOf } from '../../../shared/calendar/calendar-date.ts';
import { assertCentavos, type Centavos } from '../../../shared/money/centavos.ts';
import { defineReferenceAlgorithm } from './reference-algorithm.ts';

const WEIGHTS_97 = [11, 13, 17, 19, 23] as const;
const WEIGHTS_AMOUNT = [7, 3, 1] as const;
/** First year of the condensed date; an older base is 1988 (domain-facts.md §G2). */
const BASE_YEAR = 2013;
/** Digits of date, amount and constant between the reference and the check digits. */
const CONDENSED = /^\d{1,12}\d{4}\d2$/;

/** Condensed capture line, base 97: finds every change of a single digit. The base ends in date, amount digit and 2. */
export const captureLine97 = defineReferenceAlgorithm({
  id: 'capture-line-97',
  name: 'línea de captura base 97',
  base: CONDENSED,
  baseRule: 'lleva referencia, fecha, importe condensado, un 2 y dos verificadores',
  checkLength: 2,
  checkDigits: (base) => String((weightedFromRight(base, WEIGHTS_97) % 97) + 1).padStart(2, '0'),
});

export interface CaptureLineTerms {
  /** Last day the line can be paid; 2013-01-01 to 2039-11-18, what four digits hold. */
  readonly dueDate: CalendarDate;
  readonly amount: Centavos;
}

/** The line to print on a slip for a numeric reference of 1–12 digits. Throws a RangeError out of those limits. */
export function captureLine(reference: string, terms: CaptureLineTerms): string {
  const base = `${reference}${condensedTerms(terms)}2`;
  return base + captureLine97.compute(base);
}

/** Whether a right line was made for this day and amount (the amount only up to its condensed digit). */
export function captureLineMatches(line: string, terms: CaptureLineTerms): boolean {
  return captureLine97.verify(line).ok && line.slice(-8, -3) === condensedTerms(terms);
}

/** Four digits of date, one of amount. */
function condensedTerms({ dueDate, amount }: CaptureLineTerms): string {
  const days = (yearOf(dueDate) - BASE_YEAR) * 372 + (monthOf(dueDate) - 1) * 31 + (dayOf(dueDate) - 1);
  if (days < 0 || days > 9999) throw new RangeError(`a capture line cannot hold the due date ${dueDate}`);
  if (assertCentavos(amount, 'amount') < 0) throw new RangeError('the amount of a capture line must be ≥ 0');
  return `${String(days).padStart(4, '0')}${weightedFromRight(String(amount), WEIGHTS_AMOUNT) % 10}`;
}

function weightedFromRight(digits: string, weights: readonly number[]): number {
  return Array.from(digits, Number).reduceRight(
    (sum, digit, index) => sum + digit * (weights[(digits.length - 1 - index) % weights.length] ?? 0),
    0,
  );
}
