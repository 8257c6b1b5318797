import * as z from 'zod';
import { clockSetting } from '../../shared/calendar/clock.ts';

const name = z.string().min(1);

/** Environment of each function of the area. infra sets exactly these variables; each handler parses its own once. */
export const accessApiEnvironment = z.object({
  CLOCK: clockSetting,
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
