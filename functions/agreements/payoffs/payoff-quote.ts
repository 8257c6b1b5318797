import * as z from 'zod';
import { officeSchema } from '../../../shared/institute/offices.ts';
import { storedDate } from '../../../shared/ledger/event-schema.ts';

/**
 * What paid off the notes of a file on each of some days, as it was told. Stored under PK `PAYOFFQUOTE#<folio>`, SK `QUOTE`; it
 * never changes: what the ledger says on the day decides.
 */
export const payoffQuoteSchema = z.object({
  folio: z.string(),
  state: z.literal('issued'),
  version: z.literal(1),
  fileId: z.string(),
  office: officeSchema,
  issuedOn: storedDate,
  issuedBy: z.string(),
  /** Its days, one after another; the last is until when it holds. */
  days: z.array(storedDate).min(1),
  /** Centavos by day, in the order of `days`. */
  notes: z
    .array(
      z.object({
        noteId: z.string(),
        contractNumber: z.string(),
        paymentReference: z.string(),
        amounts: z.array(z.int()),
      }),
    )
    .min(1),
});
export type PayoffQuote = z.infer<typeof payoffQuoteSchema>;

/** Centavos of all notes by day. */
export const totalsOf = ({ days, notes }: Pick<PayoffQuote, 'days' | 'notes'>): number[] =>
  days.map((_day, index) => notes.reduce((sum, { amounts }) => sum + (amounts[index] ?? 0), 0));
