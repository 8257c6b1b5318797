import * as z from 'zod';
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

const continuationRecord = z.object({
  eventSource: z.literal('aws:dynamodb'),
  eventName: z.string(),
  dynamodb: z.object({
    Keys: z.object({ PK: z.object({ S: z.string() }), SK: z.object({ S: z.string() }) }),
  }),
});

const eventSchema = z.object({ Records: z.array(z.union([s3Record, continuationRecord])) });

/** A file to be continued, with the key of the item that asks for it. */
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
 * The files that an event tells of: objects that arrived (S3 form-encodes keys: "+" is a space), or files to be
 * continued (a new `CONTINUE#` item). Throws a ZodError for any other event.
 */
export function arrivals(event: unknown): Arrival[] {
  return eventSchema.parse(event).Records.flatMap((record): Arrival[] => {
    if (record.eventSource === 'aws:s3') {
      const { key, size, versionId, sequencer } = record.s3.object;
      const decoded = decodeURIComponent(key.replaceAll('+', ' '));
      return [{ key: decoded, version: versionId ?? null, sequencer, sizeBytes: size }];
    }
    const { PK, SK } = record.dynamodb.Keys;
    const isContinuation = record.eventName === 'INSERT' && SK.S.startsWith('CONTINUE#');
    return isContinuation ? [{ fileId: PK.S.slice('FILE#'.length), request: SK.S }] : [];
  });
}
