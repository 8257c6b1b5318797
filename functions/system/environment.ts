import * as z from 'zod';
import { jobFunctionsSchema } from '../../shared/jobs/dispatch.ts';

/** Environment of each function of the area. infra sets exactly these variables; each handler parses its own once. */
export const systemDispatchEnvironment = z.object({ JOB_FUNCTIONS: jobFunctionsSchema });

export const systemMailFeedbackEnvironment = z.object({ SYSTEM_TABLE: z.string().min(1) });
