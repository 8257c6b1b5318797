import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createRecordStore, type RecordStore } from '../../../shared/store/record-store.ts';
import { losingAnswers, startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';

const pageSchema = z.object({
  id: z.string(),
  state: z.enum(['open', 'shut']),
  on: z.string(),
  pages: z.int(),
  version: z.int().positive(),
});
type Book = z.infer<typeof pageSchema>;

let dynamo: TestDynamo;
let lossy: RecordStore<Book>;
let books: RecordStore<Book>;
let shelf = 0;
beforeAll(async () => {
  dynamo = await startTestDynamo();
});
afterAll(() => dynamo.stop());
beforeEach(() => {
  shelf += 1;
  const own = `SHELF${shelf}`;
  const rules: Parameters<typeof createRecordStore<Book>>[2] = {
    schema: pageSchema,
    keyOf: (id) => ({ PK: `${own}#${id}`, SK: 'BOOK' }),
    idOf: ({ id }) => id,
    index: 'index1',
    partitionOf: (state) => `${own}#${state.toUpperCase()}`,
    sortedBy: ({ on }) => on,
  };
  books = createRecordStore<Book>(dynamo.documents, dynamo.tables.SYSTEM_TABLE, rules);
  lossy = createRecordStore<Book>(losingAnswers(dynamo), dynamo.tables.SYSTEM_TABLE, rules);
});

const book = (id: string, changes: Partial<Book> = {}): Book => ({
  ...{ id, state: 'open', on: '2026-11-20', pages: 10, version: 1 },
  ...changes,
});
const ids = (records: readonly Book[]) => records.map(({ id }) => id);

describe('a record', () => {
  it('is written once, and replaced only by who read its last version', async () => {
    expect(await books.find('a')).toBeUndefined();
    expect(await books.write(book('a'))).toBe(true);
    expect(await books.write(book('a', { pages: 99 }))).toBe(false);
    expect(await books.write(book('a', { pages: 11, version: 2 }))).toBe(true);
    expect(await books.write(book('a', { pages: 12, version: 2 }))).toBe(false);
    expect(await books.write(book('a', { pages: 13, version: 4 }))).toBe(false);
    expect(await books.find('a')).toEqual(book('a', { pages: 11, version: 2 }));
  });

  it('of many writers at once is written by one', async () => {
    await books.write(book('a'));
    const written = await Promise.all([1, 2, 3, 4, 5].map((pages) => books.write(book('a', { pages, version: 2 }))));
    expect(written.filter(Boolean)).toHaveLength(1);
    expect(await books.find('a')).toMatchObject({ pages: written.indexOf(true) + 1, version: 2 });
  });

  it('whose answer was lost on the way was written by whoever wrote it, and by nobody else', async () => {
    expect(await lossy.write(book('a'))).toBe(true);
    expect(await lossy.write(book('a', { pages: 11, version: 2 }))).toBe(true);
    expect(await lossy.write(book('a', { pages: 12, version: 2 }))).toBe(false);
    expect(await books.find('a')).toEqual(book('a', { pages: 11, version: 2 }));
  });

  it('goes all or nothing with what is written alongside', async () => {
    expect(await books.write(book('a'), [books.put(book('b'))])).toBe(true);
    expect(await books.write(book('a', { version: 2 }), [books.put(book('b'))])).toBe(false);
    expect(await books.find('a')).toMatchObject({ version: 1 });
    expect(await books.write(book('c'), [books.put(book('b', { version: 2 }))])).toBe(true);
    expect(await books.find('b')).toMatchObject({ version: 2 });
  });
});

describe('records of a state', () => {
  beforeEach(async () => {
    const days = ['2026-11-21', '2026-11-20', '2026-11-19', '2026-11-22'];
    for (const [index, on] of days.entries()) await books.write(book(`b${index}`, { on, pages: index }));
    await books.write(book('b3', { state: 'shut', on: '2026-11-22', version: 2 }));
  });

  it('are listed oldest first, page by page, each under its state of now', async () => {
    const first = await books.page('open', { limit: 2 });
    expect(ids(first.records)).toEqual(['b2', 'b1']);
    const second = await books.page('open', { limit: 2, cursor: first.cursor });
    expect(ids(second.records)).toEqual(['b0']);
    expect(ids((await books.page('shut', { limit: 9 })).records)).toEqual(['b3']);
  });

  it('are listed between two days, both included, and with a field of a value', async () => {
    const within = async (from?: string, to?: string, pages?: number) =>
      ids((await books.page('open', { limit: 9 }, { from, to, filter: { pages } })).records);
    expect(await within('2026-11-20', '2026-11-21')).toEqual(['b1', 'b0']);
    expect(await within('2026-11-20', '2026-11-20')).toEqual(['b1']);
    expect(await within(undefined, '2026-11-19')).toEqual(['b2']);
    expect(await within('2026-11-21', '2026-11-20')).toEqual([]);
    expect(await within(undefined, undefined, 1)).toEqual(['b1']);
  });

  it('of a state that is not listed are kept and found by their id only', async () => {
    const { documents, tables } = dynamo;
    const own = createRecordStore<Book>(documents, tables.SYSTEM_TABLE, {
      schema: pageSchema,
      keyOf: (id) => ({ PK: `UNLISTED${shelf}#${id}`, SK: 'BOOK' }),
      idOf: ({ id }) => id,
      index: 'index1',
      partitionOf: (state) => (state === 'open' ? `UNLISTED${shelf}#OPEN` : undefined),
      sortedBy: ({ on }) => on,
    });
    await own.write(book('a'));
    expect(ids((await own.page('open', { limit: 9 })).records)).toEqual(['a']);
    await own.write(book('a', { state: 'shut', version: 2 }));
    expect(ids((await own.page('open', { limit: 9 })).records)).toEqual([]);
    expect(await own.find('a')).toMatchObject({ state: 'shut' });
    await expect(own.page('shut', { limit: 9 })).rejects.toThrow('records that are shut are not listed');
    const Key = { PK: `UNLISTED${shelf}#a`, SK: 'BOOK' };
    const { Item } = await documents.send(new GetCommand({ TableName: tables.SYSTEM_TABLE, Key }));
    expect(Object.keys(Item ?? {}).filter((name) => name.startsWith('index1'))).toEqual([]);
  });

  it('are all gone through, however many pages they are', async () => {
    const all = async (to?: string) => {
      const found: Book[] = [];
      for await (const one of books.all('open', { to })) found.push(one);
      return ids(found);
    };
    expect(await all()).toEqual(['b2', 'b1', 'b0']);
    expect(await all('2026-11-20')).toEqual(['b2', 'b1']);
  });
});
