import * as z from 'zod';

/** Environment of reference-api. */
export const referenceApiEnvironment = z.object({
  STAGE: z.string().min(1),
  CLOCK: z.string().regex(/^(system|fixed:\d{4}-\d{2}-\d{2})$/),
});
