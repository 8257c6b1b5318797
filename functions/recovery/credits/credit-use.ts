import * as z from 'zod';
import { officeSchema } from '../../../shared/institute/offices.ts';
import { lastTaken } from '../../../shared/transitions/take-step.ts';
import { stateSchema, type TakenStep, trackedFields } from '../../../shared/transitions/tracked.ts';
import { creditUseMachine } from './credit-use-machine.ts';

/** What a person may do with money held on a note. */
export const CREDIT_USES = ['apply', 'refund', 'transfer'] as const;
export type CreditUseKind = (typeof CREDIT_USES)[number];

export const CREDIT_USE_NAMES_ES: Record<CreditUseKind, string> = {
  apply: 'aplicar al adeudo',
  refund: 'devolver al acreditado',
  transfer: 'pasar a otro pagaré',
};

export const creditUseStateSchema = stateSchema(creditUseMachine);

/** A use of money held on a note, from its request on. Stored under PK `CREDITUSE#<creditUseId>`, SK `CREDITUSE`. */
export const creditUseSchema = z.object({
  ...trackedFields,
  creditUseId: z.string(),
  state: creditUseStateSchema,
  use: z.enum(CREDIT_USES),
  fileId: z.string(),
  /** The note that holds the money. */
  noteId: z.string(),
  /** Of a transfer: the note of the same file that takes it in. */
  toNoteId: z.string().nullable(),
  /** Office of the file. */
  office: officeSchema,
  /** Centavos. */
  amount: z.int().positive(),
  requestedOn: z.string(),
});
export type CreditUse = z.infer<typeof creditUseSchema>;

/** The decision that stands: none while the request waits for one, also when the ledger refused what was approved. */
export function decisionOf({ state, history }: CreditUse): TakenStep | undefined {
  switch (state) {
    case 'requested':
      return undefined;
    case 'rejected':
      return lastTaken(history, 'reject');
    case 'posting':
    case 'done':
      return lastTaken(history, 'approve');
  }
}
