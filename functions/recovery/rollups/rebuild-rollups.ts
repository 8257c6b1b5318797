import { applyFacts, type RollupWriter } from './apply-facts.ts';
import { type CompareDeps, compareRollups, type RollupComparison } from './compare-rollups.ts';
import type { RollupItems } from './rollup-items.ts';

export interface RebuildDeps extends CompareDeps {
  readonly items: RollupItems;
  readonly writer: RollupWriter;
}

export interface RollupsRebuilt {
  readonly outcome: 'equal' | 'unfinished';
  readonly itemsCorrected: number;
  readonly marksLowered: number;
  /** Facts that the stream had not applied and are applied now. */
  readonly factsApplied: number;
  /** The last comparison: what is left. */
  readonly left: RollupComparison;
}

/** An owner's sums cannot be recomputed (a record is missing or unreadable): nothing was replaced. */
export class RollupsUnknowable extends Error {
  override readonly name = 'RollupsUnknowable';
  readonly comparison: RollupComparison;
  constructor(comparison: RollupComparison) {
    super(`the sums of ${comparison.unknowable.length} owners cannot be recomputed from their records`);
    this.comparison = comparison;
  }
}

/** Rounds of comparing and correcting: what the stream moved between the two is compared again. */
const ROUNDS = 5;
/** After every record that an owner may have. */
const LAST_SEQ = 9_999_999_999;

/**
 * Makes the rollups what the entries and deposit movements say: all of them, or the items of a day. `compared` is told
 * of each comparison before anything is replaced. Sums are corrected where they stand, given the marks; only when no
 * sum differs any more do the marks move, by the stream's own transactions. So sums and marks belong together at every
 * moment: the stream may go on meanwhile, and a run that was cut off is finished by running it again.
 * Throws RollupsUnknowable before the first write.
 */
export async function rebuildRollups(
  deps: RebuildDeps,
  options: { readonly day?: string | undefined; readonly compared?: (comparison: RollupComparison) => void } = {},
): Promise<RollupsRebuilt> {
  const { day, compared = () => undefined } = options;
  const done = { itemsCorrected: 0, marksLowered: 0, factsApplied: 0 };
  for (let round = 1; ; round += 1) {
    const comparison = await compareRollups(deps, day);
    compared(comparison);
    if (comparison.unknowable.length > 0) throw new RollupsUnknowable(comparison);
    if (isEqual(comparison)) return { outcome: 'equal', ...done, left: comparison };
    if (round > ROUNDS) return { outcome: 'unfinished', ...done, left: comparison };
    let moved = comparison.moving.length + comparison.elsewhere;
    for (const difference of comparison.differences) {
      if ((await deps.items.correct(difference)) === 'corrected') done.itemsCorrected += 1;
      else moved += 1;
    }
    // A mark that went back would add again what wrong sums have already.
    const before = done.marksLowered + done.factsApplied;
    if (moved === 0) await settleMarks(deps, comparison, done);
    const changed = comparison.differences.length + comparison.moving.length > 0;
    if (!changed && done.marksLowered + done.factsApplied === before) {
      return { outcome: 'unfinished', ...done, left: comparison };
    }
  }
}

/** Whether nothing differs, in the day asked for, and every mark is at the last record of its owner. */
export function isEqual({ differences, moving, behind, ahead, unknowable }: RollupComparison): boolean {
  return [differences, moving, behind, ahead, unknowable].every(({ length }) => length === 0);
}

async function settleMarks(
  { items, missing, writer }: RebuildDeps,
  { ahead, behind, unreadable }: RollupComparison,
  done: { marksLowered: number; factsApplied: number },
): Promise<void> {
  const apply = async (owner: string, mark: number) => {
    // Up to a record that nobody can read: the owner's mark stays before it, and the comparison shows it.
    const broken = unreadable.filter((record) => record.owner === owner && record.seq > mark).map(({ seq }) => seq);
    const last = Math.min(LAST_SEQ, ...broken.map((seq) => seq - 1));
    if (last <= mark) return;
    const facts = await missing.read(owner, mark + 1, last);
    done.factsApplied += (await applyFacts(writer, facts)).applied;
  };
  for (const { owner, mark, last } of ahead) {
    if ((await items.lowerMark(owner, mark, last)) === 'corrected') done.marksLowered += 1;
    // What came since it was compared: the stream dropped it as applied.
    await apply(owner, last);
  }
  for (const { owner, mark } of behind) await apply(owner, mark);
}
