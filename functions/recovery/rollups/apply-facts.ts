import type { Fact } from './fact.ts';
import { batchesOf, batchOf, isContiguous, type RollupBatch, withoutGaps } from './rollup-batch.ts';

export interface RollupWriter {
  /** One transaction. `marks-moved` = a mark was not where the batch starts; nothing was written. */
  apply(batch: RollupBatch): Promise<'applied' | 'marks-moved'>;
  /** Consistent read; owners never seen are missing. */
  lastApplied(owners: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

export interface Applied {
  readonly applied: number;
  /** Dropped because an earlier delivery applied them. */
  readonly repeated: number;
  /** Kept back because an earlier fact of their owner is missing; deliver again from the first. */
  readonly blocked: readonly Fact[];
}

/** Marks move under us only when a delivery runs twice at once; more often than this is a fault. */
const MAX_TRIES = 5;

/**
 * Applies facts in order, each exactly once whatever the deliveries: repeated, overlapping, or with a part missing.
 * The usual case costs no read: a batch is written with conditions on its marks, which are read only when one fails.
 * Throws what the writer throws (throttling after its retries); what was applied before stays applied.
 */
export async function applyFacts(writer: RollupWriter, facts: readonly Fact[]): Promise<Applied> {
  const usual = isContiguous(facts);
  const { ready, blocked } = usual ? { ready: facts, blocked: [] } : await notYetApplied(writer, facts);
  let applied = 0;
  const keptBack = [...blocked];
  for (const batch of batchesOf(ready)) {
    const result = await applyBatch(writer, batch);
    applied += result.applied;
    keptBack.push(...result.blocked);
  }
  return { applied, repeated: facts.length - applied - keptBack.length, blocked: keptBack };
}

async function applyBatch(
  writer: RollupWriter,
  batch: RollupBatch,
): Promise<{ applied: number; blocked: readonly Fact[] }> {
  let next = batch;
  let blocked: readonly Fact[] = [];
  for (let attempt = 1; attempt <= MAX_TRIES; attempt += 1) {
    if ((await writer.apply(next)) === 'applied') return { applied: next.facts.length, blocked };
    const left = await notYetApplied(writer, batch.facts);
    blocked = left.blocked;
    if (left.ready.length === 0) return { applied: 0, blocked };
    next = batchOf(left.ready);
  }
  throw new Error(`the marks of a rollup batch kept moving for ${MAX_TRIES} tries`);
}

async function notYetApplied(writer: RollupWriter, facts: readonly Fact[]) {
  return withoutGaps(facts, await writer.lastApplied([...new Set(facts.map((fact) => fact.owner))]));
}
