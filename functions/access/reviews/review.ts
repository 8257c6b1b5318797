import * as z from 'zod';
import { canonicalHash } from '../../../shared/canonical/canonical-json.ts';
import { stateSchema, trackedFields } from '../../../shared/transitions/tracked.ts';
import { rightsSchema } from '../users/rights.ts';
import { reviewMachine } from './review-machine.ts';

export const reviewStateSchema = stateSchema(reviewMachine);

export const decisionSchema = z.object({
  keep: z.boolean(),
  reason: z.string(),
  by: z.string(),
  on: z.string(),
});

/** What somebody had when the review was opened. */
export const reviewEntrySchema = z.object({
  userId: z.string(),
  subject: z.string().nullable(),
  name: z.string(),
  suspended: z.boolean(),
  rights: rightsSchema,
  lastChange: z.object({ step: z.string(), by: z.string(), on: z.string() }),
  /** UTC instant of the last access to personal data that was noted of them: the directory does not tell sign-ins. */
  lastSeenAt: z.string().nullable(),
  decision: decisionSchema.nullable(),
});
export type ReviewEntry = z.infer<typeof reviewEntrySchema>;

/**
 * Who has what, at the end of a quarter. Stored under PK `ACCESSREVIEW#<quarter>`, SK `REVIEW`, whole: some 0.4 KB a user, so
 * up to a thousand fit in an item.
 */
export const reviewSchema = z.object({
  ...trackedFields,
  /** "2026-Q3" */
  quarter: z.string(),
  state: reviewStateSchema,
  openedOn: z.string(),
  dueOn: z.string(),
  entries: z.array(reviewEntrySchema),
  /** In the directory without a record here: made by hand. Nobody approved them. */
  strangers: z.array(z.object({ subject: z.string(), groups: z.array(z.string()) })),
  /** `at`: UTC instant. `hash`: of what was signed (hashOf). */
  signature: z.object({ by: z.string(), at: z.string(), hash: z.string() }).nullable(),
});
export type Review = z.infer<typeof reviewSchema>;

/** What a signature covers: everything that was reviewed and decided. */
export const hashOf = ({ quarter, openedOn, entries, strangers }: Review): string =>
  canonicalHash({ version: 1, quarter, openedOn, entries, strangers });
