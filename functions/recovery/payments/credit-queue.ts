import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { sourceSchema } from '../../../shared/ledger/ledger-items.ts';
import { queryPage } from '../../../shared/store/pages.ts';
import { CREDIT_QUEUE } from '../system-keys.ts';

/**
 * A file to which a payment left money over (a paid-off note, a file that owes nothing more): held on its notes and
 * queued for a technician, because a payment is never refused (loan-book.md, allocation). How much it is now, the
 * ledger says: what was cancelled, applied or refunded since is in no queue.
 */
export const queuedCreditSchema = z.object({
  fileId: z.string(),
  /** The last payment that left something. */
  eventId: z.string(),
  noteId: z.string().nullable(),
  recordedOn: z.string(),
  source: sourceSchema,
});
export type QueuedCredit = z.infer<typeof queuedCreditSchema>;

export interface CreditQueue {
  /** One item a file, the last payment's: writing it again changes nothing. */
  add(credit: QueuedCredit): Promise<void>;
  page(page: { readonly limit: number; readonly cursor?: string | undefined }): Promise<{
    readonly credits: readonly QueuedCredit[];
    readonly cursor: string | undefined;
  }>;
}

export function createCreditQueue(client: DynamoDBDocumentClient, systemTable: string): CreditQueue {
  return {
    async add(credit) {
      const key = { PK: CREDIT_QUEUE, SK: `FILE#${credit.fileId}` };
      await client.send(new PutCommand({ TableName: systemTable, Item: { ...key, ...credit } }));
    },
    async page(page) {
      const query = {
        TableName: systemTable,
        KeyConditionExpression: 'PK = :queue',
        ExpressionAttributeValues: { ':queue': CREDIT_QUEUE },
      };
      const { items, cursor } = await queryPage(client, query, page);
      return { credits: items.map((item) => queuedCreditSchema.parse(item)), cursor };
    },
  };
}
