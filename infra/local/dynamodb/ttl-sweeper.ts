import { type AttributeValue, DeleteItemCommand, type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import type { TableShape } from './table-shape.ts';

/**
 * Deletes expired items once: the engine keeps a table's TTL setting but never acts on it.
 * `nowSeconds` is real time (epoch seconds), never the business date. Returns how many went.
 */
export async function sweepExpired(
  client: DynamoDBClient,
  shapes: readonly TableShape[],
  nowSeconds: number,
): Promise<number> {
  let deleted = 0;
  for (const { tableName, ttlAttribute, KeySchema } of shapes) {
    if (ttlAttribute === undefined) continue;
    const pages = paginateScan(
      { client },
      {
        TableName: tableName,
        FilterExpression: '#ttl < :now',
        ExpressionAttributeNames: { '#ttl': ttlAttribute },
        ExpressionAttributeValues: { ':now': { N: String(nowSeconds) } },
      },
    );
    for await (const page of pages)
      for (const item of page.Items ?? []) {
        const key: Record<string, AttributeValue> = {};
        for (const { AttributeName } of KeySchema) {
          const value = item[AttributeName];
          if (value !== undefined) key[AttributeName] = value;
        }
        // Only if still expired: a handler may have renewed the item since it was read.
        const renewed = { ConditionExpression: '#ttl < :now', ExpressionAttributeNames: { '#ttl': ttlAttribute } };
        const values = { ExpressionAttributeValues: { ':now': { N: String(nowSeconds) } } };
        const removed = await client
          .send(new DeleteItemCommand({ TableName: tableName, Key: key, ...renewed, ...values }))
          .then(() => true)
          .catch(() => false);
        if (removed) deleted += 1;
      }
  }
  return deleted;
}
