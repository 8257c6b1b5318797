import * as z from 'zod';
import { clockSetting } from '../../shared/calendar/clock.ts';

const name = z.string().min(1);

/** Environment of each function of the area. infra sets exactly these variables; each handler parses its own once. */
export const lendingHealEnvironment = z.object({
  CLOCK: clockSetting,
  HEADS_TABLE: name,
  ENTRIES_TABLE: name,
  IDEMPOTENCY_TABLE: name,
  /** Holds acts on notes and the corrections of the banking calendar. */
  SYSTEM_TABLE: name,
});

export const lendingApiEnvironment = lendingHealEnvironment.extend({ REGISTER_TABLE: name });
