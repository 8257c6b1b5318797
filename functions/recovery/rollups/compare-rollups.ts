import type { MissingFacts } from './missing-facts.ts';
import { type MarkGap, Recomputation, type Unreadable } from './recomputation.ts';
import type { RecordedFacts } from './recorded-facts.ts';
import { differenceOf, type RollupDifference, type StoredSum } from './rollup-difference.ts';
import type { RollupItems } from './rollup-items.ts';
import { isOfDay, keyName, type RollupKey } from './rollup-keys.ts';

export interface CompareDeps {
  readonly items: Pick<RollupItems, 'sums' | 'read' | 'marks'>;
  readonly recorded: RecordedFacts;
  readonly missing: MissingFacts;
}

export interface RollupComparison {
  /** Of the day asked for, or of all. */
  readonly differences: readonly RollupDifference[];
  /** Items that differ outside the day asked for. */
  readonly elsewhere: number;
  /** Items that the stream kept changing while they were compared. */
  readonly moving: readonly RollupKey[];
  /** Owners with records that the stream has not applied: on their way, or lost. */
  readonly behind: readonly MarkGap[];
  /** Owners whose mark is after their last record. */
  readonly ahead: readonly MarkGap[];
  /** Owners whose sums cannot be recomputed. Not empty: nothing may be replaced. */
  readonly unknowable: readonly MarkGap[];
  readonly unreadable: readonly Unreadable[];
  readonly itemsCompared: number;
}

/** Items that the stream moves are looked at again, with what it applied since; each look is shorter than the one before. */
const LOOKS = 5;

/**
 * Compares every sum of the rollups with what the entries and deposit movements up to the marks add to it; writes
 * nothing. The order makes it right beside a working stream: first the sums, then the marks, then the records, then
 * what differs once more. What stood still in between was compared with exactly the facts that are in it.
 * Reads everything whatever the day: the sums of a day by value date come from entries of any other.
 */
export async function compareRollups(deps: CompareDeps, day?: string): Promise<RollupComparison> {
  let stored = new Map<string, StoredSum>();
  for await (const sum of deps.items.sums()) stored.set(keyName(sum.key), sum);
  const recomputed = new Recomputation(await deps.items.marks());
  for await (const record of deps.recorded.all()) recomputed.add(record);
  let keys = keysOf([...stored.values(), ...recomputed.sums.values()]);
  const itemsCompared = keys.length;
  const settled: RollupDifference[] = [];
  for (let look = 1; look <= LOOKS && keys.length > 0; look += 1) {
    if (look > 1) await catchUp(deps, recomputed);
    const differing = keys.flatMap((key) => {
      const right = recomputed.sums.get(keyName(key))?.measures;
      return differenceOf(key, stored.get(keyName(key))?.attributes ?? {}, right) ?? [];
    });
    const again = byName(await deps.items.read(differing.map(({ key }) => key)));
    const still = differing.filter(({ key }) => same(stored.get(keyName(key)), again.get(keyName(key))));
    settled.push(...still);
    keys = differing.filter((difference) => !still.includes(difference)).map(({ key }) => key);
    stored = again;
  }
  const differences = settled.filter(({ key }) => day === undefined || isOfDay(day, key));
  return {
    differences,
    elsewhere: settled.length - differences.length,
    moving: keys,
    behind: recomputed.behind(),
    ahead: recomputed.ahead(),
    unknowable: recomputed.unknowable(),
    unreadable: recomputed.unreadable,
    itemsCompared,
  };
}

/** Adds what the stream applied since the marks were read. The sums to compare must have been read before. */
async function catchUp({ items, missing }: CompareDeps, recomputed: Recomputation): Promise<void> {
  for (const [owner, mark] of await items.marks()) {
    const before = recomputed.markOf(owner);
    if (mark > before) recomputed.moveMark(owner, mark, await missing.read(owner, before + 1, mark));
    if (mark < before) throw new Error(`the mark of ${owner} went back while the rollups were compared`);
  }
}

const byName = (sums: readonly StoredSum[]) => new Map(sums.map((sum) => [keyName(sum.key), sum]));

const keysOf = (sums: readonly { readonly key: RollupKey }[]): RollupKey[] => [
  ...new Map(sums.map(({ key }) => [keyName(key), key])).values(),
];

function same(before: StoredSum | undefined, after: StoredSum | undefined): boolean {
  const [one, other] = [before?.attributes ?? {}, after?.attributes ?? {}];
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}
