import * as z from 'zod';
import { officeSchema } from '../../../shared/institute/offices.ts';
import { applicationSchema } from '../../../shared/ledger/ledger-items.ts';

/** How money is handed over at the window. A cheque is taken salvo buen fin. */
export const RECEIVED = ['cash', 'card', 'cheque'] as const;
export const receivedSchema = z.enum(RECEIVED);
export type Received = z.infer<typeof receivedSchema>;

export const RECEIVED_NAMES_ES: Record<Received, string> = {
  cash: 'Efectivo',
  card: 'Tarjeta',
  cheque: 'Cheque, salvo buen fin',
};

const byComponent = z.object({
  principal: z.int(),
  ordinaryInterest: z.int(),
  defaultInterest: z.int(),
  collectionCosts: z.int(),
});

/** What the payment did to one note. */
export const paidPartSchema = z.object({
  noteId: z.string(),
  /** Seqs of the note's entries that the payment wrote. */
  seqs: z.array(z.int().positive()),
  application: applicationSchema,
  balancesAfter: byComponent,
});

/**
 * A payment taken at the window, as its receipt and the day's list need it. The money itself is in the ledger under
 * `eventId`; this item is made from the posting and can be made again from it.
 */
export const windowPaymentSchema = z.object({
  folio: z.string(),
  eventId: z.string(),
  state: z.enum(['taken', 'cancelled']),
  /** Office of the window. */
  office: officeSchema,
  cashier: z.string(),
  /** What the receipt calls the person; null of one whom Sistemas has not registered. */
  cashierName: z.string().nullable().default(null),
  received: receivedSchema,
  fileId: z.string(),
  amount: z.int().positive(),
  credit: z.int().nonnegative(),
  parts: z.array(paidPartSchema),
  valueDate: z.string(),
  recordedOn: z.string(),
  recordedAt: z.string(),
  cancellation: z
    .object({ by: z.string(), reason: z.string(), requestKey: z.string(), recordedOn: z.string() })
    .nullable(),
});
export type WindowPayment = z.infer<typeof windowPaymentSchema>;
