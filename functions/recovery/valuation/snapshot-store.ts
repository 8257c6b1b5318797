import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { snapshotTotalKey } from '../rollups/rollup-keys.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * Writes the snapshot as one item (≤ 24 rows of office × class × stage: about 8 KB), over an earlier run of the same
 * day: a rerun reads the same past and gives the same figures.
 */
export async function putSnapshot(client: DynamoDBDocumentClient, table: string, snapshot: Snapshot): Promise<void> {
  await client.send(new PutCommand({ TableName: table, Item: { ...snapshotTotalKey(snapshot.date), ...snapshot } }));
}

const failuresSchema = z.object({ failures: z.int() });

/** Whether every note was valued at the end of a day. */
export async function isDayValued(client: DynamoDBDocumentClient, table: string, date: string): Promise<boolean> {
  const Key = snapshotTotalKey(date);
  const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
  return Item !== undefined && failuresSchema.parse(Item).failures === 0;
}
