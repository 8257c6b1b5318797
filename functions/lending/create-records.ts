import { type DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { versionChanged } from '../../shared/http/record-version.ts';
import { IF_NEW, ifVersion, withoutConflict } from '../../shared/store/conditional.ts';
import { isConditionFailure } from '../../shared/store/store-failures.ts';
import type { RegisterRecord } from './register-records.ts';

/** The register table and its client. */
export interface RegisterTable {
  readonly documents: DynamoDBDocumentClient;
  /** Value of REGISTER_TABLE. */
  readonly tableName: string;
}

type TransactItems = NonNullable<ConstructorParameters<typeof TransactWriteCommand>[0]['TransactItems']>;

/**
 * Runs one transaction. Answers the positions whose condition failed; none = everything was written.
 * Other failures are thrown as they came.
 */
export async function transact(table: RegisterTable, items: TransactItems): Promise<readonly number[]> {
  try {
    const command = new TransactWriteCommand({ TransactItems: items });
    await withoutConflict(() => table.documents.send(command));
    return [];
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
    return items.flatMap((_item, position) => (isConditionFailure(error, position) ? [position] : []));
  }
}

/** A Put over whatever is there: what finds a record, and is never unique. */
export const putOver = (tableName: string, record: RegisterRecord) => ({ Put: { TableName: tableName, Item: record } });

/** A Put that fails when the key is taken. */
export const putNew = (tableName: string, record: RegisterRecord) => ({
  Put: { TableName: tableName, Item: record, ...IF_NEW },
});

/**
 * Creates all records in one transaction, or none: those whose key was taken are answered. `mustExist` are records that
 * have to be as the caller has read them (a file for its note); throws `version-changed` when one is not. `replaced` are
 * put over whatever is there.
 */
export async function createRecords(
  table: RegisterTable,
  records: readonly RegisterRecord[],
  mustExist: readonly { readonly PK: string; readonly SK: string; readonly version?: number }[] = [],
  replaced: readonly RegisterRecord[] = [],
): Promise<readonly RegisterRecord[]> {
  const failed = await transact(table, [
    ...records.map((record) => putNew(table.tableName, record)),
    ...mustExist.map(({ PK, SK, version }) => ({
      ConditionCheck: {
        TableName: table.tableName,
        Key: { PK, SK },
        ...(version === undefined ? { ConditionExpression: 'attribute_exists(PK)' } : ifVersion(version)),
      },
    })),
    ...replaced.map((record) => putOver(table.tableName, record)),
  ]);
  const taken = records.filter((_record, position) => failed.includes(position));
  if (failed.length > taken.length) throw versionChanged();
  return taken;
}
