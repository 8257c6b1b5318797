import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { HolidayCalendar } from '../../shared/calendar/business-days.ts';
import { bankHolidayCalendar } from '../../shared/calendar/mexican-bank-holidays.ts';
import { queryAll } from '../../shared/store/pages.ts';

/** One year's corrections of the first data: PK `CALENDAR#BANKING`, SK `YEAR#<yyyy>`. */
const yearSchema = z.object({
  /** Closed days to add, ISO dates. */
  holidays: z.array(z.object({ date: z.string(), name: z.string() })),
  /** Days of the first data on which banks open after all. */
  openDays: z.array(z.string()).optional(),
});

export const BANKING_CALENDAR = 'CALENDAR#BANKING';

/**
 * The banking calendar: the first data (shared/calendar) with the institute's corrections from the system table. Read
 * once per process, for holidays are known months ahead; a failed read is tried again at the next call.
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
  const holidays = new Set(bankHolidayCalendar().holidays);
  const query = {
    TableName,
    KeyConditionExpression: 'PK = :calendar',
    ExpressionAttributeValues: { ':calendar': BANKING_CALENDAR },
  };
  for await (const item of queryAll(client, query)) {
    const year = yearSchema.parse(item);
    for (const { date } of year.holidays) holidays.add(date);
    for (const date of year.openDays ?? []) holidays.delete(date);
  }
  return { holidays };
}
