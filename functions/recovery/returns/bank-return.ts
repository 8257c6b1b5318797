import * as z from 'zod';
import { CHANNELS } from '../../../shared/loan-book/event.ts';
import { lastTaken } from '../../../shared/transitions/take-step.ts';
import { stateSchema, type TakenStep, trackedFields } from '../../../shared/transitions/tracked.ts';
import { bankReturnMachine } from './bank-return-machine.ts';

export const bankReturnStateSchema = stateSchema(bankReturnMachine);

/** A row of a bank file. */
const rowPlaceSchema = z.object({ intakeFileId: z.string(), line: z.int().positive() });
export type RowPlace = z.infer<typeof rowPlaceSchema>;

/** Stored under PK `RETURN#<returnId>`, SK `RETURN`. */
export const bankReturnSchema = z.object({
  ...trackedFields,
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
});
export type BankReturn = z.infer<typeof bankReturnSchema>;

/** The decision that stands: none while it waits for one, also when the ledger refused what was confirmed. */
export function decisionOf({ state, history }: BankReturn): TakenStep | undefined {
  switch (state) {
    case 'waiting':
    case 'pending':
      return undefined;
    case 'confirming':
    case 'confirmed':
      return lastTaken(history, 'confirm');
    case 'dismissed':
      return lastTaken(history, 'dismiss');
  }
}

/** Day on which the decision was carried out; null before. */
export function settledOn({ state, history }: BankReturn): string | null {
  if (state !== 'confirmed' && state !== 'dismissed') return null;
  return history.at(-1)?.on ?? null;
}
