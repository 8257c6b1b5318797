import * as z from 'zod';

/** `system`, or `fixed:YYYY-MM-DD` on one machine only (a test on the template keeps it out of deployed stages). */
const clockSetting = z.string().regex(/^(system|fixed:\d{4}-\d{2}-\d{2})$/);

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
