import path from 'node:path';
import { type Assembly, readAssembly } from './assembly/assembly.ts';
import type { Json } from './assembly/json.ts';
import { LOCAL_REGION } from './assembly/resource.ts';
import { awsEndpoint } from './aws-endpoint.ts';
import { lockDataFolder } from './data-folder-lock.ts';
import { endOrphanedEngine } from './dynamodb/engine.ts';
import { dynamodb } from './dynamodb/plug-in.ts';
import { streams } from './dynamodb/streams-plug-in.ts';
import { events } from './events/plug-in.ts';
import { faults } from './faults/plug-in.ts';
import { frontServer } from './front-server.ts';
import { httpApi } from './http-api/plug-in.ts';
import { identity } from './identity/plug-in.ts';
import { machineToken, type StaffTokenRequest, staffToken } from './identity/token-issuer.ts';
import { lambdaApi } from './lambda/api-plug-in.ts';
import { lambda } from './lambda/plug-in.ts';
import type { Mail } from './mail/mailbox.ts';
import { mail } from './mail/plug-in.ts';
import { malware } from './malware/plug-in.ts';
import { pac } from './pac/plug-in.ts';
import { pages } from './pages/plug-in.ts';
import { LOCAL_SECRET, type Machine, type PlugIn } from './plug-in.ts';
import { choosePorts } from './ports.ts';
import { queueConsumers } from './queues/consumers-plug-in.ts';
import type { DeadLetter } from './queues/dead-letters.ts';
import { queues } from './queues/plug-in.ts';
import { recording } from './recording/plug-in.ts';
import type { RunnerOptions } from './runner-options.ts';
import { Running } from './running.ts';
import { s3 } from './s3/plug-in.ts';
import { schedules } from './schedules/plug-in.ts';
import type { LocalSchedule } from './schedules/scheduler.ts';
import { stepFunctions } from './step-functions/plug-in.ts';

export type { RunnerOptions };

/** In the order in which they need each other; a stop goes the other way. */
const PLUG_INS: readonly PlugIn<unknown>[] = [
  recording,
  faults,
  dynamodb,
  awsEndpoint,
  frontServer,
  queues,
  lambda,
  lambdaApi,
  s3,
  stepFunctions,
  events,
  malware,
  mail,
  identity,
  httpApi,
  streams,
  queueConsumers,
  schedules,
  pac,
  pages,
];

/** The resource types of a template that run here; of the others assembly/ignored-types.ts says why not. */
export const SERVED_TYPES: ReadonlySet<string> = new Set(PLUG_INS.flatMap(({ types }) => types));

/** What an AWS SDK client needs to reach the services of this machine. */
export interface AwsEndpoints {
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Every service but DynamoDB. */
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
  /** Resolves when, besides, no asynchronous call (S3 notification, schedule) or message waits or runs and no state machine works. */
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
  const release = lockDataFolder(dataDir);
  const running = new Running();
  const stop = once(async (): Promise<void> => {
    await running.stop();
    release();
  });
  try {
    await endOrphanedEngine(dataDir);
    const ports = await choosePorts(options.port);
    const assembly = readAssembly(options.assemblyDir);
    const machine: Machine = {
      options: { ...options, dataDir },
      assembly,
      ports,
      account: assembly.resources[0]?.arn.split(':')[4] ?? '000000000000',
      servedTypes: SERVED_TYPES,
      inside: (...parts) => path.join(dataDir, ...parts),
    };
    await running.start(PLUG_INS, machine);
    return runnerOf(machine, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

function runnerOf(machine: Machine, stop: () => Promise<void>): Runner {
  const { assembly, ports } = machine;
  const { engine } = dynamodb.of(machine);
  const { lambdas, calls, setToday } = lambda.of(machine);
  const consumers = streams.of(machine);
  const workers = [malware.of(machine), calls, consumers, queueConsumers.of(machine), stepFunctions.of(machine)];
  const signer = identity.of(machine);
  const named = (ending: string): Record<string, string> =>
    Object.fromEntries(
      lambdas.functions.flatMap(({ variables }) => Object.entries(variables).filter(([name]) => name.endsWith(ending))),
    );
  const bucketNames = named('_BUCKET');
  return {
    apiUrl: `http://localhost:${ports.api}`,
    awsEndpoints: {
      region: LOCAL_REGION,
      credentials: { accessKeyId: 'runner', secretAccessKey: LOCAL_SECRET },
      endpoint: awsEndpoint.of(machine).url,
      dynamodbEndpoint: engine.endpoint,
    },
    tableNames: named('_TABLE'),
    bucketNames,
    functionNames: lambdas.functions.map(({ name }) => name),
    schedules: schedules.of(machine),
    assembly,
    invoke: (functionName, event) => lambdas.invoke(functionName, event),
    putObject: (bucket, key, bytes) => {
      const byId = assembly.of('AWS::S3::Bucket').find(({ logicalId }) => logicalId === bucket);
      return s3.of(machine).put(bucketNames[bucket] ?? byId?.name ?? bucket, key, bytes);
    },
    mails: () => mail.of(machine).all(),
    dlq: () => queues.of(machine).deadLetters.all(),
    token: (request) => {
      if (signer === undefined) throw new Error('la plantilla no declara un grupo de usuarios');
      return request.role === 'portal' ? machineToken(signer) : staffToken(signer, request);
    },
    setToday,
    waitForStreams: () => consumers.settled(),
    waitUntilQuiet: async () => {
      do {
        for (const worker of workers) await worker.settled();
      } while (!workers.every(({ caughtUp }) => caughtUp));
    },
    trimStreams: () => consumers.trim(),
    failed: engine.ended,
    stop,
  };
}

/** A second stop waits for the first. */
function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}
