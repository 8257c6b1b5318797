import type { Measures } from './measures.ts';
import type { RollupKey } from './rollup-keys.ts';

/** What one record adds to one rollup item. */
export interface Contribution {
  readonly key: RollupKey;
  readonly measures: Measures;
}

/**
 * A stream record as the rollups see it: the seq-th fact of its owner (a note, a file's credit head, a deposit),
 * with everything it adds. Applied exactly once, in the order of seq.
 */
export interface Fact {
  /** Partition of the owner: `NOTE#…`, `CREDIT#…`, `DEPOSIT#…`. */
  readonly owner: string;
  /** 1, 2, 3 … without gaps. */
  readonly seq: number;
  readonly contributions: readonly Contribution[];
}
