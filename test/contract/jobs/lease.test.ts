import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { heldBy, isLeaseOver, LEASE_MS, type Leased, NO_LEASE, takeLease } from '../../../shared/jobs/lease.ts';
import { conditional } from '../../../shared/store/conditional.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';

let dynamo: TestDynamo;
beforeAll(async () => {
  dynamo = await startTestDynamo();
});
afterAll(() => dynamo.stop());

const START = new Date('2026-11-20T12:00:00.000Z');
const after = (milliseconds: number) => new Date(START.getTime() + milliseconds);
let thing = 0;

/** One piece of work as items are kept: its key and its lease. */
function work(id = `WORK#${++thing}`) {
  const TableName = dynamo.tables.SYSTEM_TABLE;
  const Key = { PK: id, SK: 'WORK' };
  const put = (next: Leased, condition: object) =>
    conditional(() => dynamo.documents.send(new PutCommand({ TableName, Item: { ...Key, ...next }, ...condition })));
  const read = async () => {
    const { Item } = await dynamo.documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item as unknown as Leased;
  };
  const take = async (runId: string, now: Date, delivery: string | null = null, seen?: Leased) => {
    const { next, condition } = takeLease(seen ?? (await read()), { runId, delivery, now });
    return (await put(next, condition)) ? next : undefined;
  };
  return { put, read, take };
}

async function fresh() {
  const one = work();
  await one.put(NO_LEASE, {});
  return one;
}

it('is taken by one of many runs at once', async () => {
  const one = await fresh();
  const seen = await one.read();
  const taken = await Promise.all(['a', 'b', 'c', 'd'].map((run) => one.take(run, START, null, seen)));
  expect(taken.filter((next) => next !== undefined)).toHaveLength(1);
  expect((await one.read()).runs).toBe(1);
});

it('is not taken from a run that is alive, and is from one that gave no sign within its lease', async () => {
  const one = await fresh();
  const first = await one.take('a', START);
  expect(await one.take('b', after(LEASE_MS))).toBeUndefined();
  expect(isLeaseOver(await one.read(), after(LEASE_MS))).toBe(false);
  expect(isLeaseOver(await one.read(), after(LEASE_MS + 1))).toBe(true);
  expect(await one.take('b', after(LEASE_MS + 1))).toMatchObject({ runId: 'b', runs: 2 });
  // The dead run, should it live after all, writes nothing over its successor.
  expect(await one.put({ ...first, runs: 1 } as Leased, heldBy('a'))).toBe(false);
  expect(await one.put({ ...(await one.read()), stoppedBy: 'time-limit' }, heldBy('b'))).toBe(true);
});

it('is taken over at once by the same event delivered again, not by another', async () => {
  const one = await fresh();
  await one.take('a', START, 'event-1');
  expect(await one.take('b', after(10), 'event-2')).toBeUndefined();
  expect(await one.take('c', after(10), null)).toBeUndefined();
  expect(await one.take('d', after(10), 'event-1')).toMatchObject({ runId: 'd' });
});

it('is not taken by who read it long ago, when its work has begun afresh since and nobody holds it', async () => {
  const one = await fresh();
  const seen = await one.read();
  const held = await one.take('a', START);
  await one.put({ ...held, leaseUntil: null } as Leased, heldBy('a'));
  expect(await one.take('b', START, null, seen)).toBeUndefined();
  expect(await one.take('b', START)).toMatchObject({ runs: 2 });
});

it('is not taken on what another run has renewed meanwhile', async () => {
  const one = await fresh();
  const held = await one.take('a', START);
  const seen = await one.read();
  await one.put({ ...held, leaseUntil: after(LEASE_MS * 3).toISOString() } as Leased, heldBy('a'));
  expect(await one.take('b', after(LEASE_MS + 1), null, seen)).toBeUndefined();
});
