import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { correctedCalendar, type HolidayCalendar } from '../calendar/business-days.ts';
import { bankHolidayCalendar } from '../calendar/mexican-bank-holidays.ts';
import { queryAll } from '../store/pages.ts';

/** One year's corrections of the rules: PK `CALENDAR#BANKING`, SK `YEAR#<yyyy>`. */
const yearSchema = z.object({
  /** Closed days to add, ISO dates. */
  holidays: z.array(z.object({ date: z.string(), name: z.string() })),
  /** Days of the rules on which banks open after all. */
  openDays: z.array(z.string()).optional(),
});

export const BANKING_CALENDAR = 'CALENDAR#BANKING';

/**
 * The one banking calendar of the product, for due dates, clearing and closings alike: the rules (shared/calendar) with
 * the institute's corrections from the system table. Read once per process, for holidays are known months ahead; a
 * failed read is tried again at the next call.
 */
export function bankingCalendar(client: DynamoDBDocumentClient, systemTable: string): () => Promise<HolidayCalendar> {
  let read: Promise<HolidayCalendar> | undefined;
  return () => {
    read ??= readCalendar(client, systemTable).catch((error: unknown) => {
      read = undefined;
      throw error;
    });
    return read;
  };
}

async function readCalendar(client: DynamoDBDocumentClient, TableName: string): Promise<HolidayCalendar> {
  const closed: string[] = [];
  const open: string[] = [];
  const query = {
    TableName,
    KeyConditionExpression: 'PK = :calendar',
    ExpressionAttributeValues: { ':calendar': BANKING_CALENDAR },
  };
  for await (const item of queryAll(client, query)) {
    const year = yearSchema.parse(item);
    closed.push(...year.holidays.map(({ date }) => date));
    open.push(...(year.openDays ?? []));
  }
  return correctedCalendar(bankHolidayCalendar(), { closed, open });
}
