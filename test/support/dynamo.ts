import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { TABLE_VARIABLES, TABLES, type TableDefinition, type TableVariable } from '../../infra/tables.ts';

export interface TestDynamo {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  readonly documents: DynamoDBDocumentClient;
  /** Name of each table, under the environment variable that carries it in a function. */
  readonly tables: Readonly<Record<TableVariable, string>>;
  stop(): Promise<void>;
}

const START_TRIES = 3;
const START_WAIT_MS = 15_000;

/** The engine binary of this platform, from the optional dependency. */
function enginePath(): string {
  const platform = `${process.platform}-${process.arch}`;
  try {
    return join(
      dirname(createRequire(import.meta.url).resolve(`@dynoxide/${platform}/package.json`)),
      process.platform === 'win32' ? 'dynoxide.exe' : 'dynoxide',
    );
  } catch {
    throw new Error(`no DynamoDB engine for ${platform}: install @dynoxide/${platform}`);
  }
}

/** A port nobody listens on now. Somebody may take it before the engine does, hence the tries at start. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

async function answers(endpoint: string, engine: ChildProcess): Promise<boolean> {
  const deadline = Date.now() + START_WAIT_MS;
  while (Date.now() < deadline && engine.exitCode === null && engine.signalCode === null) {
    try {
      await (await fetch(`${endpoint}/`)).arrayBuffer();
      return engine.exitCode === null;
    } catch {
      await sleep(10);
    }
  }
  return false;
}

async function startEngine(folder: string): Promise<{ engine: ChildProcess; endpoint: string }> {
  for (let attempt = 1; attempt <= START_TRIES; attempt += 1) {
    const port = await freePort();
    const engine = spawn(enginePath(), ['serve', '-p', String(port), '--db-path', join(folder, 'dynamodb.sqlite')], {
      cwd: folder,
      stdio: 'ignore',
    });
    const endpoint = `http://127.0.0.1:${port}`;
    if (await answers(endpoint, engine)) return { engine, endpoint };
    engine.kill('SIGKILL');
  }
  throw new Error(`the DynamoDB engine did not start in ${START_TRIES} tries`);
}

/** dynoxide 1.2.1 looks for the newest stream record without an index: writes slow down with every record kept. */
function indexStreamRecords(folder: string): void {
  const database = new DatabaseSync(join(folder, 'dynamodb.sqlite'));
  database.exec(`PRAGMA busy_timeout = 5000;
    CREATE INDEX IF NOT EXISTS _cartera_stream_1 ON _stream_records(table_name, CAST(sequence_number AS INTEGER));
    CREATE INDEX IF NOT EXISTS _cartera_stream_2
      ON _stream_records(table_name, shard_id, CAST(sequence_number AS INTEGER));`);
  database.close();
}

function createTableInput(table: TableDefinition): CreateTableCommandInput {
  const keys = [
    table.partitionKey,
    ...(table.sortKey === undefined ? [] : [table.sortKey]),
    ...table.indexes.flatMap((index) => [index.partitionKey, index.sortKey]),
  ];
  return {
    TableName: table.name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: [
      { AttributeName: table.partitionKey, KeyType: 'HASH' },
      ...(table.sortKey === undefined ? [] : [{ AttributeName: table.sortKey, KeyType: 'RANGE' as const }]),
    ],
    ...(table.indexes.length > 0 && {
      GlobalSecondaryIndexes: table.indexes.map((index) => ({
        IndexName: index.name,
        KeySchema: [
          { AttributeName: index.partitionKey, KeyType: 'HASH' as const },
          { AttributeName: index.sortKey, KeyType: 'RANGE' as const },
        ],
        Projection: { ProjectionType: 'ALL' as const },
      })),
    }),
    ...(table.stream !== undefined && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: table.stream },
    }),
  };
}

async function createTables(client: DynamoDBClient): Promise<void> {
  for (const table of Object.values(TABLES)) {
    await client.send(new CreateTableCommand(createTableInput(table)));
    if (table.ttlAttribute !== undefined) {
      await client.send(
        new UpdateTimeToLiveCommand({
          TableName: table.name,
          TimeToLiveSpecification: { Enabled: true, AttributeName: table.ttlAttribute },
        }),
      );
    }
  }
}

function tableNames(): Record<TableVariable, string> {
  const names: Partial<Record<TableVariable, string>> = {};
  for (const variable of TABLE_VARIABLES) names[variable] = TABLES[variable].name;
  return names as Record<TableVariable, string>;
}

/**
 * Boots the real engine (dynoxide) on a free loopback port with every table of infra/tables.ts, empty.
 * One per test file: start it in `beforeAll`, call `stop()` in `afterAll`. Its data folder is temporary.
 */
export async function startTestDynamo(): Promise<TestDynamo> {
  const folder = mkdtempSync(join(tmpdir(), 'cartera-dynamo-'));
  const { engine, endpoint } = await startEngine(folder);
  const killOnExit = () => engine.kill('SIGKILL');
  process.once('exit', killOnExit);
  indexStreamRecords(folder);
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  await createTables(client);
  return {
    endpoint,
    client,
    documents: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
    tables: tableNames(),
    async stop() {
      client.destroy();
      process.removeListener('exit', killOnExit);
      const gone = new Promise((resolve) => engine.once('exit', resolve));
      engine.kill('SIGKILL');
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A client of the same tables that sends each single write twice, as the SDK does when the first answer was lost. */
export function losingAnswers(dynamo: TestDynamo): DynamoDBDocumentClient {
  const client = new DynamoDBClient({
    endpoint: dynamo.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    maxAttempts: 1,
  });
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (/^(Put|Update|Delete)Item/.test(commandName ?? '')) await next(args);
        return next(args);
      },
    { step: 'finalizeRequest', priority: 'low' },
  );
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}
