import { isDeepStrictEqual } from 'node:util';
import { BatchWriteCommand, DeleteCommand, PutCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applyStreamBatch } from '../../../functions/recovery/rollups/apply-stream-batch.ts';
import { compareRollups, type RollupComparison } from '../../../functions/recovery/rollups/compare-rollups.ts';
import { createMissingFacts } from '../../../functions/recovery/rollups/missing-facts.ts';
import { type RebuildDeps, rebuildRollups } from '../../../functions/recovery/rollups/rebuild-rollups.ts';
import { createRecordedFacts } from '../../../functions/recovery/rollups/recorded-facts.ts';
import { createRollupItems } from '../../../functions/recovery/rollups/rollup-items.ts';
import { createRollupStore } from '../../../functions/recovery/rollups/rollup-store.ts';
import { encodeEntry } from '../../../shared/ledger/entry-item.ts';
import type { Entry } from '../../../shared/ledger/ledger-items.ts';
import { entryOf, paymentOf, reversalOf } from '../../fixtures/entries.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';

type Item = Record<string, unknown>;

let dynamo: TestDynamo;
let deps: RebuildDeps;
/** What the journal and the deposits hold, in the order they were written. */
let written: Item[];

beforeAll(async () => {
  dynamo = await startTestDynamo();
  const { ENTRIES_TABLE: entries, SYSTEM_TABLE: system, ROLLUPS_TABLE: rollups } = dynamo.tables;
  deps = {
    items: createRollupItems(dynamo.documents, rollups),
    recorded: createRecordedFacts(dynamo.documents, { entries, system }),
    missing: createMissingFacts(dynamo.documents, { entries, system }),
    writer: createRollupStore(dynamo.documents, rollups),
  };
});
afterAll(() => dynamo.stop());
beforeEach(async () => {
  for (const table of [dynamo.tables.ENTRIES_TABLE, dynamo.tables.SYSTEM_TABLE]) await empty(table);
  await empty(dynamo.tables.ROLLUPS_TABLE);
  written = [];
  await deliver(await record([...journal(), ...moves()]));
});

const all = async (TableName: string): Promise<Item[]> => {
  const items: Item[] = [];
  let ExclusiveStartKey: Item | undefined;
  do {
    const page = await dynamo.documents.send(new ScanCommand({ TableName, ConsistentRead: true, ExclusiveStartKey }));
    items.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return items.sort((a, b) => (`${a.PK}|${a.SK}` < `${b.PK}|${b.SK}` ? -1 : 1));
};

async function empty(table: string): Promise<void> {
  const items = await all(table);
  for (let start = 0; start < items.length; start += 25) {
    const requests = items.slice(start, start + 25).map(({ PK, SK }) => ({ DeleteRequest: { Key: { PK, SK } } }));
    await dynamo.documents.send(new BatchWriteCommand({ RequestItems: { [table]: requests } }));
  }
}

/** Thirty notes with a charge, a payment and, for some, its reversal, over three days; credit heads beside them. */
function journal(): Item[] {
  const entries = Array.from({ length: 30 }, (_, index): Entry[] => {
    const noteId = `N${String(index).padStart(2, '0')}`;
    const on = { recordedOn: `2026-11-1${7 + (index % 3)}`, valueDate: `2026-11-1${6 + (index % 2)}` };
    const paid = paymentOf(noteId, 2, { principalOverdue: 1_000 + index, credit: index }, on);
    const credit = entryOf('', 1, {
      ...on,
      ownerType: 'credit',
      fileId: `F${index}`,
      kind: 'paid',
      creditChange: index,
    });
    return [
      entryOf(noteId, 1, { recordedOn: '2026-11-17' }),
      paid,
      credit,
      ...(index % 5 === 0 ? [reversalOf(paid, 3, { recordedOn: '2026-11-19' })] : []),
    ];
  });
  return entries.flat().map(encodeEntry);
}

function moves(): Item[] {
  const kinds = ['received', 'assigned', 'reopened'] as const;
  return kinds.map((movement, index) => ({
    PK: 'DEPOSIT#d1',
    SK: `MOVE#000${index + 1}`,
    depositId: 'd1',
    seq: index + 1,
    movement,
    amount: 4_200,
    channel: 'cie',
    valueDate: '2026-11-18',
    recordedOn: `2026-11-1${7 + index}`,
    recordedAt: '2026-11-19T18:00:00.000Z',
    actor: 'system',
  }));
}

const tableOf = ({ SK }: Item) =>
  String(SK).startsWith('MOVE#') ? dynamo.tables.SYSTEM_TABLE : dynamo.tables.ENTRIES_TABLE;

/** Writes records where they belong; the stream has not brought them yet. */
async function record(items: readonly Item[]): Promise<readonly Item[]> {
  await Promise.all(items.map((Item) => dynamo.documents.send(new PutCommand({ TableName: tableOf(Item), Item }))));
  written.push(...items);
  return items;
}

async function deliver(items: readonly Item[]) {
  const records = items.map(
    (item, index) =>
      ({
        eventName: 'INSERT',
        dynamodb: { SequenceNumber: String(index), NewImage: marshall(item) },
      }) as DynamoDBRecord,
  );
  return applyStreamBatch(deps, records);
}

const rollups = () => all(dynamo.tables.ROLLUPS_TABLE);
/** Sums of zero may be there or not. */
const withoutZeros = (items: readonly Item[]) =>
  items.map((item) => Object.fromEntries(Object.entries(item).filter(([, value]) => value !== 0)));

/** What the stream alone makes of everything written, from an empty table. */
async function control(): Promise<Item[]> {
  const kept = await rollups();
  await empty(dynamo.tables.ROLLUPS_TABLE);
  expect(await deliver(written)).toMatchObject({ waiting: 0, error: undefined });
  const made = await rollups();
  await empty(dynamo.tables.ROLLUPS_TABLE);
  for (const Item of kept)
    await dynamo.documents.send(new PutCommand({ TableName: dynamo.tables.ROLLUPS_TABLE, Item }));
  return made;
}

const set = (PK: string, SK: string, name: string, value: unknown) =>
  dynamo.documents.send(
    new UpdateCommand({
      TableName: dynamo.tables.ROLLUPS_TABLE,
      Key: { PK, SK },
      UpdateExpression: 'SET #n = :v',
      ExpressionAttributeNames: { '#n': name },
      ExpressionAttributeValues: { ':v': value },
    }),
  );
const drop = (PK: string, SK: string) =>
  dynamo.documents.send(new DeleteCommand({ TableName: dynamo.tables.ROLLUPS_TABLE, Key: { PK, SK } }));

/** Wrong sums, a sum that is gone, one that nothing explains, marks too low, too high, gone and of nobody. */
async function spoil(): Promise<void> {
  await set('MONTH#2026-11', 'DAY#18', 'paid/amount', 1);
  await set('MONTH#2026-11', 'DAY#18', 'bogus/count', 3);
  await set('YEAR#2026', 'MONTH#11', 'entries', 'many');
  await set('DEPOSITS', 'YEAR#2026', 'received.amount', 9);
  await drop('DAY#2026-11-18', 'CELL#paid#hermosillo#cie#administrative#-');
  await set('DAY#2026-11-18', 'CELL#paid#nogales#cie#administrative#-', 'amount', 77);
  await set('VALUEDAY#2026-11-16', 'RECORDED#2026-11-17#cie', 'amount', 5);
  await set('MARK#NOTE#N03', 'MARK', 'lastSeq', 1);
  await set('MARK#NOTE#N04', 'MARK', 'lastSeq', 8);
  await set('MARK#CREDIT#F5', 'MARK', 'lastSeq', 4);
  await set('MARK#NOTE#NOBODY', 'MARK', 'lastSeq', 2);
  await drop('MARK#NOTE#N06', 'MARK');
  await drop('MARK#DEPOSIT#d1', 'MARK');
  // More wrong measures than one write corrects.
  const many = Array.from({ length: 90 }, (_, index) => [`bogus:${index}/count`, index + 1]);
  const Item = { PK: 'VALUEYEAR#2031', SK: 'MONTH#01', ...Object.fromEntries(many) };
  await dynamo.documents.send(new PutCommand({ TableName: dynamo.tables.ROLLUPS_TABLE, Item }));
}

const keysOf = ({ differences }: RollupComparison) => differences.map(({ key }) => `${key.PK} ${key.SK}`);

describe('comparing the rollups with the entries', () => {
  it('finds nothing where the stream did its work', async () => {
    const compared = await compareRollups(deps);
    expect(compared).toMatchObject({ differences: [], behind: [], ahead: [], unknowable: [], moving: [] });
    expect(compared.itemsCompared).toBeGreaterThan(15);
  });

  it('tells item by item what is stored and what is right, and writes nothing', async () => {
    await set('MONTH#2026-11', 'DAY#18', 'paid/amount', 1);
    await drop('DAY#2026-11-18', 'DEPOSITS');
    await set('MARK#NOTE#N04', 'MARK', 'lastSeq', 8);
    const before = await rollups();
    const compared = await compareRollups(deps);
    expect(keysOf(compared).sort()).toEqual(['DAY#2026-11-18 DEPOSITS', 'MONTH#2026-11 DAY#18']);
    const amount = compared.differences.find(({ key }) => key.SK === 'DAY#18')?.changes;
    expect(amount).toEqual([{ measure: 'paid/amount', stored: 1, right: 10_290 }]);
    expect(compared.ahead).toEqual([{ owner: 'NOTE#N04', mark: 8, last: 2 }]);
    expect(await rollups()).toEqual(before);
  });

  it('shows what the stream has not brought as pending, not as a wrong sum', async () => {
    await record([encodeEntry(paymentOf('N01', 3, { principalOverdue: 50 }))]);
    const compared = await compareRollups(deps);
    expect(compared.differences).toEqual([]);
    expect(compared.behind).toEqual([{ owner: 'NOTE#N01', mark: 2, last: 3 }]);
  });
});

describe('rebuilding the rollups', () => {
  it('mends wrong, lost and unexplained sums and every mark, and the stream goes on exactly once', async () => {
    const right = await rollups();
    await spoil();
    const comparisons: RollupComparison[] = [];
    const rebuilt = await rebuildRollups(deps, { compared: (comparison) => comparisons.push(comparison) });
    expect(rebuilt).toMatchObject({ outcome: 'equal', marksLowered: 3 });
    expect(comparisons[0]?.differences.length).toBeGreaterThan(6);
    expect(withoutZeros(await rollups())).toEqual(withoutZeros(right));
    await deliver(written);
    expect(withoutZeros(await rollups())).toEqual(withoutZeros(right));
    const next = [paymentOf('N03', 3, { credit: 9 }), paymentOf('N04', 3, { credit: 9 })].map(encodeEntry);
    await deliver(await record(next));
    expect(withoutZeros(await rollups())).toEqual(withoutZeros(await control()));
  });

  it('builds all of it again from an empty table', async () => {
    const right = await rollups();
    await empty(dynamo.tables.ROLLUPS_TABLE);
    expect(await rebuildRollups(deps)).toMatchObject({ outcome: 'equal', factsApplied: written.length });
    expect(withoutZeros(await rollups())).toEqual(withoutZeros(right));
  });

  it('goes on where a run was killed, whatever the write it died at', async () => {
    const right = await rollups();
    for (let survived = 0; ; survived += 1) {
      await spoil();
      let writes = 0;
      const dying = async <T>(write: () => Promise<T>): Promise<T> => {
        writes += 1;
        if (writes > survived) throw new Error('killed');
        return write();
      };
      const { items, writer } = deps;
      const mortal: RebuildDeps = {
        ...deps,
        items: {
          ...items,
          correct: (difference) => dying(() => items.correct(difference)),
          lowerMark: (...mark) => dying(() => items.lowerMark(...mark)),
        },
        writer: { ...writer, apply: (batch) => dying(() => writer.apply(batch)) },
      };
      const outcome = await rebuildRollups(mortal).catch((error: Error) => error.message);
      expect(await rebuildRollups(deps)).toMatchObject({ outcome: 'equal' });
      expect(withoutZeros(await rollups()), `killed after ${survived} writes`).toEqual(withoutZeros(right));
      if (outcome !== 'killed') break;
      expect(survived).toBeLessThan(40);
    }
    // A rebuild for each write of one: some ten seconds, and as long again on a machine that does more.
  }, 240_000);

  it('loses and doubles nothing of what is posted meanwhile, brought by the stream or not yet', async () => {
    await spoil();
    let posted = 0;
    const post = async (bring: boolean) => {
      posted += 1;
      if (posted > 60) return;
      const owner = `M${posted % 7}`;
      const seq = written.filter(({ noteId }) => noteId === owner).length + 1;
      const items = await record([encodeEntry(paymentOf(owner, seq, { principalOverdue: posted, credit: 1 }))]);
      if (bring) await deliver(items);
    };
    const { items, recorded, writer } = deps;
    const busy: RebuildDeps = {
      ...deps,
      recorded: {
        async *all() {
          let read = 0;
          for await (const fact of recorded.all()) {
            yield fact;
            read += 1;
            if (read % 25 === 0) await post(read % 50 === 0);
          }
        },
      },
      items: {
        ...items,
        marks: async () => {
          await post(true);
          const marks = await items.marks();
          await post(true);
          return marks;
        },
        correct: async (difference) => {
          await post(posted % 2 === 0);
          return items.correct(difference);
        },
        lowerMark: async (owner, from, to) => {
          await post(true);
          // One more on a note whose mark is still too high: the stream drops it as applied.
          if (owner === 'NOTE#N04' && !written.some(({ noteId, seq }) => noteId === 'N04' && seq === 3))
            await deliver(await record([encodeEntry(paymentOf('N04', 3, { credit: 6 }))]));
          return items.lowerMark(owner, from, to);
        },
      },
      writer: {
        ...writer,
        apply: async (batch) => {
          await post(true);
          return writer.apply(batch);
        },
      },
    };
    await rebuildRollups(busy);
    expect(posted).toBeGreaterThan(20);
    expect(await rebuildRollups(deps)).toMatchObject({ outcome: 'equal' });
    await deliver(written);
    expect(withoutZeros(await rollups())).toEqual(withoutZeros(await control()));
  });

  it('leaves alone an item that the stream moved since it was compared', async () => {
    await set('MONTH#2026-11', 'DAY#18', 'paid/amount', 1);
    const [wrong] = (await compareRollups(deps)).differences;
    await deliver(await record([encodeEntry(paymentOf('N01', 3, { credit: 9 }, { recordedOn: '2026-11-18' }))]));
    const moved = await rollups();
    expect(await deps.items.correct(wrong!)).toBe('moved');
    expect(await rollups()).toEqual(moved);
    expect(await rebuildRollups(deps)).toMatchObject({ outcome: 'equal' });
    expect(withoutZeros(await rollups())).toEqual(withoutZeros(await control()));
  });

  it('replaces only what is of the day asked for, and leaves the marks while other items differ', async () => {
    await spoil();
    const before = await rollups();
    const rebuilt = await rebuildRollups(deps, { day: '2026-11-18' });
    expect(rebuilt.outcome).toBe('unfinished');
    expect(rebuilt.left.differences).toEqual([]);
    expect(rebuilt.left.elsewhere).toBeGreaterThan(0);
    expect(rebuilt).toMatchObject({ marksLowered: 0, factsApplied: 0 });
    const changed = (await rollups()).filter((item) => !before.some((one) => isDeepStrictEqual(one, item)));
    for (const { PK, SK } of changed) {
      expect(`${PK} ${SK}`).toMatch(/^(VALUE)?(DAY#2026-11-18 |MONTH#2026-11 DAY#18|YEAR#2026 )|^DEPOSITS YEAR#2026/);
    }
    expect(changed.map(({ PK }) => PK)).toContain('MONTH#2026-11');
  });

  it('applies by day what the stream lost, when nothing else differs', async () => {
    await record([encodeEntry(paymentOf('N01', 3, { principalOverdue: 50 }))]);
    expect(await rebuildRollups(deps, { day: '2026-11-19' })).toMatchObject({ outcome: 'equal', factsApplied: 1 });
    expect(withoutZeros(await rollups())).toEqual(withoutZeros(await control()));
  });

  it('replaces nothing when a record that was summed can no longer be understood', async () => {
    await spoil();
    const broken = { ...encodeEntry(entryOf('N10', 1)), lines: { principal: 5 } };
    await dynamo.documents.send(new PutCommand({ TableName: dynamo.tables.ENTRIES_TABLE, Item: broken }));
    const before = await rollups();
    await expect(rebuildRollups(deps)).rejects.toMatchObject({
      name: 'RollupsUnknowable',
      comparison: { unknowable: [{ owner: 'NOTE#N10', mark: 3, last: 3 }] },
    });
    expect(await rollups()).toEqual(before);
  });

  it('mends the rest and shows a record after the mark that nobody can understand', async () => {
    const right = await rollups();
    await spoil();
    const broken = { ...encodeEntry(entryOf('N11', 3)), lines: { principal: 5 } };
    await dynamo.documents.send(new PutCommand({ TableName: dynamo.tables.ENTRIES_TABLE, Item: broken }));
    const rebuilt = await rebuildRollups(deps);
    expect(rebuilt.outcome).toBe('unfinished');
    expect(rebuilt.left).toMatchObject({
      differences: [],
      ahead: [],
      behind: [{ owner: 'NOTE#N11', mark: 2, last: 3 }],
    });
    expect(rebuilt.left.unreadable.map(({ owner, seq }) => [owner, seq])).toEqual([['NOTE#N11', 3]]);
    expect(withoutZeros(await rollups())).toEqual(withoutZeros(right));
  });
});
