import { existsSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import type { CalendarDate } from '../../shared/calendar/calendar-date.ts';
import { calendarDateSchema } from '../../shared/http/wire.ts';
import { readJsonFile } from './assembly/json.ts';
import { writeFileAtomically } from './files.ts';

const latestSchema = z.object({ latest: calendarDateSchema });

const fileIn = (dataDir: string) => path.join(dataDir, 'business-day.json');

/** The latest business day that the product ran on in a data folder; undefined: it never did. */
export function latestDay(dataDir: string): CalendarDate | undefined {
  const file = fileIn(dataDir);
  return existsSync(file) ? readJsonFile(file, latestSchema).latest : undefined;
}

/**
 * Remembers that the product runs on `day`: what it does, and the days that it closes, belong to it. A clock that goes
 * back behind it would take payments on days that are closed, which no report would ever show.
 */
export function keepLatestDay(dataDir: string, day: CalendarDate): void {
  if ((latestDay(dataDir) ?? '') < day) writeFileAtomically(fileIn(dataDir), JSON.stringify({ latest: day }));
}
