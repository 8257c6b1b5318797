import { PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Refusal } from '../../../shared/refusals/refusal.ts';
import { batchDelete, batchGet, batchPut } from '../../../shared/store/batches.ts';
import { queryAll, queryPage, type StoredItem } from '../../../shared/store/pages.ts';
import {
  cancellationReasons,
  isConditionFailure,
  isThrottled,
  isTransactionConflict,
} from '../../../shared/store/store-failures.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';

let dynamo: TestDynamo;
let table: string;
const item = (PK: string, index: number) => ({
  PK,
  SK: `ROW#${String(index).padStart(4, '0')}`,
  index,
  even: index % 2 === 0,
});
const COUNT = 137;

beforeAll(async () => {
  dynamo = await startTestDynamo();
  table = dynamo.tables.SYSTEM_TABLE;
  await batchPut(
    dynamo.documents,
    table,
    Array.from({ length: COUNT }, (_, index) => item('FILE#1', index)),
  );
  await batchPut(dynamo.documents, table, [item('FILE#2', 0), item('FILE#2', 1), item('FILE#2', 2)]);
});
afterAll(() => dynamo.stop());

const rowsOf = (PK: string, extra: object = {}) => ({
  TableName: table,
  KeyConditionExpression: 'PK = :pk AND begins_with(SK, :row)',
  ExpressionAttributeValues: { ':pk': PK, ':row': 'ROW#', ...extra },
});
const evenRows = () => ({ ...rowsOf('FILE#1', { ':true': true }), FilterExpression: 'even = :true' });

async function allPages(query: ReturnType<typeof rowsOf>, limit: number): Promise<StoredItem[][]> {
  const pages: StoredItem[][] = [];
  let cursor: string | undefined;
  do {
    const page = await queryPage(dynamo.documents, query, { limit, cursor });
    pages.push([...page.items]);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return pages;
}

describe('pages of a query', () => {
  it('together have every item once, in order', async () => {
    const pages = await allPages(rowsOf('FILE#1'), 50);
    expect(pages.map((page) => page.length)).toEqual([50, 50, 37]);
    expect(pages.flat().map((row) => row.index)).toEqual(Array.from({ length: COUNT }, (_, index) => index));
  });

  it('are full although a filter leaves holes', async () => {
    const pages = await allPages(evenRows(), 20);
    expect(pages.flat()).toHaveLength(69);
    expect(pages.slice(0, 3).map((page) => page.length)).toEqual([20, 20, 20]);
  });

  it('are never fuller than asked for, wherever the holes are', async () => {
    const late = { ...rowsOf('FILE#1', { ':from': 15 }), FilterExpression: '#index >= :from' };
    const pages = await allPages({ ...late, ExpressionAttributeNames: { '#index': 'index' } } as typeof late, 20);
    expect(pages.flat().map((row) => row.index)).toEqual(Array.from({ length: COUNT - 15 }, (_, at) => at + 15));
    expect(Math.max(...pages.map((page) => page.length))).toBe(20);
  });

  it('are given short, with a cursor, where a filter leaves next to nothing', async () => {
    const last = { ...rowsOf('FILE#1', { ':last': COUNT - 1 }), FilterExpression: '#index = :last' };
    const query = { ...last, ExpressionAttributeNames: { '#index': 'index' } } as typeof last;
    const pages = await allPages(query, 5);
    expect(pages.length).toBeGreaterThan(2);
    expect(pages.flat()).toHaveLength(1);
  });

  it('queryAll goes on behind the megabyte that the store gives at once', async () => {
    const filler = 'x'.repeat(350_000);
    const large = Array.from({ length: 7 }, (_, index) => ({ ...item('FILE#3', index), filler }));
    for (const one of large) await batchPut(dynamo.documents, table, [one]);
    const indexes: unknown[] = [];
    for await (const row of queryAll(dynamo.documents, rowsOf('FILE#3'))) indexes.push(row.index);
    expect(indexes).toEqual(large.map(({ index }) => index));
  });

  it('queryAll gives the same without pages', async () => {
    const indexes: unknown[] = [];
    for await (const row of queryAll(dynamo.documents, rowsOf('FILE#1'))) indexes.push(row.index);
    expect(indexes).toHaveLength(COUNT);
  });
});

describe('a cursor', () => {
  const refusedWith = async (cursor: string, query = rowsOf('FILE#1')) => {
    const error = await queryPage(dynamo.documents, query, { limit: 5, cursor }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Refusal);
    expect(error).toMatchObject({ code: 'malformed-request', details: [{ pointer: 'query/cursor' }] });
  };
  const firstCursor = async () => (await queryPage(dynamo.documents, rowsOf('FILE#1'), { limit: 5 })).cursor ?? '';

  it('is opaque, goes into an address as it is, and works with another page size', async () => {
    const cursor = await firstCursor();
    expect(cursor).toMatch(/^[\w-]+$/);
    const page = await queryPage(dynamo.documents, rowsOf('FILE#1'), { limit: 2, cursor });
    expect(page.items.map((row) => row.index)).toEqual([5, 6]);
  });

  it('of another query is refused', async () => {
    await refusedWith(await firstCursor(), rowsOf('FILE#2'));
    await refusedWith(await firstCursor(), { ...rowsOf('FILE#1'), ScanIndexForward: false } as never);
  });

  it('that was altered is refused', async () => {
    const [version, seal, key] = JSON.parse(Buffer.from(await firstCursor(), 'base64url').toString());
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    await refusedWith(encode([version, seal, { ...key, SK: 'ROW#0099' }]));
    await refusedWith(encode([version, seal, { ...key, PK: 'FILE#2' }]));
    await refusedWith(encode([2, seal, key]));
    await refusedWith(encode([version, '', key]));
    await refusedWith(encode({}));
    for (const text of ['', 'x', '%%%', 'a'.repeat(5_000)]) await refusedWith(text);
  });
});

describe('batches', () => {
  it('get any number of keys, twins once, unknown ones not at all', async () => {
    const keys = Array.from({ length: COUNT + 20 }, (_, index) => item('FILE#1', index)).map(({ PK, SK }) => ({
      PK,
      SK,
    }));
    const found = await batchGet(dynamo.documents, table, [...keys, ...keys.slice(0, 30)], { consistent: true });
    expect(found.map((row) => row.index).toSorted((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: COUNT }, (_, index) => index),
    );
  });

  it('delete', async () => {
    await batchPut(
      dynamo.documents,
      table,
      Array.from({ length: 30 }, (_, index) => item('FILE#3', index)),
    );
    const keys = Array.from({ length: 30 }, (_, index) => item('FILE#3', index)).map(({ PK, SK }) => ({ PK, SK }));
    await batchDelete(dynamo.documents, table, keys.slice(0, 29));
    expect((await allPages(rowsOf('FILE#3'), 50)).flat().map((row) => row.index)).toEqual([29]);
  });
});

describe('failures as the engine reports them', () => {
  const put = (Item: object) => ({ TableName: table, Item, ConditionExpression: 'attribute_not_exists(PK)' });

  it('a failed condition of one write', async () => {
    const error = await dynamo.documents
      .send(new PutCommand(put(item('FILE#1', 0))))
      .catch((thrown: unknown) => thrown);
    expect(isConditionFailure(error)).toBe(true);
    expect(isConditionFailure(error, 0)).toBe(false);
    expect(cancellationReasons(error)).toBeUndefined();
    expect(isThrottled(error) || isTransactionConflict(error)).toBe(false);
  });

  it('a failed condition of a transaction, by position', async () => {
    const TransactItems = [{ Put: put(item('FILE#9', 0)) }, { Put: put(item('FILE#1', 0)) }];
    const error = await dynamo.documents
      .send(new TransactWriteCommand({ TransactItems }))
      .catch((thrown: unknown) => thrown);
    expect(cancellationReasons(error)).toEqual(['None', 'ConditionalCheckFailed']);
    expect([isConditionFailure(error), isConditionFailure(error, 0), isConditionFailure(error, 1)]).toEqual([
      true,
      false,
      true,
    ]);
  });
});
