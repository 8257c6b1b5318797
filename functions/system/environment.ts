import * as z from 'zod';
import { clockSetting } from '../../shared/calendar/clock.ts';
import { jobFunctionsSchema } from '../../shared/jobs/dispatch.ts';

/** Environment of each function of the area. infra sets exactly these variables; each handler parses its own once. */
export const systemDispatchEnvironment = z.object({ JOB_FUNCTIONS: jobFunctionsSchema });

const name = z.string().min(1);

export const systemMailFeedbackEnvironment = z.object({ SYSTEM_TABLE: name });

export const systemApiEnvironment = z.object({
  CLOCK: clockSetting,
  IDEMPOTENCY_TABLE: name,
  SYSTEM_TABLE: name,
});
