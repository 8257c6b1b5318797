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
    async see(shared, row, matches) {
      const Key = sightingsKey(shared);
      const write = (version: number, sightings: readonly Sighting[]) =>
        client.send(
          new PutCommand({
            TableName,
            Item: { ...Key, version: version + 1, sightings },
            ConditionExpression: version === 0 ? 'attribute_not_exists(PK)' : 'version = :before',
            ...(version > 0 && { ExpressionAttributeValues: { ':before': version } }),
          }),
        );
      const seen = async (version: number, before: readonly Sighting[]) => {
        const { own, first, sightings } = withSighting(before, row, matches);
        if (sightings !== before) await write(version, sightings);
        return { own, first };
      };
      // Most rows are the first with their reference and amount: written without a read.
      try {
        return await seen(0, []);
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
      }
      return retryWithJitter(async () => {
        const found = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
        const { version, sightings } = found.Item === undefined ? NONE : itemSchema.parse(found.Item);
        return seen(version, sightings);
      }, isConditionFailure);
    },
  };
}

const NONE = { version: 0, sightings: [] };
