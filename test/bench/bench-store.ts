import { mkdirSync } from 'node:fs';
import { DynamoDBClient, type ScalarAttributeType } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createTables } from '../../infra/local/dynamodb/create-tables.ts';
import { startDynamoEngine } from '../../infra/local/dynamodb/engine.ts';
import { indexParallelScans } from '../../infra/local/dynamodb/scan-index.ts';
import { StreamRecords } from '../../infra/local/dynamodb/stream-records.ts';
import type { TableShape } from '../../infra/local/dynamodb/table-shape.ts';
import { freePort } from '../../infra/local/free-port.ts';
import { TABLE_VARIABLES, TABLES, type TableDefinition, type TableVariable } from '../../infra/tables.ts';

/** As many as a function of ours has (shared/store/document-client.ts). */
const CONNECTIONS = 64;

/** Credentials that mean nothing beyond the loopback address. */
export const BENCH_CREDENTIALS = { accessKeyId: 'bench', secretAccessKey: 'local' };
export const BENCH_REGION = 'us-east-1';

/** The real engine (dynoxide) on a folder, with every table of infra/tables.ts. No consumer reads its streams. */
export interface BenchStore {
  readonly endpoint: string;
  readonly tables: Readonly<Record<TableVariable, string>>;
  /** A client of its own: connections and middlewares are not shared with other measures. */
  connect(): DynamoDBDocumentClient;
  stop(): Promise<void>;
}

export async function openBenchStore(folder: string): Promise<BenchStore> {
  mkdirSync(folder, { recursive: true });
  const engine = await startDynamoEngine(folder, await freePort());
  const clients: DynamoDBClient[] = [];
  const newClient = () => {
    const agent = { maxSockets: CONNECTIONS };
    const client = new DynamoDBClient({
      endpoint: engine.endpoint,
      region: BENCH_REGION,
      credentials: BENCH_CREDENTIALS,
      requestHandler: { httpAgent: agent, httpsAgent: agent },
    });
    clients.push(client);
    return client;
  };
  await createTables(newClient(), Object.values(TABLES).map(shapeOf));
  // Makes the indexes without which the engine's writes slow down with every stream record kept (local.md 1.3).
  new StreamRecords(engine.databaseFile).close();
  indexParallelScans(engine.databaseFile, [TABLES.HEADS_TABLE.name]);
  return {
    endpoint: engine.endpoint,
    tables: tableNames(),
    connect: () => DynamoDBDocumentClient.from(newClient(), { marshallOptions: { removeUndefinedValues: true } }),
    async stop() {
      for (const client of clients) client.destroy();
      await engine.stop();
    },
  };
}

function tableNames(): Record<TableVariable, string> {
  const names = TABLE_VARIABLES.map((variable) => [variable, TABLES[variable].name] as const);
  return Object.fromEntries(names) as Record<TableVariable, string>;
}

const TEXT: ScalarAttributeType = 'S';

/** A table of infra/tables.ts as the local engine wants it. */
function shapeOf(table: TableDefinition): TableShape {
  const keys = [
    table.partitionKey,
    ...(table.sortKey === undefined ? [] : [table.sortKey]),
    ...table.indexes.flatMap((index) => [index.partitionKey, index.sortKey]),
  ];
  const keySchema = (partitionKey: string, sortKey: string | undefined) => [
    { AttributeName: partitionKey, KeyType: 'HASH' as const },
    ...(sortKey === undefined ? [] : [{ AttributeName: sortKey, KeyType: 'RANGE' as const }]),
  ];
  return {
    tableName: table.name,
    AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: TEXT })),
    KeySchema: keySchema(table.partitionKey, table.sortKey),
    GlobalSecondaryIndexes: table.indexes.map((index) => ({
      IndexName: index.name,
      KeySchema: keySchema(index.partitionKey, index.sortKey),
      Projection: { ProjectionType: 'ALL' as const },
    })),
    LocalSecondaryIndexes: [],
    ...(table.stream !== undefined && { StreamSpecification: { StreamViewType: table.stream } }),
    ttlAttribute: table.ttlAttribute,
  };
}
