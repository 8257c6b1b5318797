import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { TransactItem } from '../store/record-store.ts';

/**
 * Until when a person's tokens are no longer good: `SIGNEDOUT#<subject>` in the system table. An access token lives an hour
 * and cannot be called back, so each request looks here; nobody has the item but whoever was suspended, or was signed out
 * within the hour.
 */
export interface SignedOut {
  /** Epoch seconds: tokens issued before are refused. Undefined: all are good. Consistent, 1 RRU. */
  before(subject: string): Promise<number | undefined>;
}

/** As long as a token lives (identity stack), and some for clocks that differ. */
const KEPT_SECONDS = 3_600 + 300;
/** Later than any token of these centuries. */
export const FOR_GOOD = 9_999_999_999;

const keyOf = (subject: string) => ({ PK: `SIGNEDOUT#${subject}`, SK: 'SIGNEDOUT' });

export function createSignedOut(client: DynamoDBDocumentClient, TableName: string): SignedOut {
  return {
    async before(subject) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: keyOf(subject), ConsistentRead: true }));
      return Item === undefined ? undefined : Number(Item.before);
    },
  };
}

/**
 * Refuses a person's tokens issued up to now, that second's included; with `forGood` all, until this is written again.
 * For the transaction of what makes them so.
 */
export function signedOutPut(TableName: string, subject: string, now: Date, forGood: boolean): TransactItem {
  const seconds = Math.floor(now.getTime() / 1_000);
  const until = forGood ? { before: FOR_GOOD } : { before: seconds + 1, expiresAt: seconds + KEPT_SECONDS };
  return { Put: { TableName, Item: { ...keyOf(subject), ...until } } };
}
