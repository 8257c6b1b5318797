import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { ReconciliationResult } from './recovery-report.ts';
import { reconciliationKey } from './report-store.ts';

/** Stores a day's reconciliation over an earlier run; the frozen report keeps the one it was frozen with. */
export async function putReconciliation(
  client: DynamoDBDocumentClient,
  rollupsTable: string,
  date: string,
  result: ReconciliationResult,
): Promise<void> {
  await client.send(new PutCommand({ TableName: rollupsTable, Item: { ...reconciliationKey(date), result } }));
}
