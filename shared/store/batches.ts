import {
  BatchGetCommand,
  BatchWriteCommand,
  type BatchWriteCommandInput,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import { canonicalJson } from '../canonical/canonical-json.ts';
import type { StoredItem } from './pages.ts';
import { type RetryPace, retryWithJitter, STORE_PACE } from './retry-with-jitter.ts';
import { isThrottled, StoreThrottled } from './store-failures.ts';

/** Limits of DynamoDB. */
const GET_AT_ONCE = 100;
const WRITE_AT_ONCE = 25;

type WriteRequests = NonNullable<BatchWriteCommandInput['RequestItems']>[string];

/**
 * The items of the given keys, any number of them, 100 per call; keys without an item are left out and the order is
 * the store's. Throws StoreThrottled when some keys stayed unread until the time for retries was up.
 */
export async function batchGet(
  client: DynamoDBDocumentClient,
  tableName: string,
  keys: readonly StoredItem[],
  options: { readonly consistent?: boolean; readonly pace?: RetryPace } = {},
): Promise<StoredItem[]> {
  const found: StoredItem[] = [];
  const distinct = [...new Map(keys.map((key) => [canonicalJson(key), key])).values()];
  for (const chunk of chunks(distinct, GET_AT_ONCE)) {
    let left: StoredItem[] = chunk;
    await untilDone(async () => {
      const RequestItems = { [tableName]: { Keys: left, ConsistentRead: options.consistent ?? false } };
      const answer = await client.send(new BatchGetCommand({ RequestItems }));
      found.push(...(answer.Responses?.[tableName] ?? []));
      left = answer.UnprocessedKeys?.[tableName]?.Keys ?? [];
      return left.length;
    }, options.pace);
  }
  return found;
}

/**
 * Puts items, 25 per call, over whatever is there: no condition protects them, so only for items that can be made
 * again (rollups, rows of a file under a lease). Two items with one key in a call are refused by DynamoDB.
 * Throws StoreThrottled when some stayed unwritten until the time for retries was up.
 */
export async function batchPut(
  client: DynamoDBDocumentClient,
  tableName: string,
  items: readonly StoredItem[],
  pace?: RetryPace,
): Promise<void> {
  const requests = items.map((Item) => ({ PutRequest: { Item } }));
  await batchWrite(client, tableName, requests, pace);
}

/** Deletes the items of the keys, 25 per call. Same rules as batchPut. */
export async function batchDelete(
  client: DynamoDBDocumentClient,
  tableName: string,
  keys: readonly StoredItem[],
  pace?: RetryPace,
): Promise<void> {
  const requests = keys.map((Key) => ({ DeleteRequest: { Key } }));
  await batchWrite(client, tableName, requests, pace);
}

async function batchWrite(
  client: DynamoDBDocumentClient,
  tableName: string,
  requests: WriteRequests,
  pace: RetryPace | undefined,
): Promise<void> {
  for (const chunk of chunks(requests, WRITE_AT_ONCE)) {
    let left = chunk;
    await untilDone(async () => {
      const answer = await client.send(new BatchWriteCommand({ RequestItems: { [tableName]: left } }));
      left = answer.UnprocessedItems?.[tableName] ?? [];
      return left.length;
    }, pace);
  }
}

/** Repeats `step`, which answers how many are left, with jitter until none is. */
async function untilDone(step: () => Promise<number>, pace: RetryPace = STORE_PACE): Promise<void> {
  await retryWithJitter(
    async () => {
      const left = await step();
      if (left > 0) throw new StoreThrottled(`${left} items of a batch were left unprocessed`);
    },
    isThrottled,
    pace,
  );
}

function chunks<T>(all: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let start = 0; start < all.length; start += size) parts.push(all.slice(start, start + size));
  return parts;
}
