import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { queryAll, type StoredItem } from '../../../shared/store/pages.ts';
import { type DepositMovement, depositMovementSchema } from '../deposits/deposit-movement.ts';
import { depositMovementsOfDay, INDEX_1 } from '../system-keys.ts';

/** The movements of deposits of a business day, for the job that closes it. No request reads them. */
export interface DayDepositMovements {
  /** Number of movements recorded on the day, by the index; eventually consistent, like the entries of a day. */
  count(date: string): Promise<number>;
  read(date: string): AsyncIterable<DepositMovement>;
}

export function createDayDepositMovements(client: DynamoDBDocumentClient, table: string): DayDepositMovements {
  const queryOf = (date: string) => ({
    TableName: table,
    IndexName: INDEX_1,
    KeyConditionExpression: 'index1PK = :day',
    ExpressionAttributeValues: { ':day': depositMovementsOfDay(date) },
  });
  return {
    async count(date) {
      let count = 0;
      let startKey: StoredItem | undefined;
      do {
        const answer = await client.send(
          new QueryCommand({ ...queryOf(date), Select: 'COUNT', ExclusiveStartKey: startKey }),
        );
        count += answer.Count ?? 0;
        startKey = answer.LastEvaluatedKey;
      } while (startKey !== undefined);
      return count;
    },
    async *read(date) {
      for await (const item of queryAll(client, queryOf(date))) yield depositMovementSchema.parse(item);
    },
  };
}
