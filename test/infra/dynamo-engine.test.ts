import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { PutCommand, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TABLE_VARIABLES, TABLES } from '../../infra/tables.ts';
import { startTestDynamo, type TestDynamo } from '../support/dynamo.ts';

let dynamo: TestDynamo;
beforeAll(async () => {
  dynamo = await startTestDynamo();
});
afterAll(async () => {
  await dynamo.stop();
});

describe('the engine of the tests', () => {
  it.each(TABLE_VARIABLES)('has %s with the keys, indexes and stream of its definition', async (variable) => {
    const definition = TABLES[variable];
    const { Table } = await dynamo.client.send(new DescribeTableCommand({ TableName: dynamo.tables[variable] }));
    expect(Table?.KeySchema?.map((key) => key.AttributeName)).toEqual(
      definition.sortKey === undefined ? ['PK'] : ['PK', 'SK'],
    );
    expect((Table?.GlobalSecondaryIndexes ?? []).map((index) => index.IndexName)).toEqual(
      definition.indexes.map((index) => index.name),
    );
    expect(Table?.StreamSpecification?.StreamViewType).toBe(definition.stream);
  });

  it('answers a query on the index by day', async () => {
    const item = { PK: 'NOTE#1', SK: '0000000001', recorded: '2026-11-20#03', recordedSort: 'NOTE#1#0000000001' };
    await dynamo.documents.send(new PutCommand({ TableName: dynamo.tables.ENTRIES_TABLE, Item: item }));
    const found = await dynamo.documents.send(
      new QueryCommand({
        TableName: dynamo.tables.ENTRIES_TABLE,
        IndexName: 'byRecordedOn',
        KeyConditionExpression: 'recorded = :day',
        ExpressionAttributeValues: { ':day': '2026-11-20#03' },
      }),
    );
    expect(found.Items).toEqual([item]);
  });

  it('cancels a whole transaction when one condition fails', async () => {
    const put = (PK: string) => ({
      Put: {
        TableName: dynamo.tables.IDEMPOTENCY_TABLE,
        Item: { PK },
        ConditionExpression: 'attribute_not_exists(PK)',
      },
    });
    await dynamo.documents.send(new TransactWriteCommand({ TransactItems: [put('WINDOW#A')] }));
    await expect(
      dynamo.documents.send(new TransactWriteCommand({ TransactItems: [put('WINDOW#B'), put('WINDOW#A')] })),
    ).rejects.toMatchObject({ name: 'TransactionCanceledException' });
  });
});
