import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { JobRequest } from '../jobs/job-request.ts';
import { epochSeconds, signatorySchema } from './link.ts';

/** The task that tells an address that it is somebody's no longer; whoever writes the register asks for it (shared/jobs). */
export const TELL_OLD_ADDRESS = 'tell-old-address';

const stringified = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);

export const addressChangeSchema = z.object({
  fileId: z.string(),
  signatory: signatorySchema,
  /** Those that were taken off the register. They lie in the request for a week. */
  old: stringified(z.array(z.string()).min(1)),
});

/** To be written in the transaction that changes the register: once a version of the person. */
export const addressChange = (
  { fileId, signatory, old, version }: { fileId: string; signatory: string; old: readonly string[]; version: number },
  at: Date,
): JobRequest => ({
  ...{ task: TELL_OLD_ADDRESS, id: fileId, name: `v${version}`, askedAt: at.toISOString() },
  input: { fileId, signatory, old: JSON.stringify(old) },
});

/** How long the old address has to object before links go to the new one (parameter: design of the statement, §4). */
export const OBJECTION_HOURS = 72;

const holdSchema = z.object({ until: z.string() });

/** Links that wait, because their address is new and the old one was told. */
export interface AddressHolds {
  hold(fileId: string, signatory: string, until: Date): Promise<void>;
  /** UTC instant, ISO; undefined: nothing waits. Consistent, 1 RRU. */
  heldUntil(fileId: string, signatory: string, now: Date): Promise<string | undefined>;
}

export function createAddressHolds(client: DynamoDBDocumentClient, TableName: string): AddressHolds {
  const keyOf = (fileId: string, signatory: string) => ({
    PK: `FILE#${fileId}`,
    SK: `NEWADDRESS#${signatory.toUpperCase()}`,
  });
  return {
    async hold(fileId, signatory, until) {
      const Item = { ...keyOf(fileId, signatory), until: until.toISOString(), expiresAt: epochSeconds(until) };
      await client.send(new PutCommand({ TableName, Item }));
    },
    async heldUntil(fileId, signatory, now) {
      const Key = keyOf(fileId, signatory);
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      const until = Item === undefined ? undefined : holdSchema.parse(Item).until;
      return until !== undefined && now.toISOString() < until ? until : undefined;
    },
  };
}
