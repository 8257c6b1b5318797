import type { RollupKey } from './rollup-keys.ts';

/** An item of sums as stored: its attributes besides the key, whatever they are. */
export interface StoredSum {
  readonly key: RollupKey;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface MeasureChange {
  readonly measure: string;
  /** As stored; undefined: not there. */
  readonly stored: unknown;
  /** Count or centavos that it must be; 0: need not be there. */
  readonly right: number;
}

/** What is wrong in one item of sums. */
export interface RollupDifference {
  readonly key: RollupKey;
  readonly changes: readonly MeasureChange[];
  /** No entry adds to this item. */
  readonly unexplained: boolean;
  /**
   * Attributes that only grow, as stored: whatever the stream adds to a measure of the item moves one of them, so
   * that a correction under the condition that they still stand is a correction of what was compared.
   */
  readonly guards: Readonly<Record<string, unknown>>;
}

const ONLY_GROWS = /(^|[./])(count|entries|payments|amount)$/;

/** The stored item against the sum recomputed from the entries; undefined when they are the same. Zeros may be absent. */
export function differenceOf(
  key: RollupKey,
  stored: StoredSum['attributes'],
  right: Readonly<Record<string, number>> | undefined,
): RollupDifference | undefined {
  const names = [...new Set([...Object.keys(stored), ...Object.keys(right ?? {})])].sort();
  const changes = names.flatMap((measure): MeasureChange[] => {
    const wanted = right?.[measure] ?? 0;
    return (stored[measure] ?? 0) === wanted ? [] : [{ measure, stored: stored[measure], right: wanted }];
  });
  if (changes.length === 0) return undefined;
  const guards = Object.fromEntries(names.filter((name) => ONLY_GROWS.test(name)).map((name) => [name, stored[name]]));
  return { key, changes, unexplained: right === undefined, guards };
}
