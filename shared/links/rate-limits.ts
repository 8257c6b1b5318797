import { createHmac, randomBytes } from 'node:crypto';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { conditional, IF_NEW } from '../store/conditional.ts';
import { epochSeconds } from './link.ts';

/** At most so many of a kind for one asker in one window of time. */
export interface RateLimit {
  /** Upper case, of the key. */
  readonly kind: string;
  readonly most: number;
  readonly windowMinutes: number;
}

export interface RateLimits {
  /**
   * Counts one, under a condition; false: there were as many as may be. `who` (a client's address, a link) is kept as an
   * HMAC under a key of the day: TTL clears the key two days later, and the table's backups their 35 days after that.
   */
  allows(limit: RateLimit, who: string, now: Date): Promise<boolean>;
}

const keySchema = z.object({ key: z.string() });
const KEY_KEPT_SECONDS = 2 * 86_400;

/** One conditional write a call; and once a day and process, one or two more for the day's key. */
export function createRateLimits(client: DynamoDBDocumentClient, TableName: string): RateLimits {
  let known: { readonly day: string; readonly key: Promise<string> } | undefined;

  async function keyOfDay(day: string, now: Date): Promise<string> {
    const Key = { PK: `DAYKEY#${day}`, SK: 'KEY' };
    const fresh = randomBytes(32).toString('base64url');
    const Item = { ...Key, key: fresh, expiresAt: epochSeconds(now) + KEY_KEPT_SECONDS };
    if (await conditional(() => client.send(new PutCommand({ TableName, Item, ...IF_NEW })))) return fresh;
    const { Item: first } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return keySchema.parse(first).key;
  }

  return {
    async allows({ kind, most, windowMinutes }, who, now) {
      const day = now.toISOString().slice(0, 10);
      if (known?.day !== day) {
        const key = keyOfDay(day, now);
        known = { day, key };
        // A store that was away must not be remembered until tomorrow.
        key.catch(() => {
          known = undefined;
        });
      }
      const hidden = createHmac('sha256', await known.key)
        .update(who)
        .digest('base64url');
      const seconds = windowMinutes * 60;
      const window = Math.floor(epochSeconds(now) / seconds);
      return conditional(() =>
        client.send(
          new UpdateCommand({
            TableName,
            Key: { PK: `RATE#${kind}#${hidden}#${window}`, SK: 'COUNT' },
            UpdateExpression: 'SET expiresAt = :end ADD #count :one',
            ConditionExpression: 'attribute_not_exists(#count) OR #count < :most',
            ExpressionAttributeNames: { '#count': 'count' },
            ExpressionAttributeValues: { ':one': 1, ':most': most, ':end': (window + 2) * seconds },
          }),
        ),
      );
    },
  };
}
