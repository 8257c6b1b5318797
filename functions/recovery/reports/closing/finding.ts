import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Check, Difference } from '../figures/reconciliation-result.ts';
import type { ReconciliationResult } from '../figures/recovery-report.ts';
import { reconciliationKey } from '../figures/report-data.ts';

/** What one look at a day gives: checks with both sides, and every difference with its place. */
export interface Finding {
  readonly checks: Check[];
  readonly differences: Difference[];
}

export interface Side {
  readonly label: string;
  readonly count: number;
  /** Centavos. */
  readonly amount: number;
}

/** One check. Sides that differ without a difference found before become one, of the day's totals. */
export function compared(code: string, label: string, left: Side, right: Side, differences: Difference[]): Finding {
  const ok = left.count === right.count && left.amount === right.amount && differences.length === 0;
  if (!ok && differences.length === 0) {
    const detail = `${left.label}: ${left.count}; ${right.label}: ${right.count}`;
    differences.push({ check: code, where: 'Totales del día', detail, expected: left.amount, found: right.amount });
  }
  return { checks: [{ code, label, ok, left, right }], differences };
}

/** Stores a day's reconciliation over an earlier run; the frozen report keeps the one it was frozen with. */
export async function putReconciliation(
  client: DynamoDBDocumentClient,
  rollupsTable: string,
  date: string,
  result: ReconciliationResult,
): Promise<void> {
  await client.send(new PutCommand({ TableName: rollupsTable, Item: { ...reconciliationKey(date), result } }));
}
