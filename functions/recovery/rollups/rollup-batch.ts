import type { Fact } from './fact.ts';
import { addInto } from './measures.ts';
import { keyName, type RollupKey } from './rollup-keys.ts';

/** DynamoDB's limit of operations in one transaction. */
export const MAX_TRANSACTION_ITEMS = 100;

/** An owner's mark in a batch: its facts `first`…`last` without gaps. */
export interface MarkMove {
  readonly owner: string;
  readonly first: number;
  readonly last: number;
}

/** What one transaction writes: the marks of some owners and the sums of exactly their facts. */
export interface RollupBatch {
  readonly facts: readonly Fact[];
  readonly marks: readonly MarkMove[];
  readonly sums: readonly { readonly key: RollupKey; readonly measures: Readonly<Record<string, number>> }[];
}

/**
 * Splits facts, in order, into batches of at most `limit` items, each self-consistent: marks and sums of the same
 * facts are in the same transaction, so a crash between two of them loses and repeats nothing.
 * Facts of one owner must come without gaps (see `withoutGaps`).
 */
export function batchesOf(facts: readonly Fact[], limit: number = MAX_TRANSACTION_ITEMS): RollupBatch[] {
  const batches: RollupBatch[] = [];
  let chunk: Fact[] = [];
  let items = new Set<string>();
  for (const fact of facts) {
    const wanted = itemsOf(fact).filter((item) => !items.has(item));
    if (chunk.length > 0 && items.size + wanted.length > limit) {
      batches.push(batchOf(chunk));
      chunk = [];
      items = new Set();
    }
    chunk.push(fact);
    for (const item of itemsOf(fact)) items.add(item);
  }
  if (chunk.length > 0) batches.push(batchOf(chunk));
  return batches;
}

/** One batch of these facts, whatever its size. */
export function batchOf(facts: readonly Fact[]): RollupBatch {
  const marks = new Map<string, MarkMove>();
  const sums = new Map<string, { key: RollupKey; measures: Record<string, number> }>();
  for (const fact of facts) {
    const mark = marks.get(fact.owner);
    if (mark !== undefined && fact.seq !== mark.last + 1) throw new Error(`gap in the facts of ${fact.owner}`);
    marks.set(fact.owner, { owner: fact.owner, first: mark?.first ?? fact.seq, last: fact.seq });
    for (const { key, measures } of fact.contributions) {
      const name = keyName(key);
      const sum = sums.get(name) ?? { key, measures: {} };
      addInto(sum.measures, measures);
      sums.set(name, sum);
    }
  }
  return { facts, marks: [...marks.values()], sums: [...sums.values()] };
}

function itemsOf(fact: Fact): string[] {
  return [`mark ${fact.owner}`, ...new Set(fact.contributions.map(({ key }) => keyName(key)))];
}

/**
 * Facts that can be applied next, given each owner's last applied seq (0 = none): those already applied are dropped,
 * those after a gap are kept back as `blocked`, in order.
 */
export function withoutGaps(
  facts: readonly Fact[],
  lastApplied: ReadonlyMap<string, number>,
): { ready: Fact[]; blocked: Fact[] } {
  const last = new Map(lastApplied);
  const ready: Fact[] = [];
  const blocked: Fact[] = [];
  for (const fact of facts) {
    const before = last.get(fact.owner) ?? 0;
    if (fact.seq <= before) continue;
    if (fact.seq === before + 1) {
      ready.push(fact);
      last.set(fact.owner, fact.seq);
    } else {
      blocked.push(fact);
    }
  }
  return { ready, blocked };
}

/** Whether each owner's facts follow one another by one. */
export function isContiguous(facts: readonly Fact[]): boolean {
  const last = new Map<string, number>();
  for (const fact of facts) {
    const before = last.get(fact.owner);
    if (before !== undefined && fact.seq !== before + 1) return false;
    last.set(fact.owner, fact.seq);
  }
  return true;
}
