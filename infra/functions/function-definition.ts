import type { Area } from '../areas.ts';
import type { BucketGrant, DirectoryAction, TableGrant } from '../grants.ts';
import type { TableVariable } from '../tables.ts';

/** A stream that calls a function. `sortKeyPrefix` lets through only new items whose SK begins with it. */
export interface StreamTrigger {
  readonly type: 'stream';
  readonly table: TableVariable;
  readonly sortKeyPrefix?: string;
  readonly batchSize: number;
  /** Batches of one shard at the same time; each note or job stays in order. */
  readonly parallel: number;
  /** After so many retries a record goes to the queue, and what comes behind it goes on. */
  readonly mostRetries: number;
}

/** A request for later work (shared/jobs) of which `task` names this function. */
export interface JobTrigger {
  readonly type: 'job';
  readonly task: string;
}

/** An event of the account's bus, by its source and kinds. */
export interface BusTrigger {
  readonly type: 'bus';
  readonly source: string;
  readonly detailTypes: readonly string[];
}

/** A time of day in Hermosillo that calls a function. */
export interface ScheduleTrigger {
  readonly type: 'schedule';
  readonly name: string;
  /** AWS cron or rate expression, in America/Hermosillo. */
  readonly expression: string;
  /** Part of the event, besides `scheduledTime` (UTC instant the schedule meant, not when it ran). */
  readonly input: Readonly<Record<string, string>>;
  readonly purpose: string;
}

export type Trigger =
  | { readonly type: 'http' }
  | { readonly type: 'intake-file' }
  | StreamTrigger
  | ScheduleTrigger
  | JobTrigger
  | BusTrigger;

export interface FunctionDefinition {
  /** Folder in dist/ and end of the physical name. */
  readonly name: string;
  readonly area: Area;
  readonly entry: string;
  readonly purpose: string;
  /** Spanish: what the institute cannot do while this function fails. Alarms say it. */
  readonly errorImpact: string;
  /** Memory sets the CPU as well: 1,769 MB is one core. */
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** Export of functions/<area>/environment.ts that parses the environment of this function. */
  readonly environmentSchema: string;
  readonly triggers: readonly Trigger[];
  readonly tables: readonly TableGrant[];
  readonly buckets: readonly BucketGrant[];
  /** What it may do in the user pool. */
  readonly directory?: readonly DirectoryAction[];
  /** Reads the secret with the PAC's token and the certificate of the seal. */
  readonly readsPacSecret?: true;
  readonly sendsMail: boolean;
  /** Calls the functions of every task: the dispatcher of the system table's stream, and nobody else. */
  readonly dispatchesJobs?: true;
  /** Reads fonts, letterhead and wasm from the layer. */
  readonly readsAssets: boolean;
  /** At most so many at once: 1 where two runs of one job would do the same work twice. */
  readonly reservedConcurrency?: number;
}

/** As the file of its area says it: infra/functions.ts adds the area. */
export type AreaFunction = Omit<FunctionDefinition, 'area'>;

/** Under the 29 seconds that API Gateway waits, so that our own answer arrives and not its. */
export const HTTP_TIMEOUT_SECONDS = 25;

/** The longest that Lambda lets a function run. */
export const LONGEST_TIMEOUT_SECONDS = 900;

/** Called by S3, a stream or a schedule: nobody waits for the answer, so a failure must land in a queue. */
export const isAsynchronous = (definition: FunctionDefinition) =>
  definition.triggers.some((trigger) => trigger.type !== 'http');
