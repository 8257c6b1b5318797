import * as z from 'zod';
import { CHANNELS } from '../../../shared/loan-book/event.ts';
import { stateSchema, trackedFields } from '../../../shared/transitions/tracked.ts';
import { depositMachine } from './deposit-machine.ts';

export const depositStateSchema = stateSchema(depositMachine);

export const depositTargetSchema = z.object({ fileId: z.string(), noteId: z.string().nullable() });
export type DepositTarget = z.infer<typeof depositTargetSchema>;

const assignmentSchema = z.object({
  target: depositTargetSchema,
  /** Borrower's choice, for a whole file. */
  chosenNoteIds: z.array(z.string()).nullable(),
  /** Which assignment of this deposit: 1, 2 … after reopening. Part of the ledger's idempotency key. */
  attempt: z.int().positive(),
  /** Of the posting, once posted. */
  eventId: z.string().nullable(),
  noteIds: z.array(z.string()),
});

export const depositSchema = z.object({
  ...trackedFields,
  depositId: z.string(),
  state: depositStateSchema,
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
  payerText: z.string(),
  /** Bank file and line it came from. */
  intakeFileId: z.string(),
  line: z.int().positive(),
  /** Attempts of assignment so far. */
  attempts: z.int().nonnegative(),
  movements: z.int().positive(),
  /** Whom it is assigned to, or being assigned. */
  assignment: assignmentSchema.nullable(),
});
export type Deposit = z.infer<typeof depositSchema>;
