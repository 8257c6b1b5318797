import * as z from 'zod';
import { CHANNELS } from '../../../shared/loan-book/event.ts';

/**
 * Money in the bank whose owner is unknown. It lives outside the ledger until somebody says whose it is:
 * no note changes, and the report carries it apart (opening + received − assigned − returned = closing).
 */
export const DEPOSIT_STATUSES = [
  'unidentified',
  /** Being posted to `assignment.target`: written before the ledger, so that nobody else can assign it elsewhere. */
  'assigning',
  'assigned',
  /** Being taken back from the ledger. */
  'reopening',
  /** Somebody asked to send it back; another person has to approve. */
  'return-requested',
  'returned',
] as const;
export const depositStatusSchema = z.enum(DEPOSIT_STATUSES);
export type DepositStatus = z.infer<typeof depositStatusSchema>;

export const DEPOSIT_STATUS_NAMES_ES: Record<DepositStatus, string> = {
  unidentified: 'sin identificar',
  assigning: 'en asignación',
  assigned: 'asignado',
  reopening: 'en reapertura',
  'return-requested': 'devolución solicitada',
  returned: 'devuelto',
};

export const depositTargetSchema = z.object({ fileId: z.string(), noteId: z.string().nullable() });
export type DepositTarget = z.infer<typeof depositTargetSchema>;

const assignmentSchema = z.object({
  target: depositTargetSchema,
  /** Borrower's choice, for a whole file. */
  chosenNoteIds: z.array(z.string()).nullable().default(null),
  /** Which assignment of this deposit: 1, 2 … after reopening. Part of the ledger's idempotency key. */
  attempt: z.int().positive(),
  requestKey: z.string(),
  by: z.string(),
  /** Of the posting, once posted. */
  eventId: z.string().nullable(),
  noteIds: z.array(z.string()),
});

const returnSchema = z.object({
  reason: z.string(),
  requestKey: z.string(),
  requestedBy: z.string(),
  approvedBy: z.string().nullable(),
  approvalKey: z.string().nullable(),
  /** Reference of the transfer out. */
  transferReference: z.string().nullable(),
});

const reopeningSchema = z.object({ reason: z.string(), requestKey: z.string(), by: z.string() });

export const depositSchema = z.object({
  depositId: z.string(),
  status: depositStatusSchema,
  amount: z.int().positive(),
  channel: z.enum(CHANNELS),
  /** Salvo buen fin at the bank. */
  provisional: z.boolean(),
  /** Day of the deposit: the value date of whatever it is assigned to. */
  valueDate: z.string(),
  recordedOn: z.string(),
  /** Why nobody could be found: code and Spanish sentence. */
  reason: z.object({ code: z.string(), text: z.string() }),
  reference: z.string().nullable(),
  concept: z.string(),
  /** What the bank wrote of the payer (reference, name, concept), letter by letter. */
  payerText: z.string().default(''),
  /** Bank file and line it came from. */
  intakeFileId: z.string(),
  line: z.int().positive(),
  /** Attempts of assignment so far. */
  attempts: z.int().nonnegative(),
  movements: z.int().positive(),
  assignment: assignmentSchema.nullable(),
  reopening: reopeningSchema.nullable(),
  return: returnSchema.nullable(),
  /** Keys of requests that were taken back or turned down, and of those that did it: repeating one must not act again. */
  undoneKeys: z.array(z.string()),
  version: z.int().positive(),
});
export type Deposit = z.infer<typeof depositSchema>;
