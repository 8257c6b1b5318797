import * as z from 'zod';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import { spokenDigits } from '../../../shared/canonical/spoken-digits.ts';
import type { JobRequest } from '../../../shared/jobs/job-request.ts';
import { storedDate } from '../../../shared/ledger/event-schema.ts';
import { signatorySchema } from '../../../shared/links/link.ts';
import { DISPUTE_CONCEPTS } from './dispute-concepts.ts';

export const RECEIVE_TASK = 'receive-dispute';
export const DISSENT_TASK = 'dissent-from-dispute';

/** Characters of what a person writes. */
export const MOST_FACTS = 1_000;
export const factsSchema = z
  .string()
  .trim()
  .min(10, 'Cuente qué pasó, con al menos 10 letras.')
  .max(MOST_FACTS, `Cuéntelo en ${MOST_FACTS} letras o menos.`);
export const conceptSchema = z.enum(DISPUTE_CONCEPTS, 'Elija qué no está bien.');

const storedSchema = z.object({
  fileId: z.string(),
  signatory: signatorySchema,
  /** Empty: all. */
  noteId: z.string(),
  concept: z.enum(DISPUTE_CONCEPTS),
  facts: z.string(),
  /** Business day on which it was presented. */
  on: storedDate,
  /** Subject of the person who wrote it down, or the link through which it came. */
  by: z.string(),
});

/** A dispute as it was presented. */
export interface AskedDispute extends Omit<z.output<typeof storedSchema>, 'noteId'> {
  readonly noteId: string | null;
}

/** The same said twice is one dispute, whatever its spaces and capitals. */
export function disputeIdOf({ fileId, signatory, noteId, concept, facts }: Omit<AskedDispute, 'by' | 'on'>): string {
  const said = facts.toLocaleLowerCase('es').replaceAll(/\s+/g, ' ');
  return deterministicId('dispute', [fileId, signatory, noteId ?? '', concept, said].join('|'));
}

export const disputeFolio = (disputeId: string): string => `ACL-${spokenDigits(disputeId, 8)}`;

/** The request that the worker carries out. */
export const disputeRequest = (asked: AskedDispute, now: Date): JobRequest => ({
  ...{ task: RECEIVE_TASK, id: disputeIdOf(asked), name: 'ask', askedAt: now.toISOString() },
  input: { ...asked, noteId: asked.noteId ?? '' },
});

const dissentSchema = z.object({ fileId: z.string(), why: z.string(), on: storedDate, by: z.string() });
/** That a person does not agree with the answer, as it was said: why, on which business day, through which link. */
export type AskedDissent = z.output<typeof dissentSchema>;

/** One a dispute. */
export const dissentRequest = (disputeId: string, asked: AskedDissent, now: Date): JobRequest => ({
  ...{ task: DISSENT_TASK, id: disputeId, name: 'dissent', askedAt: now.toISOString() },
  input: { ...asked },
});

export const askedDissentOf = (input: JobRequest['input']): AskedDissent => dissentSchema.parse(input);

export function askedDisputeOf(input: JobRequest['input']): AskedDispute {
  const { noteId, ...asked } = storedSchema.parse(input);
  return { ...asked, noteId: noteId === '' ? null : noteId };
}
