import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { TransactItem } from '../store/record-store.ts';

/** Who a token's person is here, and since when tokens are good. */
export interface Standing {
  /** As Sistemas registered the person. */
  readonly name: string;
  /** Epoch seconds: tokens issued before are refused. */
  readonly signedOutBefore: number;
}

/**
 * How each person stands: `STANDING#<subject>` in the system table. An access token lives an hour, cannot be called back
 * and says no name, so each request looks here.
 */
export interface Standings {
  /** Undefined: nobody whom Sistemas registered. Consistent, 1 RRU. */
  of(subject: string): Promise<Standing | undefined>;
}

/** Later than any token of these centuries. */
export const FOR_GOOD = 9_999_999_999;

const keyOf = (subject: string) => ({ PK: `STANDING#${subject}`, SK: 'STANDING' });
const standingSchema = z.object({ name: z.string(), signedOutBefore: z.int() });

export function createStandings(client: DynamoDBDocumentClient, TableName: string): Standings {
  return {
    async of(subject) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: keyOf(subject), ConsistentRead: true }));
      return Item === undefined ? undefined : standingSchema.parse(Item);
    },
  };
}

/**
 * Refuses a person's tokens issued up to now, that second's included; with `forGood` all, until this is written again.
 * For the transaction of what makes them so.
 */
export function standingPut(
  TableName: string,
  { subject, name }: { readonly subject: string; readonly name: string },
  now: Date,
  forGood: boolean,
): TransactItem {
  const signedOutBefore = forGood ? FOR_GOOD : Math.floor(now.getTime() / 1_000) + 1;
  return { Put: { TableName, Item: { ...keyOf(subject), name, signedOutBefore } } };
}
