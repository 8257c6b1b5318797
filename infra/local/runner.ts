import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Assembly, readAssembly } from './assembly/assembly.ts';
import type { Json } from './assembly/json.ts';
import { LOCAL_REGION } from './assembly/resource.ts';
import { createAwsEndpoint } from './aws-endpoint.ts';
import { lockDataFolder } from './data-folder-lock.ts';
import { createTables } from './dynamodb/create-tables.ts';
import { endOrphanedEngine, startDynamoEngine } from './dynamodb/engine.ts';
import { indexParallelScans } from './dynamodb/scan-index.ts';
import { StreamConsumers } from './dynamodb/stream-consumers.ts';
import { streamMappings } from './dynamodb/stream-mappings.ts';
import { StreamRecords } from './dynamodb/stream-records.ts';
import { tableShapes } from './dynamodb/table-shape.ts';
import { sweepExpired } from './dynamodb/ttl-sweeper.ts';
import { createFrontServer } from './front-server.ts';
import { apiRoutes } from './http-api/api-routes.ts';
import { corsConfiguration } from './http-api/cors.ts';
import { openIdentity } from './identity/signing-key.ts';
import { machineToken, type StaffTokenRequest, staffToken } from './identity/token-issuer.ts';
import { userPoolFacts } from './identity/user-pool.ts';
import { AsyncInvocations } from './lambda/async-invocations.ts';
import { functionDefinitions } from './lambda/function-definition.ts';
import { LambdaRuntime } from './lambda/lambda-runtime.ts';
import { type Mail, Mailbox } from './mail/mailbox.ts';
import { choosePorts, close, listen } from './ports.ts';
import { type DeadLetter, DeadLetters } from './queues/dead-letters.ts';
import { callRecorder } from './recording/call-recorder.ts';
import { startDynamoProxy } from './recording/dynamodb-proxy.ts';
import { createBuckets } from './s3/buckets.ts';
import { holdNotifications, notificationRules } from './s3/notifications.ts';
import { ObjectStore } from './s3/object-store.ts';
import { type FiringSchedules, type LocalSchedule, Scheduler } from './schedules/scheduler.ts';

/** Signs every request on this machine; it guards nothing beyond the loopback address. */
const LOCAL_SECRET = 'local';
const SWEEP_EVERY_MS = 30_000;
/** How long a stop waits for batches under way before it cuts them off (they are delivered again). */
const STOP_PATIENCE_MS = 5_000;

export interface RunnerOptions {
  /** The API's port; the three after it serve AWS. 0: free ports. */
  readonly port: number;
  readonly dataDir: string;
  /** Business date (YYYY-MM-DD) for every function, whatever the machine's clock says. */
  readonly today?: string | undefined;
  /** cdk.out */
  readonly assemblyDir: string;
  readonly schedules: FiringSchedules;
  /** Writes every distinct AWS call of the functions to <dataDir>/calls.jsonl. */
  readonly recordCalls?: boolean;
  /** Milliseconds by which each call of a function to a table is held back, asked anew for each: a loaded machine. */
  readonly storeDelay?: (() => number) | undefined;
  readonly quiet?: boolean;
}

/** What an AWS SDK client needs to reach the services of this machine. */
export interface AwsEndpoints {
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** S3 and SES. */
  readonly endpoint: string;
  readonly dynamodbEndpoint: string;
}

export interface Runner {
  readonly apiUrl: string;
  readonly awsEndpoints: AwsEndpoints;
  /** Variable ("HEADS_TABLE") → physical name, as the functions read them. */
  readonly tableNames: Readonly<Record<string, string>>;
  readonly bucketNames: Readonly<Record<string, string>>;
  readonly functionNames: readonly string[];
  readonly schedules: readonly LocalSchedule[];
  readonly assembly: Assembly;
  /** Calls a function by name, logical id or the end of its name ("recovery-close-day"), and waits. */
  invoke(functionName: string, event: Json): Promise<Json>;
  /** Stores an object by the bucket's variable, logical id or name; notifications go out as for any upload. */
  putObject(bucket: string, key: string, bytes: Uint8Array): { readonly etag: string; readonly versionId: string };
  mails(): readonly Mail[];
  dlq(): readonly DeadLetter[];
  /** An access token of a person; role "portal" gives the machine client's. */
  token(request: StaffTokenRequest): Promise<string>;
  /** Moves the business date of every function from its next call on; undefined: the machine's. */
  setToday(today: string | undefined): Promise<void>;
  /** Resolves when every stream consumer has processed all there is. */
  waitForStreams(): Promise<void>;
  /** Resolves when, besides, no asynchronous call (S3 notification, schedule) waits or runs. */
  waitUntilQuiet(): Promise<void>;
  /** Deletes stream records behind every consumer's position now. Returns how many went. */
  trimStreams(): Promise<number>;
  /** Rejects when the database ends by itself. */
  readonly failed: Promise<never>;
  stop(): Promise<void>;
}

/**
 * Boots what a synthesized template declares, on one machine: tables, buckets, functions, HTTP API, streams,
 * notifications, schedules, mail, tokens. Everything lives in the data folder and survives `kill -9`.
 * Throws, in Spanish, when the folder or a port is taken.
 */
export async function startRunner(options: RunnerOptions): Promise<Runner> {
  const dataDir = path.resolve(options.dataDir);
  const closers: (() => unknown)[] = [];
  const stop = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    return await boot({ ...options, dataDir }, closers, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function boot(options: RunnerOptions, closers: (() => unknown)[], stop: () => Promise<void>): Promise<Runner> {
  const { dataDir } = options;
  const inside = (...parts: string[]): string => path.join(dataDir, ...parts);
  closers.push(lockDataFolder(dataDir));
  await endOrphanedEngine(dataDir);
  const ports = await choosePorts(options.port);
  const starting = startDynamoEngine(dataDir, ports.dynamo);
  starting.catch(() => undefined);
  closers.push(async () => (await starting.catch(() => undefined))?.stop());
  const assembly = readAssembly(options.assemblyDir);
  const account = assembly.resources[0]?.arn.split(':')[4] ?? '000000000000';
  const functions = functionDefinitions(assembly);
  const engine = await starting;

  const dynamo = new DynamoDBClient({
    region: LOCAL_REGION,
    endpoint: engine.endpoint,
    credentials: { accessKeyId: 'runner', secretAccessKey: LOCAL_SECRET },
  });
  closers.push(() => dynamo.destroy());
  const shapes = tableShapes(assembly);
  await createTables(dynamo, shapes);
  // The nightly valuation scans the heads in segments; no other table is scanned.
  indexParallelScans(engine.databaseFile, [
    ...new Set(functions.flatMap(({ variables }) => variables.HEADS_TABLE ?? [])),
  ]);
  const records = new StreamRecords(engine.databaseFile);
  closers.push(() => records.close());
  const sweeping = setInterval(() => {
    sweepExpired(dynamo, shapes, Math.floor(Date.now() / 1000)).catch((error) => console.error(error));
  }, SWEEP_EVERY_MS);
  sweeping.unref();
  closers.push(() => clearInterval(sweeping));

  const record =
    options.recordCalls === true
      ? callRecorder(inside('calls.jsonl'), new Set(functions.map(({ logicalId }) => logicalId)))
      : () => undefined;
  let dynamodbEndpoint = engine.endpoint;
  if (options.recordCalls === true || options.storeDelay !== undefined) {
    const proxy = startDynamoProxy(engine.endpoint, account, record, options.storeDelay);
    await listen(proxy, ports.dynamoProxy);
    closers.push(() => close(proxy));
    dynamodbEndpoint = `http://127.0.0.1:${ports.dynamoProxy}`;
  }
  const endpoint = `http://127.0.0.1:${ports.aws}`;
  const lambdas = new LambdaRuntime({
    functions,
    logDir: inside('logs'),
    overrides: {
      AWS_SECRET_ACCESS_KEY: LOCAL_SECRET,
      AWS_ENDPOINT_URL: endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: dynamodbEndpoint,
    },
  });
  let today = options.today;
  const setToday = (date: string | undefined): Promise<void> => {
    today = date;
    return lambdas.override('CLOCK', date === undefined ? undefined : `fixed:${date}`);
  };
  await setToday(options.today);
  const deadLetters = new DeadLetters(inside('dlq'), assembly);
  const calls = new AsyncInvocations({ dir: inside('async'), lambdas, deadLetters });
  const mailbox = new Mailbox(inside('mail'));
  const store = new ObjectStore(inside('s3'));
  createBuckets(assembly, store);
  const rules = notificationRules(assembly);
  const s3 = {
    store,
    secret: LOCAL_SECRET,
    arriving: (bucket: string, version: Parameters<typeof holdNotifications>[3], event: string) =>
      holdNotifications(rules, calls, bucket, version, event),
  };
  const aws = createAwsEndpoint({ s3, mailbox, accept: (name, event) => calls.accept(name, event), record, account });
  await listen(aws, ports.aws);
  closers.push(() => close(aws));

  const consumers = new StreamConsumers({
    mappings: streamMappings(assembly),
    streamedTables: shapes.filter((shape) => shape.StreamSpecification !== undefined).map((shape) => shape.tableName),
    endpoint: engine.endpoint,
    records,
    lambdas,
    deadLetters,
    dir: inside('streams'),
  });
  const scheduler = new Scheduler(assembly, (arn, event) => calls.accept(arn, event), options.schedules);
  const facts = userPoolFacts(assembly);
  const identity = facts && (await openIdentity(dataDir, facts));
  const front = createFrontServer({
    api: { routes: apiRoutes(assembly), cors: corsConfiguration(assembly), identity, lambdas },
    assembly,
    lambdas,
    consumers,
    calls,
    scheduler,
    mailbox,
    deadLetters,
    dataDir,
    today: () => today,
    quiet: options.quiet === true,
  });
  await listen(front, ports.api);
  closers.push(() => close(front));
  // In the order of stopping, last first: nothing new, batches under way for a while, then the rest is cut off.
  closers.push(() => {
    scheduler.stop();
    const finishing = Promise.all([consumers.stop(), calls.stop()]);
    const patience = sleep(STOP_PATIENCE_MS, undefined, { ref: false });
    return Promise.race([finishing, patience])
      .then(() => lambdas.stop())
      .then(() => finishing);
  });
  consumers.start();
  calls.resume(({ bucket, key, versionId }) =>
    store.versions(bucket, key).some((version) => version.versionId === versionId),
  );

  const named = (ending: string): Record<string, string> =>
    Object.fromEntries(
      functions.flatMap(({ variables }) => Object.entries(variables).filter(([name]) => name.endsWith(ending))),
    );
  const bucketNames = named('_BUCKET');
  return {
    apiUrl: `http://localhost:${ports.api}`,
    awsEndpoints: {
      region: LOCAL_REGION,
      credentials: { accessKeyId: 'runner', secretAccessKey: LOCAL_SECRET },
      endpoint,
      dynamodbEndpoint: engine.endpoint,
    },
    tableNames: named('_TABLE'),
    bucketNames,
    functionNames: functions.map(({ name }) => name),
    schedules: scheduler.schedules,
    assembly,
    invoke: (functionName, event) => lambdas.invoke(functionName, event),
    putObject: (bucket, key, bytes) => {
      const byId = assembly.of('AWS::S3::Bucket').find(({ logicalId }) => logicalId === bucket);
      const name = bucketNames[bucket] ?? byId?.name ?? bucket;
      return store.put(name, key, Buffer.from(bytes), {}, (version) => s3.arriving(name, version, 'ObjectCreated:Put'));
    },
    mails: () => mailbox.all(),
    dlq: () => deadLetters.all(),
    token: (request) => {
      if (identity === undefined) throw new Error('la plantilla no declara un grupo de usuarios');
      return request.role === 'portal' ? machineToken(identity) : staffToken(identity, request);
    },
    setToday,
    waitForStreams: () => consumers.settled(),
    waitUntilQuiet: async () => {
      do {
        await calls.settled();
        await consumers.settled();
      } while (calls.pendingCount > 0 || !consumers.caughtUp);
    },
    trimStreams: () => consumers.trim(),
    failed: engine.ended,
    stop,
  };
}
