import { type DynamoDBDocumentClient, GetCommand, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { idempotencyPut, type UsedKey } from '../../../shared/ledger/idempotency.ts';
import { batchGet } from '../../../shared/store/batches.ts';
import { conditional, ifVersion } from '../../../shared/store/conditional.ts';
import { retryWithJitter } from '../../../shared/store/retry-with-jitter.ts';
import { isConditionFailure } from '../../../shared/store/store-failures.ts';
import { sightingsKey } from '../system-keys.ts';
import { type NewSighting, type Seen, type Sighting, sightingSchema, withSighting } from './sighting.ts';

const itemSchema = z.object({ version: z.int().positive(), sightings: z.array(sightingSchema) });

/** A row to note under what it shares with others, and which earlier one it may follow. */
export interface Look {
  readonly shared: string;
  readonly row: NewSighting;
  readonly matches: (earlier: Sighting) => boolean;
}

export interface SightingStore {
  /**
   * Notes that a row was seen under a key and answers what it follows (sighting.ts). Of two rows seen at once exactly
   * one follows the other, whichever process has them: the item is written under its version.
   */
  see(look: Look): Promise<Omit<Seen, 'sightings'>>;
  /** The same for up to a hundred rows, in their order: one read and one write when nobody else notes the like at once. */
  seeAll(looks: readonly Look[]): Promise<readonly Omit<Seen, 'sightings'>[]>;
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
  const putOf = (shared: string, { version, sightings }: Held) => ({
    TableName,
    Item: { ...sightingsKey(shared), version: version + 1, sightings },
    ...ifVersion(version),
  });

  const see: SightingStore['see'] = async ({ shared, row, matches }) => {
    const seen = async (before: Held) => {
      const { own, first, sightings } = withSighting(before.sightings, row, matches);
      if (sightings !== before.sightings)
        await client.send(new PutCommand(putOf(shared, { version: before.version, sightings })));
      return { own, first };
    };
    // Most rows are the first with their reference and amount: written without a read.
    try {
      return await seen(NONE);
    } catch (error) {
      if (!isConditionFailure(error)) throw error;
    }
    return retryWithJitter(async () => {
      const found = await client.send(new GetCommand({ TableName, Key: sightingsKey(shared), ConsistentRead: true }));
      return seen(found.Item === undefined ? NONE : itemSchema.parse(found.Item));
    }, isConditionFailure);
  };

  return {
    async claim(used) {
      await conditional(() => client.send(new PutCommand(idempotencyPut(tables.idempotency, used).Put)));
    },
    see,
    async seeAll(looks) {
      const keys = looks.map(({ shared }) => sightingsKey(shared));
      const items = await batchGet(client, TableName, keys, { consistent: true });
      const before = new Map<unknown, Held>(items.map((item) => [item.PK, itemSchema.parse(item)]));
      const after = new Map<string, Held>();
      const seen = looks.map(({ shared, row, matches }) => {
        const held = after.get(shared) ?? before.get(sightingsKey(shared).PK) ?? NONE;
        const { own, first, sightings } = withSighting(held.sightings, row, matches);
        if (sightings !== held.sightings) after.set(shared, { version: held.version, sightings });
        return { own, first };
      });
      if (after.size === 0) return seen;
      try {
        const TransactItems = [...after].map(([shared, held]) => ({ Put: putOf(shared, held) }));
        await client.send(new TransactWriteCommand({ TransactItems }));
        return seen;
      } catch {
        // Another file tells of one of them at this moment, or together they are too large. Each by itself, then, under
        // its version: what is really wrong with the store says so again.
      }
      const again: Omit<Seen, 'sightings'>[] = [];
      for (const look of looks) again.push(await see(look));
      return again;
    },
  };
}

interface Held {
  readonly version: number;
  readonly sightings: readonly Sighting[];
}
const NONE: Held = { version: 0, sightings: [] };
