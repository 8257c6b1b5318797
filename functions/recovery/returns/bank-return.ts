import * as z from 'zod';
import { CHANNELS } from '../../../shared/loan-book/event.ts';

/**
 * The bank takes a payment back (contracargo, devolución, a charge answered otherwise after it was made). Nothing moves
 * until a person decides; confirming takes the payment out of the ledger, or the deposit on its way back.
 */
export const BANK_RETURN_STATES = [
  /** May be one: waits for a payment with its key. Nobody is asked. */
  'waiting',
  'pending',
  /** Confirmed by a person and being carried out. */
  'confirming',
  'confirmed',
  /** A person said that the payment stands. */
  'dismissed',
] as const;
export const bankReturnStateSchema = z.enum(BANK_RETURN_STATES);
export type BankReturnState = z.infer<typeof bankReturnStateSchema>;

export const BANK_RETURN_STATE_NAMES_ES: Record<BankReturnState, string> = {
  waiting: 'en espera de su pago',
  pending: 'por decidir',
  confirming: 'cancelando el pago',
  confirmed: 'pago cancelado',
  dismissed: 'el pago se conserva',
};

/** A row of a bank file. */
const rowPlaceSchema = z.object({ intakeFileId: z.string(), line: z.int().positive() });
export type RowPlace = z.infer<typeof rowPlaceSchema>;

/** Stored under PK `RETURN#<returnId>`, SK `RETURN`. */
export const bankReturnSchema = z.object({
  returnId: z.string(),
  state: bankReturnStateSchema,
  /** Centavos, as the row of the return says; the whole payment is taken back. */
  amount: z.int(),
  channel: z.enum(CHANNELS),
  /** Day of the return at the bank. */
  date: z.string(),
  recordedOn: z.string(),
  reference: z.string().nullable(),
  /** What the bank says, in Spanish. */
  reason: z.string(),
  /** The row that told it. */
  told: rowPlaceSchema,
  /** The row that brought the payment; null while it has not come. */
  paid: rowPlaceSchema.nullable(),
  decision: z
    .object({ decision: z.enum(['confirm', 'dismiss']), reason: z.string(), by: z.string(), requestKey: z.string() })
    .nullable(),
  /** Day on which it was carried out. */
  settledOn: z.string().nullable(),
  version: z.int().positive(),
});
export type BankReturn = z.infer<typeof bankReturnSchema>;
