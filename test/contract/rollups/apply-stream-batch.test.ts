import { BatchWriteCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DepositMovement } from '../../../functions/recovery/deposits/deposit-movement.ts';
import type { RollupWriter } from '../../../functions/recovery/rollups/apply-facts.ts';
import { applyStreamBatch } from '../../../functions/recovery/rollups/apply-stream-batch.ts';
import { createMissingFacts, type MissingFacts } from '../../../functions/recovery/rollups/missing-facts.ts';
import { createRollupStore } from '../../../functions/recovery/rollups/rollup-store.ts';
import { encodeEntry } from '../../../shared/ledger/entry-item.ts';
import type { Entry } from '../../../shared/ledger/ledger-items.ts';
import { entryOf, paymentOf, reversalOf } from '../../fixtures/entries.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';

let dynamo: TestDynamo;
let writer: RollupWriter;
let missing: MissingFacts;

beforeAll(async () => {
  dynamo = await startTestDynamo();
  writer = createRollupStore(dynamo.documents, dynamo.tables.ROLLUPS_TABLE);
  const { ENTRIES_TABLE: entries, SYSTEM_TABLE: system } = dynamo.tables;
  missing = createMissingFacts(dynamo.documents, { entries, system });
});
afterAll(() => dynamo.stop());
beforeEach(async () => {
  const all = await everything();
  for (let start = 0; start < all.length; start += 25) {
    const requests = all.slice(start, start + 25).map(({ PK, SK }) => ({ DeleteRequest: { Key: { PK, SK } } }));
    await dynamo.documents.send(new BatchWriteCommand({ RequestItems: { [dynamo.tables.ROLLUPS_TABLE]: requests } }));
  }
});

let sequence = 0;
function recordOf(item: Record<string, unknown>, eventName: 'INSERT' | 'MODIFY' = 'INSERT'): DynamoDBRecord {
  sequence += 1;
  return {
    eventName,
    dynamodb: { SequenceNumber: String(sequence).padStart(21, '0'), NewImage: marshall(item) },
  } as DynamoDBRecord;
}
const recordsOf = (entries: readonly Entry[]) => entries.map((entry) => recordOf({ PK: 'x', SK: 'y', ...entry }));

const put = (TableName: string, Item: Record<string, unknown>) =>
  dynamo.documents.send(new PutCommand({ TableName, Item }));

function moveOf(depositId: string, seq: number, movement: DepositMovement['movement']): Record<string, unknown> {
  return {
    PK: `DEPOSIT#${depositId}`,
    SK: `MOVE#000${seq}`,
    depositId,
    seq,
    movement,
    amount: 4_200,
    channel: 'cie',
    valueDate: '2026-11-18',
    recordedOn: '2026-11-19',
    recordedAt: '2026-11-19T18:00:00.000Z',
    actor: 'system',
  };
}

async function everything(): Promise<Record<string, unknown>[]> {
  const answer = await dynamo.documents.send(
    new ScanCommand({ TableName: dynamo.tables.ROLLUPS_TABLE, ConsistentRead: true }),
  );
  return (answer.Items ?? []).sort((a, b) => (`${a.PK}|${a.SK}` < `${b.PK}|${b.SK}` ? -1 : 1));
}
async function itemAt(PK: string, SK: string) {
  return (await everything()).find((item) => item.PK === PK && item.SK === SK);
}

/** Notes with three entries each over two offices, channels and value dates. */
function manyEntries(count = 40): Entry[] {
  const notes = Array.from({ length: count }, (_, index) => `N${String(index).padStart(3, '0')}`);
  return [1, 2, 3].flatMap((seq) =>
    notes.map((noteId, index) =>
      paymentOf(
        noteId,
        seq,
        { principalOverdue: 1_000 + index, ordinaryInterest: seq },
        {
          channel: index % 2 === 0 ? 'cie' : 'internet',
          valueDate: seq === 1 ? '2026-11-18' : '2026-11-19',
          dimensions: {
            office: index % 3 === 0 ? 'obregon' : 'hermosillo',
            stage: 'administrative',
            agent: null,
            product: 'C',
          },
        },
      ),
    ),
  );
}

describe('rollups', () => {
  it('sums a day, its month and its year, by recorded date and by value date', async () => {
    const payment = paymentOf(
      'A',
      1,
      { principalOverdue: 700, ordinaryInterest: 200, credit: 100 },
      { valueDate: '2026-11-18' },
    );
    await applyStreamBatch({ writer, missing }, recordsOf([payment]));
    expect(await itemAt('MONTH#2026-11', 'DAY#19')).toMatchObject({
      entries: 1,
      'paid/count': 1,
      'paid/payments': 1,
      'paid/amount': 1_000,
      'paid/applied.principal.overdue': 700,
      'paid/applied.ordinaryInterest.overdue': 200,
      'paid/credit': 100,
      'paid/line.principal': -700,
      'paid/line.clearing:cie': 1_000,
    });
    expect(await itemAt('YEAR#2026', 'MONTH#11')).toMatchObject({ 'paid/amount': 1_000 });
    expect(await itemAt('DAY#2026-11-19', 'CELL#paid#hermosillo#cie#administrative#-')).toMatchObject({
      amount: 1_000,
    });
    expect(await itemAt('DAY#2026-11-19', 'VALUE#2026-11-18#cie')).toMatchObject({ payments: 1, amount: 1_000 });
    expect(await itemAt('VALUEMONTH#2026-11', 'DAY#18')).toMatchObject({ 'paid/amount': 1_000 });
    expect(await itemAt('VALUEDAY#2026-11-18', 'RECORDED#2026-11-19#cie')).toMatchObject({ amount: 1_000 });
    expect(await itemAt('MARK#NOTE#A', 'MARK')).toMatchObject({ lastSeq: 1 });
  });

  it('keeps reversals of payments apart from other reversals, with negative applications', async () => {
    const payment = paymentOf('A', 1, { principalOverdue: 500 });
    await applyStreamBatch({ writer, missing }, recordsOf([payment, reversalOf(payment, 2)]));
    expect(await itemAt('MONTH#2026-11', 'DAY#19')).toMatchObject({
      'paid/amount': 500,
      'reversed:paid/amount': -500,
      'reversed:paid/line.principal': 500,
    });
  });

  it('counts entries of credit heads without summing them to the payments', async () => {
    const payment = paymentOf('A', 1, { credit: 900 });
    const credit = entryOf('', 1, { ownerType: 'credit', noteId: '', fileId: 'F-A', kind: 'paid', creditChange: 900 });
    await applyStreamBatch({ writer, missing }, recordsOf([payment, credit]));
    const day = await itemAt('MONTH#2026-11', 'DAY#19');
    expect(day).toMatchObject({ entries: 2, 'paid/count': 1, 'paid/amount': 900, 'credit-head/creditChange': 900 });
  });

  it('gives the same sums when the whole delivery comes twice', async () => {
    const records = recordsOf(manyEntries());
    const first = await applyStreamBatch({ writer, missing }, records);
    const once = await everything();
    const second = await applyStreamBatch({ writer, missing }, records);
    expect(first).toMatchObject({ applied: 120, repeated: 0, response: { batchItemFailures: [] } });
    expect(second).toMatchObject({ applied: 0, repeated: 120, response: { batchItemFailures: [] } });
    expect(await everything()).toEqual(once);
  });

  it('gives the same sums when records are repeated inside a delivery and deliveries overlap', async () => {
    const records = recordsOf(manyEntries());
    await applyStreamBatch({ writer, missing }, records.slice(0, 70));
    await applyStreamBatch({ writer, missing }, [...records.slice(50, 120), ...records.slice(60, 80)]);
    expect(await itemAt('MONTH#2026-11', 'DAY#19')).toMatchObject({ entries: 120, 'paid/payments': 120 });
  });

  it('holds back what comes before its turn, and asks for it again from the right record', async () => {
    const records = recordsOf(manyEntries());
    const late = await applyStreamBatch({ writer, missing }, records.slice(60));
    expect(late.applied).toBe(0);
    expect(late.response.batchItemFailures).toEqual([{ itemIdentifier: records[60]?.dynamodb?.SequenceNumber }]);
    expect(await everything()).toEqual([]);
    await applyStreamBatch({ writer, missing }, records.slice(0, 60));
    await applyStreamBatch({ writer, missing }, records.slice(60));
    expect(await itemAt('MONTH#2026-11', 'DAY#19')).toMatchObject({ entries: 120 });
  });

  it('applies the other owners when one has a gap', async () => {
    const result = await applyStreamBatch(
      { writer, missing },
      recordsOf([paymentOf('A', 1, { credit: 1 }), paymentOf('B', 2, { credit: 2 })]),
    );
    expect(result).toMatchObject({ applied: 1, waiting: 1 });
    expect(await itemAt('MARK#NOTE#A', 'MARK')).toMatchObject({ lastSeq: 1 });
    expect(await itemAt('MARK#NOTE#B', 'MARK')).toBeUndefined();
  });

  it('survives a crash after the first transaction of a batch: the rest is applied once by the next delivery', async () => {
    const records = recordsOf(manyEntries(100));
    let calls = 0;
    const crashing: RollupWriter = {
      lastApplied: (owners) => writer.lastApplied(owners),
      async apply(batch) {
        calls += 1;
        if (calls === 2) throw new Error('process killed');
        return writer.apply(batch);
      },
    };
    const crashed = await applyStreamBatch({ writer: crashing, missing }, records);
    expect(crashed.response.batchItemFailures).toEqual([{ itemIdentifier: records[0]?.dynamodb?.SequenceNumber }]);
    expect((await everything()).length).toBeGreaterThan(0);
    const again = await applyStreamBatch({ writer, missing }, records);
    expect(again.repeated).toBeGreaterThan(0);
    expect(await itemAt('MONTH#2026-11', 'DAY#19')).toMatchObject({ entries: 300, 'paid/payments': 300 });
  });

  it('survives an answer lost after the transaction was written', async () => {
    const records = recordsOf([paymentOf('A', 1, { credit: 5 })]);
    const losing: RollupWriter = {
      lastApplied: (owners) => writer.lastApplied(owners),
      async apply(batch) {
        await writer.apply(batch);
        throw new Error('timeout');
      },
    };
    await applyStreamBatch({ writer: losing, missing }, records);
    await applyStreamBatch({ writer, missing }, records);
    expect(await itemAt('MONTH#2026-11', 'DAY#19')).toMatchObject({ 'paid/amount': 5 });
  });

  it('gives exact sums when four deliveries of different owners run at once, one of them twice', async () => {
    const entries = manyEntries();
    const byQuarter = [0, 1, 2, 3].map((quarter) =>
      recordsOf(entries.filter((entry) => Number(entry.noteId.slice(1)) % 4 === quarter)),
    );
    await Promise.all([...byQuarter, byQuarter[0]!].map((records) => applyStreamBatch({ writer, missing }, records)));
    expect(await itemAt('MONTH#2026-11', 'DAY#19')).toMatchObject({ entries: 120, 'paid/payments': 120 });
  });

  it('stops before an entry that does not balance, and says from which record', async () => {
    const bad = entryOf('B', 1, { lines: { principal: 5 } });
    const records = recordsOf([paymentOf('A', 1, { credit: 1 }), bad, paymentOf('C', 1, { credit: 1 })]);
    const result = await applyStreamBatch({ writer, missing }, records);
    expect(result.response.batchItemFailures).toEqual([{ itemIdentifier: records[1]?.dynamodb?.SequenceNumber }]);
    expect(String(result.error)).toContain('do not sum to 0');
    expect(await itemAt('MONTH#2026-11', 'DAY#19')).toMatchObject({ entries: 1 });
  });

  it('sums deposit movements once, by day, month and year', async () => {
    const records = [recordOf(moveOf('d1', 1, 'received')), recordOf(moveOf('d1', 2, 'assigned'))];
    await applyStreamBatch({ writer, missing }, records);
    await applyStreamBatch({ writer, missing }, records);
    expect(await itemAt('DAY#2026-11-19', 'DEPOSITS')).toMatchObject({ 'received.amount': 4_200, 'assigned.count': 1 });
    expect(await itemAt('DEPOSITS', 'YEAR#2026')).toMatchObject({ 'received.count': 1, 'assigned.amount': 4_200 });
    expect(await itemAt('MONTH#2026-11', 'DAY#19')).toMatchObject({ 'deposits/received.count': 1 });
  });

  it('reads what the stream lost from the tables, and applies it before what waits for it, once', async () => {
    const entries = [1, 2, 3, 4].map((seq) => paymentOf('LOST', seq, { principalOverdue: 100 * seq }));
    await Promise.all(entries.map((entry) => put(dynamo.tables.ENTRIES_TABLE, encodeEntry(entry))));
    const records = recordsOf(entries);
    await applyStreamBatch({ writer, missing }, records.slice(0, 1));
    const result = await applyStreamBatch({ writer, missing }, records.slice(3));
    expect(result).toMatchObject({ applied: 1, recovered: 2, waiting: 0, response: { batchItemFailures: [] } });
    const late = await applyStreamBatch({ writer, missing }, records.slice(1));
    expect(late).toMatchObject({ applied: 0, repeated: 3, recovered: 0 });
    expect(await itemAt('MARK#NOTE#LOST', 'MARK')).toMatchObject({ lastSeq: 4 });
    expect(await itemAt('MONTH#2026-11', 'DAY#19')).toMatchObject({ entries: 4, 'paid/amount': 1_000 });
  });

  it('does so for credit heads and for deposits, also from their first', async () => {
    const head = [1, 2].map((seq) =>
      entryOf('', seq, { ownerType: 'credit', noteId: '', fileId: 'F-LOST', kind: 'paid', creditChange: 900 }),
    );
    const moves = (['received', 'assigned', 'reopened'] as const).map((kind, index) => moveOf('lost', index + 1, kind));
    await Promise.all(head.map((entry) => put(dynamo.tables.ENTRIES_TABLE, encodeEntry(entry))));
    await Promise.all(moves.map((item) => put(dynamo.tables.SYSTEM_TABLE, item)));
    const result = await applyStreamBatch({ writer, missing }, [
      ...recordsOf(head.slice(1)),
      ...moves.slice(2).map((item) => recordOf(item)),
    ]);
    expect(result).toMatchObject({ applied: 2, recovered: 3, waiting: 0 });
    expect(await itemAt('MONTH#2026-11', 'DAY#19')).toMatchObject({ entries: 2, 'credit-head/creditChange': 1_800 });
    expect(await itemAt('DAY#2026-11-19', 'DEPOSITS')).toMatchObject({ 'received.count': 1, 'reopened.count': 1 });
  });

  it('leaves the other owners alone when a lost record cannot be understood, and says why', async () => {
    const bad = { ...encodeEntry(entryOf('BAD', 1)), lines: { principal: 5 } };
    const good = [1, 2].map((seq) => paymentOf('GOOD', seq, { credit: 10 }));
    await Promise.all([bad, ...good.map(encodeEntry)].map((item) => put(dynamo.tables.ENTRIES_TABLE, item)));
    const records = recordsOf([paymentOf('BAD', 2, { credit: 1 }), ...good.slice(1)]);
    const result = await applyStreamBatch({ writer, missing }, records);
    expect(result).toMatchObject({ applied: 1, recovered: 1, waiting: 1 });
    expect(result.response.batchItemFailures).toEqual([{ itemIdentifier: records[0]?.dynamodb?.SequenceNumber }]);
    expect(String(result.error)).toContain('do not sum to 0');
  });

  it('ignores changed items and items of other kinds', async () => {
    const result = await applyStreamBatch({ writer, missing }, [
      recordOf({ PK: 'FILE#1', SK: 'FILE', status: 'done' }),
      recordOf({ ...paymentOf('A', 1, { credit: 1 }) }, 'MODIFY'),
    ]);
    expect(result).toMatchObject({ applied: 0, response: { batchItemFailures: [] } });
    expect(await everything()).toEqual([]);
  });
});
