import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { NewSighting } from '../../../functions/recovery/intake/sighting.ts';
import { createSightingStore, type Look } from '../../../functions/recovery/intake/sighting-store.ts';
import { sightingsKey } from '../../../functions/recovery/system-keys.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';

let dynamo: TestDynamo;
let test = 0;
const calls: string[] = [];
beforeAll(async () => {
  dynamo = await startTestDynamo();
});
afterAll(() => dynamo.stop());
beforeEach(() => {
  test += 1;
  calls.length = 0;
});

/** `meanwhile` runs before the first write of this store. */
function storeOf(meanwhile?: () => Promise<unknown>) {
  let left = meanwhile;
  const documents = new Proxy(dynamo.documents, {
    get(target, property, receiver) {
      if (property !== 'send') return Reflect.get(target, property, receiver);
      return async (command: { constructor: { name: string } }) => {
        calls.push(command.constructor.name);
        if (/Put|Transact/.test(command.constructor.name)) {
          const now = left;
          left = undefined;
          await now?.();
        }
        return target.send(command as never);
      };
    },
  });
  const { SYSTEM_TABLE: system, IDEMPOTENCY_TABLE: idempotency } = dynamo.tables;
  return createSightingStore(documents, { system, idempotency });
}

/** A row of a source; it may follow any of the other one. */
function look(layoutId: string, payment: string, line: number): Look {
  const row: NewSighting = {
    rowKey: `payment#${layoutId}-${line}-${test}`,
    ...{ kind: 'payment', layoutId, date: '2026-11-19', intakeFileId: `file-${layoutId}`, line },
    recordedOn: '2026-11-20',
  };
  return { shared: `PAYMENT#${payment}-${test}`, row, matches: (earlier) => earlier.layoutId !== layoutId };
}
const cie = (payment: string, line: number) => look('cie', payment, line);
const movements = (payment: string, line: number) => look('movements', payment, line);
const stored = async (payment: string) => {
  const Key = sightingsKey(`PAYMENT#${payment}-${test}`);
  const { Item } = await dynamo.documents.send(
    new GetCommand({ TableName: dynamo.tables.SYSTEM_TABLE, Key, ConsistentRead: true }),
  );
  return Item;
};
const lines = (seen: readonly { first: { line: number } | null }[]) => seen.map(({ first }) => first?.line ?? null);

describe('rows noted at once', () => {
  it('take one read and one write, and pair with what another source told before', async () => {
    const store = storeOf();
    expect(lines(await store.seeAll([cie('a', 1), cie('b', 2), cie('c', 3)]))).toEqual([null, null, null]);
    expect(calls.splice(0)).toEqual(['BatchGetCommand', 'TransactWriteCommand']);
    expect(lines(await store.seeAll([movements('c', 7), movements('x', 8), movements('a', 9)]))).toEqual([3, null, 1]);
    expect(calls.splice(0)).toEqual(['BatchGetCommand', 'TransactWriteCommand']);
    expect((await stored('a'))?.version).toBe(2);
  });

  it('of one payment twice pair with one each, in their order', async () => {
    const store = storeOf();
    await store.seeAll([cie('a', 1), cie('a', 2)]);
    expect((await stored('a'))?.sightings).toHaveLength(2);
    expect(lines(await store.seeAll([movements('a', 7), movements('a', 8), movements('a', 9)]))).toEqual([1, 2, null]);
  });

  it('seen again are answered as before and write nothing', async () => {
    const store = storeOf();
    await store.seeAll([cie('a', 1)]);
    const again = async () => lines(await store.seeAll([movements('a', 7), movements('b', 8)]));
    expect(await again()).toEqual([1, null]);
    calls.length = 0;
    expect(await again()).toEqual([1, null]);
    expect(calls).toEqual(['BatchGetCommand']);
  });

  it('which another file meets at that moment are noted one by one: of two, exactly one follows the other', async () => {
    let other: readonly { first: { line: number } | null }[] = [];
    const meanwhile = async () => {
      other = await storeOf().seeAll([movements('b', 7)]);
    };
    const seen = await storeOf(meanwhile).seeAll([cie('a', 1), cie('b', 2)]);
    expect(lines(other)).toEqual([null]);
    expect(lines(seen)).toEqual([null, 7]);
    expect((await stored('a'))?.sightings).toHaveLength(1);
    expect((await stored('b'))?.sightings).toHaveLength(2);
  });
});

it('a row noted by itself is written without a read when it is the first', async () => {
  const store = storeOf();
  expect((await store.see(cie('a', 1))).first).toBeNull();
  expect(calls.splice(0)).toEqual(['PutCommand']);
  expect((await store.see(movements('a', 7))).first?.line).toBe(1);
  expect(calls.splice(0)).toEqual(['PutCommand', 'GetCommand', 'PutCommand']);
});
