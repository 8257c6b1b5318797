import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { queryAll, type StoredItem } from '../store/pages.ts';
import { decodeEntry } from './entry-item.ts';
import type { Entry } from './ledger-items.ts';
import { BY_RECORDED_ON, RECORDED_SHARDS, recordedPartition } from './table-keys.ts';

/** The ledger's entries of a business day, for nightly work. No request reads them. */
export interface DayEntries {
  /** Number of entries recorded on the day: 16 counting queries on the index by day. */
  count(date: string): Promise<number>;
  /** All of them, shard by shard, in the order of owner and seq within each. */
  read(date: string): AsyncIterable<Entry>;
}

const SHARDS = Array.from({ length: RECORDED_SHARDS }, (_, shard) => shard);

export function createDayEntries(client: DynamoDBDocumentClient, table: string): DayEntries {
  const queryOf = (date: string, shard: number) => ({
    TableName: table,
    IndexName: BY_RECORDED_ON,
    KeyConditionExpression: 'recorded = :day',
    ExpressionAttributeValues: { ':day': recordedPartition(date, shard) },
  });

  const countShard = async (date: string, shard: number): Promise<number> => {
    let count = 0;
    let startKey: StoredItem | undefined;
    do {
      const answer = await client.send(
        new QueryCommand({ ...queryOf(date, shard), Select: 'COUNT', ExclusiveStartKey: startKey }),
      );
      count += answer.Count ?? 0;
      startKey = answer.LastEvaluatedKey;
    } while (startKey !== undefined);
    return count;
  };

  return {
    async count(date) {
      const counts = await Promise.all(SHARDS.map((shard) => countShard(date, shard)));
      return counts.reduce((sum, count) => sum + count, 0);
    },
    async *read(date) {
      for (const shard of SHARDS) {
        for await (const item of queryAll(client, queryOf(date, shard))) yield decodeEntry(item);
      }
    },
  };
}
