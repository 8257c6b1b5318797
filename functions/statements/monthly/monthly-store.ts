import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { epochSeconds } from '../../../shared/links/link.ts';
import { createRecordStore, type RecordStore } from '../../../shared/store/record-store.ts';
import { type Subscriber, subscriberSchema } from '../preferences/preferences-store.ts';
import { type MonthlyRun, monthlyRunSchema } from './monthly-run.ts';

/** People of one item of the list: some 50 KB. */
export const PART_SIZE = 500;
/** The list is of no use once the month's mails are history. */
const LIST_KEPT_SECONDS = 90 * 86_400;

const partitionKey = (month: string) => `MONTHLYRUN#${month}`;

export type MonthlyStore = RecordStore<MonthlyRun>;

/** Monthly runs in the system table (docs/access-patterns.md, statements): only staff and the worker write them. */
export const createMonthlyStore = (client: DynamoDBDocumentClient, table: string): MonthlyStore =>
  createRecordStore(client, table, {
    schema: monthlyRunSchema,
    keyOf: (month) => ({ PK: partitionKey(month), SK: 'STATE' }),
    idOf: ({ month }) => month,
    index: 'index1',
    partitionOf: (state) => (state === 'under-way' ? 'MONTHLYRUNS#UNDER-WAY' : undefined),
    sortedBy: ({ month }) => month,
  });

/** Whom a month's run is about, as it was when it began; parts from 0. */
export interface MonthlyList {
  putPart(month: string, number: number, members: readonly Subscriber[], now: Date): Promise<void>;
  part(month: string, number: number): Promise<readonly Subscriber[]>;
}

const partSchema = z.object({ members: z.array(subscriberSchema) });

/** Beside the run it belongs to. */
export function createMonthlyList(client: DynamoDBDocumentClient, TableName: string): MonthlyList {
  const keyOf = (month: string, number: number) => ({
    PK: partitionKey(month),
    SK: `PART#${String(number).padStart(4, '0')}`,
  });
  return {
    async putPart(month, number, members, now) {
      const Item = { ...keyOf(month, number), members, expiresAt: epochSeconds(now) + LIST_KEPT_SECONDS };
      await client.send(new PutCommand({ TableName, Item }));
    },
    async part(month, number) {
      const Key = keyOf(month, number);
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return partSchema.parse(Item).members;
    },
  };
}
