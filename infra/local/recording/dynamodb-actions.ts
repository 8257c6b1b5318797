import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../assembly/json.ts';

export interface TableAction {
  /** IAM action without its service: "PutItem". */
  readonly action: string;
  readonly table: string;
  readonly index: string | undefined;
}

/** IAM actions that allow the members of a transaction; the transaction itself has none. */
const TRANSACTION_MEMBERS: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

/** What IAM would have to allow for a DynamoDB request, by operation name and body. */
export function dynamodbActions(operation: string, body: Json): readonly TableAction[] {
  if (!isJsonObject(body)) return [];
  if (operation === 'TransactWriteItems' || operation === 'TransactGetItems')
    return listOf(body.TransactItems).flatMap((item) =>
      Object.entries(item).flatMap(([kind, member]) => {
        const action = TRANSACTION_MEMBERS[kind];
        return action !== undefined && isJsonObject(member) ? actionOn(action, member) : [];
      }),
    );
  if (operation === 'BatchGetItem' || operation === 'BatchWriteItem')
    return isJsonObject(body.RequestItems)
      ? Object.keys(body.RequestItems).map((table) => ({ action: operation, table, index: undefined }))
      : [];
  return actionOn(operation, body);
}

function actionOn(action: string, { TableName, IndexName }: JsonObject): readonly TableAction[] {
  if (typeof TableName !== 'string') return [];
  return [{ action, table: TableName, index: typeof IndexName === 'string' ? IndexName : undefined }];
}

function listOf(value: Json | undefined): readonly JsonObject[] {
  return isJsonArray(value) ? value.filter(isJsonObject) : [];
}
