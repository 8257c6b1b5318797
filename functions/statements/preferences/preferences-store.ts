import { createHash } from 'node:crypto';
import { type DynamoDBDocumentClient, GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { signatorySchema } from '../../../shared/links/link.ts';
import { conditional, ifVersion, withoutConflict } from '../../../shared/store/conditional.ts';
import { queryAll } from '../../../shared/store/pages.ts';
import { type Preferences, preferencesSchema } from './preferences.ts';

/** Who asked for the statement each month. */
export const subscriberSchema = z.object({ fileId: z.string(), signatory: signatorySchema });
export type Subscriber = z.output<typeof subscriberSchema>;

export interface PreferencesStore {
  /** Consistent, 1 RRU. Undefined: nothing was ever said. */
  find(fileId: string, signatory: string): Promise<Preferences | undefined>;
  /**
   * Replaces the version before, with the list of subscribers and, when consent was given or taken back, the record of that. False:
   * changed meanwhile.
   */
  write(next: Preferences, before: Preferences | undefined): Promise<boolean>;
  /** What was said on a file, by each who signed it. */
  ofFile(fileId: string): Promise<Preferences[]>;
  /** Everybody who said yes, in the order of the list. */
  subscribers(): AsyncGenerator<Subscriber, void, undefined>;
}

/** Partitions of the list of subscribers: a run reads them one after the other, a wave of people writes them all. */
const SHARDS = 16;
const shardOf = (fileId: string): number =>
  Number.parseInt(createHash('sha256').update(fileId).digest('hex')[0] ?? '0', 16);

/**
 * In the links table, so that the public pages may write it. Each new version comes through the table's stream under
 * `PREFERENCES#`: what else keeps to it (a guard before calls) follows it there or reads the item.
 */
export function createPreferencesStore(client: DynamoDBDocumentClient, TableName: string): PreferencesStore {
  const keyOf = (fileId: string, signatory: string) => ({
    PK: `FILE#${fileId}`,
    SK: `PREFERENCES#${signatory.toUpperCase()}`,
  });
  return {
    async find(fileId, signatory) {
      const { Item } = await client.send(
        new GetCommand({ TableName, Key: keyOf(fileId, signatory), ConsistentRead: true }),
      );
      return Item === undefined ? undefined : preferencesSchema.parse(Item);
    },
    write(next, before) {
      const { fileId, signatory, monthlyStatement, changedAt, changedBy, version } = next;
      const listed = { PK: `SUBSCRIBERS#${shardOf(fileId)}`, SK: `${fileId}#${signatory.toUpperCase()}` };
      const consent = {
        ...{ PK: `FILE#${fileId}`, SK: `CONSENT#${signatory.toUpperCase()}#${String(version).padStart(6, '0')}` },
        ...{ signatory, monthlyStatement, changedAt, changedBy },
      };
      const items = [
        { Put: { TableName, Item: { ...keyOf(fileId, signatory), ...next }, ...ifVersion(next.version - 1) } },
        monthlyStatement
          ? { Put: { TableName, Item: { ...listed, fileId, signatory } } }
          : { Delete: { TableName, Key: listed } },
        ...(monthlyStatement === (before?.monthlyStatement ?? false) ? [] : [{ Put: { TableName, Item: consent } }]),
      ];
      return conditional(() => withoutConflict(() => client.send(new TransactWriteCommand({ TransactItems: items }))));
    },
    async ofFile(fileId) {
      const query = {
        TableName,
        KeyConditionExpression: 'PK = :file AND begins_with(SK, :prefix)',
        ExpressionAttributeValues: { ':file': `FILE#${fileId}`, ':prefix': 'PREFERENCES#' },
        ConsistentRead: true,
      };
      const found: Preferences[] = [];
      for await (const item of queryAll(client, query)) found.push(preferencesSchema.parse(item));
      return found;
    },
    async *subscribers() {
      for (let shard = 0; shard < SHARDS; shard += 1) {
        const query = {
          TableName,
          KeyConditionExpression: 'PK = :shard',
          ExpressionAttributeValues: { ':shard': `SUBSCRIBERS#${shard}` },
          ConsistentRead: true,
        };
        for await (const item of queryAll(client, query)) yield subscriberSchema.parse(item);
      }
    },
  };
}
