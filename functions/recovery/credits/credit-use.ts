import * as z from 'zod';
import { officeSchema } from '../../../shared/ledger/ledger-items.ts';

/** What a person may do with money held on a note. */
export const CREDIT_USES = ['apply', 'refund', 'transfer'] as const;
export type CreditUseKind = (typeof CREDIT_USES)[number];

export const CREDIT_USE_NAMES_ES: Record<CreditUseKind, string> = {
  apply: 'aplicar al adeudo',
  refund: 'devolver al acreditado',
  transfer: 'pasar a otro pagaré',
};

export const CREDIT_USE_STATUSES = [
  /** Somebody asked; another person has to approve. The amount is spoken for. */
  'requested',
  /** Approved and being posted: what a crash leaves here is finished by the five-minute job. */
  'posting',
  'done',
  'rejected',
] as const;
export type CreditUseStatus = (typeof CREDIT_USE_STATUSES)[number];

export const CREDIT_USE_STATUS_NAMES_ES: Record<CreditUseStatus, string> = {
  requested: 'por autorizar',
  posting: 'autorizado, registrándose',
  done: 'hecho',
  rejected: 'rechazado',
};

/** A use of money held on a note, from its request on. Stored under PK `CREDITUSE#<creditUseId>`, SK `CREDITUSE`. */
export const creditUseSchema = z.object({
  creditUseId: z.string(),
  status: z.enum(CREDIT_USE_STATUSES),
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
  reason: z.string(),
  requestedBy: z.string(),
  requestedOn: z.string(),
  decision: z
    .object({
      decision: z.enum(['approve', 'reject']),
      by: z.string(),
      /** Value date of what is posted. */
      on: z.string(),
      requestKey: z.string(),
      /** Why it was rejected. */
      reason: z.string().nullable(),
      /** Of a refund: reference of the transfer out. */
      transferReference: z.string().nullable(),
    })
    .nullable(),
  /** Of the posting, once posted. */
  eventId: z.string().nullable(),
  /** Business day on which it was posted. */
  postedOn: z.string().nullable(),
  version: z.int().positive(),
});
export type CreditUse = z.infer<typeof creditUseSchema>;
