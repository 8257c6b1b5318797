import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import * as z from 'zod';
import { plainItem } from '../store/stream-image.ts';
import { type JobRequest, type jobEventSchema, jobRequestSchema } from './job-request.ts';

/** Calls a function without waiting for its end: `event` is in the service's own queue when this returns. */
export type CallFunction = (functionName: string, event: z.input<typeof jobEventSchema>) => Promise<void>;

export interface DispatchReport {
  readonly response: DynamoDBBatchResponse;
  readonly dispatched: readonly JobRequest[];
  /** What stopped the batch, when something did. */
  readonly error: unknown;
}

/** Physical name of the function of each task, as the environment gives it. */
export const jobFunctionsSchema = z
  .string()
  .transform((text) => z.record(z.string(), z.string().min(1)).parse(JSON.parse(text)));

/**
 * Calls the function of every request in a batch of the system table's stream, in order, and stops at the first that
 * could not be called: it and what comes behind it are delivered again. A request delivered twice is a run that finds
 * its work taken or done.
 */
export async function dispatch(
  functions: Readonly<Record<string, string>>,
  call: CallFunction,
  records: readonly DynamoDBRecord[],
): Promise<DispatchReport> {
  const dispatched: JobRequest[] = [];
  for (const { dynamodb } of records) {
    try {
      const job = jobRequestSchema.parse(plainItem(dynamodb?.NewImage ?? {}));
      const name = functions[job.task];
      if (name === undefined) throw new RangeError(`no function does the task ${job.task}`);
      await call(name, { job });
      dispatched.push(job);
    } catch (error) {
      const failed = dynamodb?.SequenceNumber;
      return {
        response: { batchItemFailures: failed === undefined ? [] : [{ itemIdentifier: failed }] },
        dispatched,
        error,
      };
    }
  }
  return { response: { batchItemFailures: [] }, dispatched, error: undefined };
}
