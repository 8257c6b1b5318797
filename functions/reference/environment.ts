import * as z from 'zod';
import { clockSetting } from '../../shared/calendar/clock.ts';

/** Environment of reference-api. */
export const referenceApiEnvironment = z.object({
  STAGE: z.string().min(1),
  CLOCK: clockSetting,
});
