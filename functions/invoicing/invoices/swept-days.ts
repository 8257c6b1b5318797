import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { SweepDeps } from './sweep-reversed.ts';

const KEY = { PK: 'INVOICESWEEP', SK: 'DAY' } as const;
const sweptSchema = z.object({ day: z.string() });

/** The day through which the ledger was read for payments taken back: one item. */
export const createSweptDays = (client: DynamoDBDocumentClient, TableName: string): SweepDeps['swept'] => ({
  async read() {
    const { Item } = await client.send(new GetCommand({ TableName, Key: KEY, ConsistentRead: true }));
    return Item === undefined ? undefined : calendarDate(sweptSchema.parse(Item).day);
  },
  async write(day) {
    await client.send(new PutCommand({ TableName, Item: { ...KEY, day } }));
  },
});
