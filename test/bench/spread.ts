/** Repetitions of one measure: the middle and how far they lie apart. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly count: number;
}

/** Throws a RangeError without samples: a bench that measured nothing must not print a figure. */
export function spreadOf(samples: readonly number[]): Spread {
  const sorted = [...samples].sort((a, b) => a - b);
  return { median: quantile(sorted, 0.5), min: quantile(sorted, 0), max: quantile(sorted, 1), count: sorted.length };
}

/** The middle half, for samples with far outliers (fresh processes on a shared machine). */
export function middleHalf(samples: readonly number[]): { readonly from: number; readonly to: number } {
  const sorted = [...samples].sort((a, b) => a - b);
  return { from: quantile(sorted, 0.25), to: quantile(sorted, 0.75) };
}

/** What 99 of 100 samples stay within. */
export function p99Of(samples: readonly number[]): number {
  return quantile(
    [...samples].sort((a, b) => a - b),
    0.99,
  );
}

function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)];
  const high = sorted[Math.ceil(at)];
  if (low === undefined || high === undefined) throw new RangeError('no samples');
  return low + (high - low) * (at - Math.floor(at));
}
