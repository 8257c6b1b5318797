import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { snapshotTotalKey } from '../rollups/rollup-keys.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * Writes the snapshot as one item (≤ 24 rows of office × class × stage: about 8 KB), over an earlier run of the same
 * day: a rerun reads the same past and gives the same figures.
 */
export async function putSnapshot(client: DynamoDBDocumentClient, table: string, snapshot: Snapshot): Promise<void> {
  await client.send(new PutCommand({ TableName: table, Item: { ...snapshotTotalKey(snapshot.date), ...snapshot } }));
}
