import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  paginateListTables,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import type { TableShape } from './table-shape.ts';

/**
 * Makes the template's tables that the data folder lacks, and indexes that an existing table lacks.
 * Other changes of an existing table (its key, its stream) need a new data folder; they are refused by name.
 */
export async function createTables(client: DynamoDBClient, shapes: readonly TableShape[]): Promise<void> {
  const existing = new Set<string>();
  for await (const page of paginateListTables({ client }, {}))
    for (const name of page.TableNames ?? []) existing.add(name);
  await Promise.all(
    shapes.map((shape) => (existing.has(shape.tableName) ? bringUpToDate(client, shape) : create(client, shape))),
  );
}

async function create(client: DynamoDBClient, shape: TableShape): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName: shape.tableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: shape.AttributeDefinitions,
      KeySchema: shape.KeySchema,
      ...(shape.GlobalSecondaryIndexes.length === 0
        ? {}
        : { GlobalSecondaryIndexes: shape.GlobalSecondaryIndexes.map(indexOf) }),
      ...(shape.LocalSecondaryIndexes.length === 0
        ? {}
        : { LocalSecondaryIndexes: shape.LocalSecondaryIndexes.map(indexOf) }),
      ...(shape.StreamSpecification === undefined
        ? {}
        : { StreamSpecification: { StreamEnabled: true, ...shape.StreamSpecification } }),
    }),
  );
  if (shape.ttlAttribute !== undefined)
    await client.send(
      new UpdateTimeToLiveCommand({
        TableName: shape.tableName,
        TimeToLiveSpecification: { Enabled: true, AttributeName: shape.ttlAttribute },
      }),
    );
}

async function bringUpToDate(client: DynamoDBClient, shape: TableShape): Promise<void> {
  const { Table: table } = await client.send(new DescribeTableCommand({ TableName: shape.tableName }));
  const keyOf = (keys: readonly { AttributeName?: string | undefined }[] = []): string =>
    keys.map(({ AttributeName }) => AttributeName).join('+');
  const streamed = table?.StreamSpecification?.StreamEnabled === true;
  if (keyOf(table?.KeySchema) !== keyOf(shape.KeySchema) || streamed !== (shape.StreamSpecification !== undefined))
    throw new Error(
      `La tabla ${shape.tableName} de la carpeta de datos ya no es la de la plantilla. Use otra carpeta con --data-dir.`,
    );
  const have = new Set(table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName));
  for (const index of shape.GlobalSecondaryIndexes)
    if (!have.has(index.IndexName))
      await client.send(
        new UpdateTableCommand({
          TableName: shape.tableName,
          AttributeDefinitions: shape.AttributeDefinitions,
          GlobalSecondaryIndexUpdates: [{ Create: indexOf(index) }],
        }),
      );
}

function indexOf({ IndexName, KeySchema, Projection }: TableShape['GlobalSecondaryIndexes'][number]) {
  const { ProjectionType, NonKeyAttributes } = Projection;
  return {
    IndexName,
    KeySchema,
    Projection: { ProjectionType, ...(NonKeyAttributes === undefined ? {} : { NonKeyAttributes }) },
  };
}
