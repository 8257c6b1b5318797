import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
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
}

export function createSightingStore(client: DynamoDBDocumentClient, TableName: string): SightingStore {
  return {
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
