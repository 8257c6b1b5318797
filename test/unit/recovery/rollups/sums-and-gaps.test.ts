import { describe, expect, it } from 'vitest';
import { applyFacts, type RollupWriter } from '../../../../functions/recovery/rollups/apply-facts.ts';
import type { Fact } from '../../../../functions/recovery/rollups/fact.ts';
import { addInto, prefixed, sumOf, unprefixed, withoutZeros } from '../../../../functions/recovery/rollups/measures.ts';
import { Recomputation } from '../../../../functions/recovery/rollups/recomputation.ts';
import { repairGaps } from '../../../../functions/recovery/rollups/repair-gaps.ts';
import { batchesOf, batchOf, isContiguous, withoutGaps } from '../../../../functions/recovery/rollups/rollup-batch.ts';
import { differenceOf } from '../../../../functions/recovery/rollups/rollup-difference.ts';

const KEY = { PK: 'DAY#2025-03-11', SK: 'CELL#x' };
const OTHER = { PK: 'DAY#2025-03-11', SK: 'CELL#y' };
const fact = (owner: string, seq: number, ...keys: (typeof KEY)[]): Fact => ({
  owner,
  seq,
  contributions: (keys.length === 0 ? [KEY] : keys).map((key) => ({ key, measures: { count: 1, amount: seq * 10 } })),
});
const [A1, A2, A3, B1] = [fact('A', 1), fact('A', 2), fact('A', 3), fact('B', 1)];

describe('measures', () => {
  it('are summed by name', () => {
    expect(sumOf([{ a: 1, b: 2 }, { b: 3 }])).toEqual({ a: 1, b: 5 });
    expect(withoutZeros({ a: 0, b: -1 })).toEqual({ b: -1 });
  });

  it('are never stored beyond the whole numbers that are exact', () => {
    const into = { a: Number.MAX_SAFE_INTEGER };
    expect(() => addInto(into, { a: 1 })).toThrow('measure a is not a safe integer: 9007199254740992');
    expect(into.a).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => addInto({}, { a: 0.5 })).toThrow(RangeError);
  });

  it('get a prefix and lose it again', () => {
    expect(prefixed('paid/', { count: 1 })).toEqual({ 'paid/count': 1 });
    expect(unprefixed('paid/', { 'paid/count': 1, 'waived/count': 2, entries: 3 })).toEqual({ count: 1 });
  });
});

describe('a batch', () => {
  it('moves each mark over its facts and adds their sums', () => {
    const batch = batchOf([A2, B1, A3]);
    expect(batch.facts).toEqual([A2, B1, A3]);
    expect(batch.marks).toEqual([
      { owner: 'A', first: 2, last: 3 },
      { owner: 'B', first: 1, last: 1 },
    ]);
    expect(batch.sums).toEqual([{ key: KEY, measures: { count: 3, amount: 60 } }]);
  });

  it('has no gap in the facts of an owner', () => {
    expect(() => batchOf([A1, A3])).toThrow('gap in the facts of A');
  });

  it('is full when the next fact would need one item too many', () => {
    // Marks of A and B and one sum: three items. A fact that adds to another sum makes four.
    expect(batchesOf([A1, B1, A2], 3).map(({ facts }) => facts)).toEqual([[A1, B1, A2]]);
    const beyond = fact('A', 2, OTHER);
    expect(batchesOf([A1, B1, beyond], 3).map(({ facts }) => facts)).toEqual([[A1, B1], [beyond]]);
    expect(batchesOf([A1, B1, beyond], 4)).toHaveLength(1);
    expect(batchesOf([])).toEqual([]);
  });

  it('begins with one fact even when that alone is too large', () => {
    const large = fact('A', 1, KEY, OTHER);
    expect(batchesOf([large, A2], 2).map(({ facts }) => facts)).toEqual([[large], [A2]]);
  });

  it('counts anew what the batch before it had', () => {
    const facts = [
      fact('A', 1, KEY, OTHER),
      fact('B', 1, KEY, OTHER),
      fact('A', 2, KEY, OTHER),
      fact('B', 2, KEY, OTHER),
    ];
    expect(batchesOf(facts, 3).map((batch) => batch.facts.length)).toEqual([1, 1, 1, 1]);
  });
});

describe('gaps', () => {
  it('keep back what comes after them, of their owner alone, and drop what was applied', () => {
    expect(withoutGaps([A1, A3, B1], new Map([['A', 1]]))).toEqual({ ready: [B1], blocked: [A3] });
    expect(withoutGaps([A1, A2, A3], new Map([['A', 1]]))).toEqual({ ready: [A2, A3], blocked: [] });
  });

  it('are seen in a delivery', () => {
    expect(isContiguous([A2, B1, A3])).toBe(true);
    expect(isContiguous([A1, A3])).toBe(false);
    expect(isContiguous([A2, A2])).toBe(false);
  });
});

/** Marks in memory under the rules of the store; `intruder` moves them once before a write, as another delivery would. */
function memoryWriter(start: Record<string, number> = {}, intruder: () => void = () => {}) {
  const marks = new Map(Object.entries(start));
  const applied: Fact[] = [];
  const asked: (readonly string[])[] = [];
  const writer: RollupWriter = {
    async apply(batch) {
      intruder();
      if (batch.marks.some(({ owner, first }) => (marks.get(owner) ?? 0) !== first - 1)) return 'marks-moved';
      for (const { owner, last } of batch.marks) marks.set(owner, last);
      applied.push(...batch.facts);
      return 'applied';
    },
    async lastApplied(owners) {
      asked.push(owners);
      return new Map(owners.flatMap((owner) => (marks.has(owner) ? [[owner, marks.get(owner)!]] : [])));
    },
  };
  return { writer, marks, applied, asked };
}

describe('applying facts', () => {
  it('reads no marks in the usual case', async () => {
    const { writer, applied, asked } = memoryWriter();
    expect(await applyFacts(writer, [A1, A2, B1])).toEqual({ applied: 3, repeated: 0, blocked: [] });
    expect(applied).toEqual([A1, A2, B1]);
    expect(asked).toEqual([]);
  });

  it('drops what was applied, reading each owner’s mark once', async () => {
    const { writer, applied, asked } = memoryWriter({ A: 2 });
    expect(await applyFacts(writer, [A1, A2, A3])).toEqual({ applied: 1, repeated: 2, blocked: [] });
    expect(applied).toEqual([A3]);
    expect(asked).toEqual([['A']]);
    expect(await applyFacts(writer, [A1, A2])).toEqual({ applied: 0, repeated: 2, blocked: [] });
  });

  it('keeps back what waits for an earlier fact', async () => {
    const { writer } = memoryWriter();
    expect(await applyFacts(writer, [A1, A3, B1])).toEqual({ applied: 2, repeated: 0, blocked: [A3] });
    expect(await applyFacts(writer, [A3])).toEqual({ applied: 0, repeated: 0, blocked: [A3] });
  });

  it('goes on where another delivery that came at once left off', async () => {
    const { writer, marks, applied } = memoryWriter({}, () => marks.set('A', Math.max(1, marks.get('A') ?? 0)));
    expect(await applyFacts(writer, [A1, A2])).toEqual({ applied: 1, repeated: 1, blocked: [] });
    expect(applied).toEqual([A2]);
  });

  it('writes nothing more when that delivery applied all of it, or what it waits for is not there', async () => {
    const all = memoryWriter({}, () => all.marks.set('A', 2));
    expect(await applyFacts(all.writer, [A1, A2])).toEqual({ applied: 0, repeated: 2, blocked: [] });
    expect(all.applied).toEqual([]);
    const none = memoryWriter();
    expect(await applyFacts(none.writer, [A2, A3, B1])).toEqual({ applied: 1, repeated: 0, blocked: [A2, A3] });
    expect(none.applied).toEqual([B1]);
  });

  it('gives up when the marks move five times under it', async () => {
    let tries = 0;
    const moving: RollupWriter = {
      async apply() {
        tries += 1;
        return 'marks-moved';
      },
      lastApplied: async () => new Map(),
    };
    await expect(applyFacts(moving, [A1])).rejects.toThrow('the marks of a rollup batch kept moving for 5 tries');
    expect(tries).toBe(5);
  });
});

describe('repairing gaps', () => {
  const facts: Record<string, Fact[]> = { A: [A1, A2, A3], B: [B1, fact('B', 2)] };
  const asked: [string, number, number][] = [];
  const missing = {
    async read(owner: string, first: number, last: number) {
      asked.push([owner, first, last]);
      if (owner === 'C') throw new Error('ilegible');
      return (facts[owner] ?? []).filter(({ seq }) => seq >= first && seq <= last);
    },
  };

  it('applies what is missing before what waits for it, and tells the two apart', async () => {
    const { writer, applied } = memoryWriter({ A: 1 });
    const repaired = await repairGaps(writer, missing, [A3, fact('B', 2)]);
    expect(repaired).toEqual({ applied: 2, recovered: 2, blocked: [], error: undefined });
    expect(applied.map(({ owner, seq }) => `${owner}${seq}`)).toEqual(['A2', 'A3', 'B1', 'B2']);
    expect(asked).toEqual([
      ['A', 2, 3],
      ['B', 1, 2],
    ]);
  });

  it('leaves an owner alone that cannot be read, and says why', async () => {
    const { writer } = memoryWriter();
    const broken = fact('C', 2);
    const repaired = await repairGaps(writer, missing, [broken, fact('B', 2)]);
    expect(repaired).toEqual({ applied: 1, recovered: 1, blocked: [broken], error: new Error('ilegible') });
  });

  it('still waits for what its table does not have', async () => {
    const { writer } = memoryWriter();
    const late = fact('B', 4);
    expect(await repairGaps(writer, missing, [fact('B', 2), late])).toMatchObject({
      applied: 1,
      recovered: 1,
      blocked: [late],
    });
  });
});

describe('a recomputation', () => {
  const added = (...records: Fact[]) => {
    const recomputed = new Recomputation(new Map([['A', 2]]));
    for (const record of records) recomputed.add({ type: 'fact', fact: record });
    return recomputed;
  };

  it('sums the facts up to the marks and no other', () => {
    const recomputed = added(A2, A1, A3, B1);
    expect([...recomputed.sums.values()]).toEqual([{ key: KEY, measures: { count: 2, amount: 30 } }]);
    expect(recomputed.behind()).toEqual([
      { owner: 'A', mark: 2, last: 3 },
      { owner: 'B', mark: 0, last: 1 },
    ]);
    expect([recomputed.ahead(), recomputed.unknowable(), recomputed.unreadable]).toEqual([[], [], []]);
    expect([recomputed.markOf('A'), recomputed.markOf('B'), recomputed.markOf('C')]).toEqual([2, 0, 0]);
  });

  it('adds what the stream applied since', () => {
    const recomputed = added(A1, A2);
    recomputed.moveMark('A', 3, [A3]);
    expect([...recomputed.sums.values()]).toEqual([{ key: KEY, measures: { count: 3, amount: 60 } }]);
    expect([recomputed.behind(), recomputed.ahead(), recomputed.unknowable()]).toEqual([[], [], []]);
    expect(recomputed.markOf('A')).toBe(3);
  });

  it('sees a mark that is after the last record', () => {
    expect(added(A1).ahead()).toEqual([{ owner: 'A', mark: 2, last: 1 }]);
    expect(added(A1).behind()).toEqual([]);
    expect(added(A1, A2).ahead()).toEqual([]);
  });

  it('cannot know the sums of an owner with a record that is not there or cannot be read', () => {
    expect(added(A2, A3).unknowable()).toEqual([{ owner: 'A', mark: 2, last: 3 }]);
    const recomputed = added(A1);
    recomputed.add({ type: 'unreadable', owner: 'A', seq: 2, error: 'roto' });
    expect(recomputed.unreadable).toEqual([{ owner: 'A', seq: 2, error: 'roto' }]);
    expect(recomputed.unknowable()).toEqual([{ owner: 'A', mark: 2, last: 2 }]);
  });
});

describe('a difference', () => {
  it('is none when the sums are the same, zeros there or not', () => {
    expect(differenceOf(KEY, { count: 1, amount: 0 }, { count: 1, credit: 0 })).toBeUndefined();
    expect(differenceOf(KEY, {}, undefined)).toBeUndefined();
  });

  it('names what is stored and what is right, and guards by what only grows', () => {
    const stored = { 'line.principal': -5, count: 2, 'paid/amount': 9, discount: 3, 'payments.credit': 1 };
    expect(
      differenceOf(KEY, stored, { 'line.principal': -4, count: 2, 'paid/amount': 9, discount: 3, payments: 1 }),
    ).toEqual({
      key: KEY,
      changes: [
        { measure: 'line.principal', stored: -5, right: -4 },
        { measure: 'payments', stored: undefined, right: 1 },
        { measure: 'payments.credit', stored: 1, right: 0 },
      ],
      unexplained: false,
      guards: { count: 2, 'paid/amount': 9, payments: undefined },
    });
  });

  it('is unexplained when no entry adds to the item', () => {
    expect(differenceOf(KEY, { 'a.entries': 1 }, undefined)).toEqual({
      key: KEY,
      changes: [{ measure: 'a.entries', stored: 1, right: 0 }],
      unexplained: true,
      guards: { 'a.entries': 1 },
    });
  });
});
