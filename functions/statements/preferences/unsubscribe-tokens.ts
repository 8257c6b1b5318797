import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { officeSchema } from '../../../shared/institute/offices.ts';
import { epochSeconds, signatorySchema } from '../../../shared/links/link.ts';
import { hashOfSecret, isSecret } from '../../../shared/links/secret.ts';

const subscriptionSchema = z.object({ fileId: z.string(), office: officeSchema, signatory: signatorySchema });
export type Subscription = z.output<typeof subscriptionSchema>;

/** A mail lies in a mailbox for long: its way out works for a year. */
const KEPT_SECONDS = 365 * 86_400;

/** Ways out of the monthly mail: a secret of their own, that opens nothing. Mail providers keep these addresses. */
export interface UnsubscribeTokens {
  keep(token: string, subscription: Subscription, now: Date): Promise<void>;
  find(token: string): Promise<Subscription | undefined>;
}

export function createUnsubscribeTokens(client: DynamoDBDocumentClient, TableName: string): UnsubscribeTokens {
  const keyOf = (token: string) => ({ PK: `UNSUBSCRIBE#${hashOfSecret(token)}`, SK: 'SUBSCRIPTION' });
  return {
    async keep(token, subscription, now) {
      const Item = { ...keyOf(token), ...subscription, expiresAt: epochSeconds(now) + KEPT_SECONDS };
      await client.send(new PutCommand({ TableName, Item }));
    },
    async find(token) {
      if (!isSecret(token)) return undefined;
      const { Item } = await client.send(new GetCommand({ TableName, Key: keyOf(token), ConsistentRead: true }));
      return Item === undefined ? undefined : subscriptionSchema.parse(Item);
    },
  };
}
