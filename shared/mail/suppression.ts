import { createHash } from 'node:crypto';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { batchGet } from '../store/batches.ts';
import { conditional, IF_NEW } from '../store/conditional.ts';
import { mailboxOf } from './mail-address.ts';

/** Why nothing is sent to an address any more: it does not exist, or its owner called our mail unwanted. */
export type SuppressedBecause = 'bounce' | 'complaint';

const storedSchema = z.object({ addressHash: z.string() });

export interface Suppressions {
  /** Of these addresses, those to which nothing is sent. */
  among(addresses: readonly string[]): Promise<ReadonlySet<string>>;
  /** Suppresses an address from now on; the first reason stays. */
  add(address: string, because: SuppressedBecause, at: Date): Promise<void>;
}

/** Of an address however it is written: nobody reads addresses out of the table. */
const hashOf = (address: string): string => createHash('sha256').update(mailboxOf(address.trim())).digest('hex');
const keyOf = (addressHash: string) => ({ PK: `SUPPRESSED#${addressHash}`, SK: 'ADDRESS' });

/** Addresses to which no mail goes, in the system table by their hash. */
export function createSuppressions(client: DynamoDBDocumentClient, TableName: string): Suppressions {
  return {
    async among(addresses) {
      const hashes = addresses.map(hashOf);
      const items = await batchGet(client, TableName, hashes.map(keyOf), { consistent: true });
      const found = new Set(items.map((item) => storedSchema.parse(item).addressHash));
      return new Set(addresses.filter((address) => found.has(hashOf(address))));
    },
    async add(address, because, at) {
      const addressHash = hashOf(address);
      const Item = { ...keyOf(addressHash), addressHash, because, since: at.toISOString() };
      await conditional(() => client.send(new PutCommand({ TableName, Item, ...IF_NEW })));
    },
  };
}
