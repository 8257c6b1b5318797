import * as z from 'zod';

const name = z.string().min(1);

/** Environment of each function of the area. infra sets exactly these variables; each handler parses its own once. */
export const accessApiEnvironment = z.object({
  /** `system`, or `fixed:YYYY-MM-DD` on one machine only (a test on the template keeps it out of deployed stages). */
  CLOCK: z.string().regex(/^(system|fixed:\d{4}-\d{2}-\d{2})$/),
  IDEMPOTENCY_TABLE: name,
  REGISTER_TABLE: name,
  SYSTEM_TABLE: name,
  USER_POOL_ID: name,
});

export const accessWatchEnvironment = accessApiEnvironment.pick({
  CLOCK: true,
  SYSTEM_TABLE: true,
  USER_POOL_ID: true,
});
