import * as z from 'zod';
import { type CalendarDate, calendarDate } from './calendar-date.ts';

/** Hermosillo keeps UTC−7 all year (no daylight saving since 1998). */
const HERMOSILLO_OFFSET_MS = -7 * 3_600_000;

/** The two times the product knows. `today` decides business; `now` is for audit, tokens and leases only. */
export interface Clock {
  /** The business date in America/Hermosillo. */
  today(): CalendarDate;
  /** The UTC instant of the machine, never faked. */
  now(): Date;
}

/** The setting CLOCK of a function; `fixed:…` on one machine only (a test on the template keeps it out of deployed stages). */
export const clockSetting = z.string().regex(/^(system|fixed:\d{4}-\d{2}-\d{2})$/);

/** The calendar date in America/Hermosillo at a UTC instant. */
export function hermosilloDate(instant: Date): CalendarDate {
  return calendarDate(new Date(instant.getTime() + HERMOSILLO_OFFSET_MS).toISOString().slice(0, 10));
}

/** Minutes since midnight in America/Hermosillo at a UTC instant. */
export function hermosilloMinutes(instant: Date): number {
  const local = new Date(instant.getTime() + HERMOSILLO_OFFSET_MS);
  return local.getUTCHours() * 60 + local.getUTCMinutes();
}

/**
 * The clock named by the environment variable CLOCK: `system`, or `fixed:YYYY-MM-DD`, which pins today
 * for demonstrations and tests (no deployed stage sets it; a test on the template says so).
 * `machineNow` is the one source of time; handlers pass the machine's.
 */
export function clockFrom(setting: string, machineNow: () => Date): Clock {
  if (setting === 'system') return { today: () => hermosilloDate(machineNow()), now: machineNow };
  const fixed = calendarDate(setting.replace(/^fixed:/, ''));
  return { today: () => fixed, now: machineNow };
}
