import * as z from 'zod';

/** Environment of access-api. infra sets exactly these variables; the handler parses them once. */
export const accessApiEnvironment = z.object({ REGISTER_TABLE: z.string().min(1), SYSTEM_TABLE: z.string().min(1) });
