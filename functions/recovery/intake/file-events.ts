import * as z from 'zod';
import { jobEventSchema } from '../../../shared/jobs/job-request.ts';
import type { ArrivedObject } from './register-file.ts';

const s3Record = z.object({
  eventSource: z.literal('aws:s3'),
  s3: z.object({
    object: z.object({
      key: z.string(),
      size: z.int().nonnegative().default(0),
      versionId: z.string().optional(),
      sequencer: z.string(),
    }),
  }),
});

const eventSchema = z.union([z.object({ Records: z.array(s3Record) }), jobEventSchema]);

/** A file to be continued, with the name of the request that asks for it. */
export interface Continuation {
  readonly fileId: string;
  readonly request: string;
}
export type Arrival = ArrivedObject | Continuation;

/** Names an event: the same one delivered again (a killed run, a retry) has the same name. */
export function deliveryOf(arrival: Arrival): string {
  return 'fileId' in arrival ? arrival.request : (arrival.version ?? arrival.sequencer);
}

/**
 * The files that an event tells of: objects that arrived (S3 form-encodes keys: "+" is a space), or the file to be
 * continued. Throws a ZodError for any other event.
 */
export function arrivals(event: unknown): Arrival[] {
  const parsed = eventSchema.parse(event);
  if ('job' in parsed) return [{ fileId: parsed.job.id, request: parsed.job.name }];
  return parsed.Records.map(({ s3: { object } }) => ({
    key: decodeURIComponent(object.key.replaceAll('+', ' ')),
    version: object.versionId ?? null,
    sequencer: object.sequencer,
    sizeBytes: object.size,
  }));
}
