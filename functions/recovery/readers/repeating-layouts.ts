/** Two layouts in which the bank may tell of one payment: the account's movements repeat what other reports detail. */
interface RepeatingLayouts {
  /** Layout ids. */
  readonly layouts: readonly [string, string];
  /** Most calendar days between the two dates of one payment. */
  readonly days: number;
  readonly source: string;
}

/**
 * The rule of payments seen in two sources: same reference, same amount, dates at most so many days apart. The second
 * one seen is a possible duplicate, in whichever order the files come.
 */
export const REPEATING_LAYOUTS: readonly RepeatingLayouts[] = [
  {
    layouts: ['bbva-cie', 'bbva-movements'],
    days: 3,
    source: 'A payment at the counter on Friday stands in the account on Monday; to be confirmed with the bank.',
  },
  {
    layouts: ['internet-gateway', 'bbva-movements'],
    days: 5,
    source: 'Gateways settle in up to three banking days; to be confirmed with the provider.',
  },
];

/** Layouts that appear in some rule: only their rows are remembered. */
export function mayRepeat(layoutId: string): boolean {
  return REPEATING_LAYOUTS.some(({ layouts }) => layouts.includes(layoutId));
}

/** Days that may lie between one payment in these two layouts, or undefined: neither repeats the other. */
export function daysBetweenRepeats(a: string, b: string): number | undefined {
  return REPEATING_LAYOUTS.find(({ layouts }) => a !== b && layouts.includes(a) && layouts.includes(b))?.days;
}
