import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { idempotencyPut, type UsedKey } from '../../../shared/ledger/idempotency.ts';
import { retryWithJitter } from '../../../shared/store/retry-with-jitter.ts';
import { isConditionFailure } from '../../../shared/store/store-failures.ts';
import { sightingsKey } from '../system-keys.ts';
import { type NewSighting, type Seen, type Sighting, sightingSchema, withSighting } from './sighting.ts';

const itemSchema = z.object({ version: z.int().positive(), sightings: z.array(sightingSchema) });

export interface SightingStore {
  /**
   * Notes that a row was seen under a key and answers what it follows (sighting.ts). Of two rows seen at once exactly
   * one follows the other, whichever process has them: the item is written under its version.
   */
  see(shared: string, row: NewSighting, matches: (earlier: Sighting) => boolean): Promise<Omit<Seen, 'sightings'>>;
  /**
   * Claims for good the key of a row that is not posted because it repeats another: sightings are forgotten, and a file
   * can be brought again years later. A key that is used already stays as it is.
   */
  claim(used: UsedKey): Promise<void>;
}

export function createSightingStore(
  client: DynamoDBDocumentClient,
  tables: { readonly system: string; readonly idempotency: string },
): SightingStore {
  const TableName = tables.system;
  return {
    async claim(used) {
      try {
        await client.send(new PutCommand(idempotencyPut(tables.idempotency, used).Put));
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
      }
    },
    see: (shared, row, matches) =>
      retryWithJitter(async () => {
        const Key = sightingsKey(shared);
        const found = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
        const before = found.Item === undefined ? { version: 0, sightings: [] } : itemSchema.parse(found.Item);
        const { own, first, sightings } = withSighting(before.sightings, row, matches);
        if (sightings !== before.sightings) {
          await client.send(
            new PutCommand({
              TableName,
              Item: { ...Key, version: before.version + 1, sightings },
              ConditionExpression: before.version === 0 ? 'attribute_not_exists(PK)' : 'version = :before',
              ...(before.version > 0 && { ExpressionAttributeValues: { ':before': before.version } }),
            }),
          );
        }
        return { own, first };
      }, isConditionFailure),
  };
}
