import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import type * as z from 'zod';
import { canonicalJson } from '../canonical/canonical-json.ts';
import { conditionalOnce, ifVersion, withoutConflict } from './conditional.ts';
import { queryAll, queryPage, type StoredItem } from './pages.ts';

export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** How records of a kind are kept: one item each, and in an index by state. */
export interface RecordKind<Record extends { readonly state: string; readonly version: number }> {
  readonly schema: z.ZodType<Record>;
  readonly keyOf: (id: string) => { readonly PK: string; readonly SK: string };
  readonly idOf: (record: Record) => string;
  /** Name of the index, and its partition of a state; undefined: those are not listed. Keys are upper case (local.md 1.2). */
  readonly index: string;
  readonly partitionOf: (state: Record['state']) => string | undefined;
  /** What a state's records are sorted by, before their id: a day. */
  readonly sortedBy: (record: Record) => string;
  /** Keys of another index by which it is listed, besides. */
  readonly alsoListed?: (record: Record) => Readonly<{ [key: string]: string }>;
}

/** Records sorted from `from` to `to`, both included; in those fields equal to `filter`, or to one of its values. */
export interface RecordRange {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly filter?: Readonly<{ [field: string]: string | number | readonly string[] | undefined }>;
}

export interface RecordStore<Record extends { readonly state: string }> {
  idOf(record: Record): string;
  /** Consistent. */
  find(id: string): Promise<Record | undefined>;
  /**
   * Writes version 1, or replaces version `next.version - 1`; with `alongside` all or nothing. False: another is there
   * already, or somebody changed it meanwhile. The very same record there is this write, whose answer was lost.
   */
  write(next: Record, alongside?: readonly TransactItem[]): Promise<boolean>;
  /** The item of that write, for a transaction of the caller's own. */
  put(next: Record): TransactItem;
  /** Oldest first, from the index: what has just changed may show a moment longer. */
  page(
    state: Record['state'],
    page: { readonly limit: number; readonly cursor?: string | undefined },
    range?: RecordRange,
  ): Promise<{ readonly records: readonly Record[]; readonly cursor: string | undefined }>;
  all(state: Record['state'], range?: RecordRange): AsyncGenerator<Record, void, undefined>;
}

/** Things that pass through states (shared/transitions), in a table. */
export function createRecordStore<Record extends { readonly state: string; readonly version: number }>(
  client: DynamoDBDocumentClient,
  TableName: string,
  kind: RecordKind<Record>,
): RecordStore<Record> {
  const { schema, keyOf, idOf, index, partitionOf, sortedBy, alsoListed } = kind;
  const indexed = (next: Record) => {
    const partition = partitionOf(next.state);
    if (partition === undefined) return {};
    return { [`${index}PK`]: partition, [`${index}SK`]: `${sortedBy(next)}#${idOf(next)}` };
  };
  const putOf = (next: Record) => ({
    TableName,
    Item: {
      ...keyOf(idOf(next)),
      ...next,
      ...indexed(next),
      ...alsoListed?.(next),
    },
    ...ifVersion(next.version - 1),
  });
  const queryOf = (state: Record['state'], { from, to, filter = {} }: RecordRange = {}) => {
    const partition = partitionOf(state);
    if (partition === undefined) throw new RangeError(`records that are ${state} are not listed`);
    const wanted = Object.entries(filter).flatMap(([field, value]) => {
      if (value === undefined) return [];
      const values = typeof value === 'object' ? value : [value];
      return [{ field, values: values.map((one, index) => [`:${field}${index}`, one] as const) }];
    });
    return {
      TableName,
      IndexName: index,
      KeyConditionExpression: `${index}PK = :state AND ${index}SK BETWEEN :from AND :to`,
      ExpressionAttributeValues: {
        ':state': partition,
        ':from': from ?? '0',
        // '$' sorts after '#': the whole last day is inside; '~' after every day and every word.
        ':to': to === undefined ? '~' : `${to}$`,
        ...Object.fromEntries(wanted.flatMap(({ values }) => values)),
      },
      ...(wanted.length > 0 && {
        FilterExpression: wanted
          .map(({ field, values }) => `#${field} IN (${values.map(([name]) => name).join()})`)
          .join(' AND '),
        ExpressionAttributeNames: Object.fromEntries(wanted.map(({ field }) => [`#${field}`, field])),
      }),
    };
  };
  /** The store refuses a range that ends before it begins, and a field that may be nothing; they simply hold nothing. */
  const isEmpty = ({ from, to, filter = {} }: RecordRange = {}) =>
    (from !== undefined && to !== undefined && from > to) ||
    Object.values(filter).some((value) => typeof value === 'object' && value.length === 0);
  const parsed = (item: StoredItem): Record => schema.parse(item);

  const find = async (id: string): Promise<Record | undefined> => {
    const { Item } = await client.send(new GetCommand({ TableName, Key: keyOf(id), ConsistentRead: true }));
    return Item === undefined ? undefined : parsed(Item);
  };
  const isSame = (stored: Record | undefined, next: Record): boolean =>
    stored !== undefined && canonicalJson(stored) === canonicalJson(schema.parse(next));

  return {
    idOf,
    find,
    put: (next) => ({ Put: putOf(next) }),
    write: (next, alongside = []) =>
      conditionalOnce(
        () =>
          withoutConflict<unknown>(() =>
            alongside.length === 0
              ? client.send(new PutCommand(putOf(next)))
              : client.send(new TransactWriteCommand({ TransactItems: [{ Put: putOf(next) }, ...alongside] })),
          ),
        async () => isSame(await find(idOf(next)), next),
      ),
    async page(state, page, range) {
      if (isEmpty(range)) return { records: [], cursor: undefined };
      const { items, cursor } = await queryPage(client, queryOf(state, range), page);
      return { records: items.map(parsed), cursor };
    },
    async *all(state, range) {
      if (isEmpty(range)) return;
      for await (const item of queryAll(client, queryOf(state, range))) yield parsed(item);
    },
  };
}
