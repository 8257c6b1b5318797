import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { queryAll, queryPage } from '../../../shared/store/pages.ts';
import { fileKey, fileRows, INDEX_1, ROWS_BEING_DECIDED, rowKey } from '../system-keys.ts';
import { type Outcome, type RowEnding, rowEndingSchema } from './row-outcome.ts';

/** Endings that a person looks for one by one; applied rows of a big file are read in the file's order only. */
const LISTED: ReadonlySet<Outcome> = new Set([
  'provisional',
  'unidentified',
  'possible-duplicate',
  'duplicate',
  'returned',
  'rejected',
  'unreadable',
]);

export function isListed(outcome: Outcome): boolean {
  return LISTED.has(outcome);
}

/**
 * A row's ending as stored under its file; the exceptional ones are also in index1 by outcome. A possible duplicate on
 * which somebody has decided waits for nobody any more: until its decision is carried out it stands in another list,
 * where the five-minute job finds what a crash left.
 */
export function storedRow(fileId: string, ending: RowEnding): Record<string, unknown> {
  const key = rowKey(fileId, ending.line);
  if (ending.outcome === 'possible-duplicate' && ending.decision !== null) {
    return { ...key, ...ending, index1PK: ROWS_BEING_DECIDED, index1SK: `${fileId}#${key.SK}` };
  }
  const listed = isListed(ending.outcome) && { index1PK: fileRows(fileId, ending.outcome), index1SK: key.SK };
  return { ...key, ...ending, ...listed };
}

/** Rows whose decision was noted and not carried out yet, with the file of each. */
export async function* rowsBeingDecided(
  client: DynamoDBDocumentClient,
  TableName: string,
): AsyncGenerator<{ readonly fileId: string; readonly row: RowEnding }, void, undefined> {
  const query = {
    TableName,
    IndexName: INDEX_1,
    KeyConditionExpression: 'index1PK = :deciding',
    ExpressionAttributeValues: { ':deciding': ROWS_BEING_DECIDED },
  };
  for await (const item of queryAll(client, query)) {
    yield { fileId: String(item.index1SK).split('#')[0] ?? '', row: rowOf(item) };
  }
}

export function rowOf(item: unknown): RowEnding {
  return rowEndingSchema.parse(item);
}

/**
 * Rows of a file by line: all of them, or those with one outcome. `applied` has no index: it is filtered out of the
 * file's rows, which a file with few exceptions makes cheap.
 */
export async function pageOfRows(
  client: DynamoDBDocumentClient,
  TableName: string,
  fileId: string,
  outcome: Outcome | undefined,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<{ readonly rows: readonly RowEnding[]; readonly cursor: string | undefined }> {
  const query =
    outcome !== undefined && isListed(outcome)
      ? {
          TableName,
          IndexName: INDEX_1,
          KeyConditionExpression: 'index1PK = :rows',
          ExpressionAttributeValues: { ':rows': fileRows(fileId, outcome) },
        }
      : {
          TableName,
          KeyConditionExpression: 'PK = :file AND begins_with(SK, :rows)',
          ExpressionAttributeValues: {
            ':file': fileKey(fileId).PK,
            ':rows': 'ROW#',
            ...(outcome !== undefined && { ':outcome': outcome }),
          },
          ...(outcome !== undefined && { FilterExpression: 'outcome = :outcome' }),
        };
  const { items, cursor } = await queryPage(client, query, page);
  return { rows: items.map(rowOf), cursor };
}
