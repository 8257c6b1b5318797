import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyFacts, type RollupWriter } from '../../../functions/recovery/rollups/apply-facts.ts';
import type { Fact } from '../../../functions/recovery/rollups/fact.ts';
import { addInto } from '../../../functions/recovery/rollups/measures.ts';
import { batchesOf, type RollupBatch } from '../../../functions/recovery/rollups/rollup-batch.ts';

/** Facts of up to six owners, one to eight each, adding to a few shared sums. */
const stream = fc
  .array(
    fc.record({
      owner: fc.integer({ min: 0, max: 5 }),
      amount: fc.integer({ min: -500, max: 500 }),
      cell: fc.integer({ min: 0, max: 3 }),
    }),
    {
      minLength: 1,
      maxLength: 40,
    },
  )
  .map((rows) => {
    const seqs = new Map<number, number>();
    return rows.map(({ owner, amount, cell }): Fact => {
      const seq = (seqs.get(owner) ?? 0) + 1;
      seqs.set(owner, seq);
      const measures = { count: 1, amount };
      return { owner: `NOTE#${owner}`, seq, contributions: [{ key: { PK: 'DAY', SK: `CELL#${cell}` }, measures }] };
    });
  });

/** The store's rules in memory: a batch is written whole or not at all; `crashes` says at which calls the process dies. */
function memoryWriter(crashes: ReadonlySet<number>) {
  const marks = new Map<string, number>();
  const sums = new Map<string, Record<string, number>>();
  let calls = 0;
  const writer: RollupWriter = {
    async apply(batch: RollupBatch) {
      calls += 1;
      if (crashes.has(calls)) throw new Error('killed');
      if (batch.marks.some(({ owner, first }) => (marks.get(owner) ?? 0) !== first - 1)) return 'marks-moved';
      for (const { owner, last } of batch.marks) marks.set(owner, last);
      for (const { key, measures } of batch.sums) {
        const sum = sums.get(key.SK) ?? {};
        addInto(sum, measures);
        sums.set(key.SK, sum);
      }
      return 'applied';
    },
    lastApplied: async (owners) =>
      new Map(owners.flatMap((owner) => (marks.has(owner) ? [[owner, marks.get(owner)!]] : []))),
  };
  return { writer, sums };
}

function sumsOf(facts: readonly Fact[]) {
  const sums: Record<string, Record<string, number>> = {};
  for (const { contributions } of facts) {
    for (const { key, measures } of contributions) {
      const sum = sums[key.SK] ?? {};
      addInto(sum, measures);
      sums[key.SK] = sum;
    }
  }
  return sums;
}

describe('rollups under any deliveries', () => {
  it('equal a recomputation, whatever pieces come, how often, in which order, and where the process dies', async () => {
    await fc.assert(
      fc.asyncProperty(
        stream,
        fc.array(fc.tuple(fc.nat(40), fc.nat(40)), { maxLength: 8 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 10 }), { maxLength: 4 }),
        async (facts, pieces, crashes) => {
          const { writer, sums } = memoryWriter(new Set(crashes));
          for (const [from, length] of pieces)
            await applyFacts(writer, facts.slice(from, from + length)).catch(() => {});
          // Lambda delivers until it is taken: at last the whole stream, in order, until nothing is left.
          for (let tries = 0; tries < 12; tries += 1) await applyFacts(writer, facts).catch(() => {});
          expect(Object.fromEntries(sums)).toEqual(sumsOf(facts));
        },
      ),
    );
  });

  it('are split into transactions within the limit, each with the marks of exactly its facts', () => {
    fc.assert(
      fc.property(stream, fc.integer({ min: 2, max: 12 }), (facts, limit) => {
        const batches = batchesOf(facts, limit);
        expect(batches.flatMap((batch) => batch.facts)).toEqual(facts);
        for (const batch of batches) {
          expect(batch.marks.length + batch.sums.length).toBeLessThanOrEqual(limit);
          const counted = batch.marks.reduce((sum, { first, last }) => sum + last - first + 1, 0);
          expect(counted).toBe(batch.facts.length);
        }
      }),
    );
  });
});
