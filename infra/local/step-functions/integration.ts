import type { Json } from '../assembly/json.ts';

/** One call that a Task makes. */
export interface IntegrationCall {
  readonly arguments: Json;
  /** The same for every repetition of one attempt: for what takes a name or a token against doing it twice. */
  readonly idempotencyName: string;
  /** ".sync": waits until what was begun has ended. */
  readonly sync: boolean;
  readonly signal: AbortSignal;
}

/** Throws StatesError with the name that a Retry or a Catch of the machine expects. */
export type Integration = (call: IntegrationCall) => Promise<Json>;

/** S3 as ItemReader and ResultWriter use it. */
export interface MapBuckets {
  /** Throws when there is no such object. */
  read(bucket: string, key: string): Buffer;
  /** As ListObjectsV2 describes objects. */
  list(bucket: string, prefix: string): readonly Json[];
  put(bucket: string, key: string, bytes: Buffer): unknown;
}

/** What Tasks can call. */
export interface Integrations {
  /** By the Resource without "arn:aws:states:::" and pattern ("lambda:invoke"), or a function's ARN; undefined: unknown. */
  find(resource: string): Integration | undefined;
  readonly buckets: MapBuckets;
}
