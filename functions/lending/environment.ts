import * as z from 'zod';
import { clockSetting } from '../../shared/calendar/clock.ts';

/** Environment of lending-api. infra sets exactly these variables; the handler parses them once. */
export const lendingApiEnvironment = z.object({
  CLOCK: clockSetting,
  HEADS_TABLE: z.string().min(1),
  ENTRIES_TABLE: z.string().min(1),
  IDEMPOTENCY_TABLE: z.string().min(1),
  REGISTER_TABLE: z.string().min(1),
  /** Holds the corrections of the banking calendar. */
  SYSTEM_TABLE: z.string().min(1),
});
