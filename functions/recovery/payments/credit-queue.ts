import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { sourceSchema } from '../../../shared/ledger/ledger-items.ts';
import { queryPage } from '../../../shared/store/pages.ts';
import { CREDIT_QUEUE } from '../system-keys.ts';

/**
 * A payment that left money over (a paid-off note, a file that owes nothing more): held in the file's credit head
 * and queued for a technician, because a payment is never refused (loan-book.md, allocation).
 */
export const queuedCreditSchema = z.object({
  eventId: z.string(),
  fileId: z.string(),
  noteId: z.string().nullable(),
  amount: z.int().positive(),
  recordedOn: z.string(),
  source: sourceSchema,
});
export type QueuedCredit = z.infer<typeof queuedCreditSchema>;

export interface CreditQueue {
  /** Once per event: the item is made of the posting, so writing it again changes nothing. */
  add(credit: QueuedCredit): Promise<void>;
  /** Newest day first. */
  page(page: { readonly limit: number; readonly cursor?: string | undefined }): Promise<{
    readonly credits: readonly QueuedCredit[];
    readonly cursor: string | undefined;
  }>;
}

export function createCreditQueue(client: DynamoDBDocumentClient, systemTable: string): CreditQueue {
  return {
    async add(credit) {
      const key = { PK: CREDIT_QUEUE, SK: `${credit.recordedOn}#${credit.eventId}` };
      await client.send(new PutCommand({ TableName: systemTable, Item: { ...key, ...credit } }));
    },
    async page(page) {
      const query = {
        TableName: systemTable,
        KeyConditionExpression: 'PK = :queue',
        ExpressionAttributeValues: { ':queue': CREDIT_QUEUE },
        ScanIndexForward: false,
      };
      const { items, cursor } = await queryPage(client, query, page);
      return { credits: items.map((item) => queuedCreditSchema.parse(item)), cursor };
    },
  };
}
