import * as z from 'zod';
import { officeSchema } from '../../../shared/institute/offices.ts';
import { storedDate } from '../../../shared/ledger/event-schema.ts';
import { sourceSchema } from '../../../shared/ledger/ledger-items.ts';
import { CHANNELS } from '../../../shared/loan-book/event.ts';
import { stateSchema, trackedFields } from '../../../shared/transitions/tracked.ts';
import { correctionMachine } from './correction-machine.ts';

export const correctionStateSchema = stateSchema(correctionMachine);

/** A payment as it was recorded. */
const wrongPaymentSchema = z.object({
  /** Id of its event in the ledger. */
  paymentId: z.string(),
  noteIds: z.array(z.string()).min(1),
  amount: z.int().positive(),
  valueDate: storedDate,
  channel: z.enum(CHANNELS),
  arrival: z.string().optional(),
  recordedOn: storedDate,
  source: sourceSchema,
  officeOfPayment: officeSchema.optional(),
});

/** A payment as it should have been: the same channel and arrival. */
const rightPaymentSchema = z.object({
  fileId: z.string(),
  /** Null: the whole file. */
  noteId: z.string().nullable(),
  chosenNoteIds: z.array(z.string()).optional(),
  amount: z.int().positive(),
  valueDate: storedDate,
});
export type RightPayment = z.infer<typeof rightPaymentSchema>;

/** The correction of a payment, from its request on. Amounts in centavos, dates days in Hermosillo. */
export const correctionSchema = z.object({
  ...trackedFields,
  correctionId: z.string(),
  state: correctionStateSchema,
  /** The file that the payment is on, and its office. */
  fileId: z.string(),
  office: officeSchema,
  wrong: wrongPaymentSchema,
  /** Null: there was no such payment. */
  right: rightPaymentSchema.nullable(),
  requestedOn: storedDate,
});
export type Correction = z.infer<typeof correctionSchema>;
