import { applyFacts, type RollupWriter } from './apply-facts.ts';
import type { Fact } from './fact.ts';
import type { MissingFacts } from './missing-facts.ts';

export interface Repaired {
  /** Facts of the delivery that are applied now. */
  readonly applied: number;
  /** Facts that were never delivered, or were given up, and are applied now. */
  readonly recovered: number;
  readonly blocked: readonly Fact[];
  /** Why the first owner could not be repaired. */
  readonly error: unknown;
}

/**
 * Facts that wait for an earlier one of their owner: a record that the stream gave up never comes again, so what is
 * missing is read from its table and applied before them, each once (marks decide). An owner that cannot be repaired
 * stays blocked and leaves the others alone.
 */
export async function repairGaps(
  writer: RollupWriter,
  missing: MissingFacts,
  blocked: readonly Fact[],
): Promise<Repaired> {
  const byOwner = Map.groupBy(blocked, ({ owner }) => owner);
  const marks = await writer.lastApplied([...byOwner.keys()]);
  const stillBlocked: Fact[] = [];
  let applied = 0;
  let recovered = 0;
  let error: unknown;
  for (const [owner, facts] of byOwner) {
    try {
      const last = Math.max(...facts.map(({ seq }) => seq));
      const known = await missing.read(owner, (marks.get(owner) ?? 0) + 1, last);
      const repaired = await applyFacts(writer, known);
      const waiting = new Set(repaired.blocked.map(({ seq }) => seq));
      const reached = new Set(known.map(({ seq }) => seq).filter((seq) => !waiting.has(seq)));
      const left = facts.filter(({ seq }) => !reached.has(seq));
      stillBlocked.push(...left);
      applied += facts.length - left.length;
      recovered += repaired.applied - (facts.length - left.length);
    } catch (failure) {
      error ??= failure;
      stillBlocked.push(...facts);
    }
  }
  return { applied, recovered, blocked: stillBlocked, error };
}
