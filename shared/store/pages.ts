import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { cursorAfter, refuseCursor, startKeyOf } from './cursor.ts';

/** An item as stored, before its schema has parsed it. */
export type StoredItem = Record<string, unknown>;

export interface ItemPage {
  readonly items: readonly StoredItem[];
  /** Present when there may be more. The page after the last item can be empty. */
  readonly cursor: string | undefined;
}

/** A filter may leave little of each read; after this many reads a page is given short, with its cursor. */
const READS_PER_PAGE = 10;

/**
 * One page of a query: up to `limit` items, reading on when a filter left holes. Throws `malformed-request` when the
 * cursor was altered or belongs to another query.
 */
export async function queryPage(
  client: DynamoDBDocumentClient,
  query: QueryCommandInput,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<ItemPage> {
  const items: StoredItem[] = [];
  let startKey: StoredItem | undefined = page.cursor === undefined ? undefined : startKeyOf(query, page.cursor);
  for (let reads = 0; reads < READS_PER_PAGE && items.length < page.limit; reads += 1) {
    const command = new QueryCommand({ ...query, Limit: page.limit - items.length, ExclusiveStartKey: startKey });
    const answer = await client.send(command).catch((error: unknown) => {
      throw page.cursor !== undefined && isBadStartKey(error) ? refuseCursor() : error;
    });
    items.push(...(answer.Items ?? []));
    startKey = answer.LastEvaluatedKey;
    if (startKey === undefined) break;
  }
  return { items, cursor: startKey === undefined ? undefined : cursorAfter(query, startKey) };
}

/** Every item of a query, page by page (1 MB each), holding one page in memory. */
export async function* queryAll(
  client: DynamoDBDocumentClient,
  query: QueryCommandInput,
): AsyncGenerator<StoredItem, void, undefined> {
  let startKey: StoredItem | undefined;
  do {
    const answer = await client.send(new QueryCommand({ ...query, ExclusiveStartKey: startKey }));
    yield* answer.Items ?? [];
    startKey = answer.LastEvaluatedKey;
  } while (startKey !== undefined);
}

function isBadStartKey(error: unknown): boolean {
  return error instanceof Error && error.name === 'ValidationException';
}
