import * as z from 'zod';
import { officeSchema } from '../../../shared/institute/offices.ts';
import { byComponentSchema } from '../../../shared/ledger/event-schema.ts';
import { stateSchema, trackedFields } from '../../../shared/transitions/tracked.ts';
import { receiverSchema } from '../cfdi/receiver.ts';
import { CANCELLATION_REASONS, type CancellationReason } from '../cfdi/sat-catalogues.ts';
import { taxSchema } from '../cfdi/tax-split.ts';
import { invoiceMachine } from './invoice-machine.ts';

/** `payment`: of a payment, paid (PUE); `deferred`: of what is to be paid (PPD); `instalment`: a payment of such a one (type P). */
export const INVOICE_KINDS = ['payment', 'deferred', 'instalment', 'global'] as const;

export const cancellationReasonSchema = z.enum(
  Object.keys(CANCELLATION_REASONS) as [CancellationReason, ...CancellationReason[]],
);

const lineSchema = z.object({
  productKey: z.string(),
  unitKey: z.string(),
  description: z.string(),
  identification: z.string().optional(),
  tax: taxSchema,
  gross: z.int().positive(),
});

/** What went wrong last, told in Spanish with what to do. `code`: the PAC's, or ours. */
const troubleSchema = z.object({ code: z.string(), text: z.string() });

/**
 * A CFDI and all that became of it. Stored under PK `INVOICE#<invoiceId>`, SK `INVOICE`; its sealed bytes beside it
 * (invoice-store.ts), the stamped ones in the vault.
 */
export const invoiceSchema = z.object({
  ...trackedFields,
  invoiceId: z.string(),
  state: stateSchema(invoiceMachine),
  kind: z.enum(INVOICE_KINDS),
  office: officeSchema,
  /** Null: a global invoice, of many. */
  fileId: z.string().nullable(),
  /** The payment in the ledger; null of what is deferred and of a global one. */
  paymentId: z.string().nullable(),
  requestedOn: z.string(),
  settingsId: z.string(),
  series: z.string(),
  folio: z.string(),
  issuer: z.object({ rfc: z.string(), name: z.string(), regime: z.string(), postcode: z.string() }),
  receiver: receiverSchema,
  /** Told to whoever asked: what to look at again. */
  warnings: z.array(z.string()),
  paymentForm: z.string(),
  lines: z.array(lineSchema),
  total: z.int().nonnegative(),
  /** Of the payment, or of a period: the day on which it was paid, or its last. */
  paidOn: z.string(),
  /** What was paid and is not in the CFDI: what is no income, and what was held. */
  notInvoiced: byComponentSchema,
  heldCredit: z.int().nonnegative(),
  /** Of a global invoice. */
  period: z
    .object({ from: z.string(), until: z.string(), periodicity: z.string(), part: z.int().positive() })
    .nullable(),
  /** Of a deferred one: what is not paid yet, and how many payments it had. */
  owed: z.int().nonnegative(),
  instalments: z.int().nonnegative(),
  /** The same by treatment of VAT: its complements never say more of one than it does. */
  owedByTax: z.array(z.object({ tax: taxSchema, gross: z.int().nonnegative() })).default([]),
  /** Of an instalment: what it pays. */
  pays: z
    .object({
      invoiceId: z.string(),
      uuid: z.string(),
      series: z.string(),
      folio: z.string(),
      instalment: z.int().positive(),
      owedBefore: z.int().positive(),
    })
    .nullable(),
  substitutes: z.object({ invoiceId: z.string(), uuid: z.string() }).nullable(),
  /** Of a global one: the payments' parts that it covers, and those of them that were taken back since. */
  operations: z.array(z.string()),
  reversed: z.array(z.string()),
  /** One more each time that it is sealed anew: part of the key under which the PAC knows it. */
  seals: z.int().nonnegative(),
  /** UTC instant of the seal, which dates the CFDI. */
  sealedAt: z.string().nullable(),
  /** How often the PAC was asked since it was sealed or the cancellation was asked for, and from when it may be again. */
  tries: z.int().nonnegative(),
  nextTryAt: z.string(),
  trouble: troubleSchema.nullable(),
  stamp: z
    .object({
      uuid: z.string(),
      stampedAt: z.string(),
      pacRfc: z.string(),
      satCertificate: z.string(),
      satSeal: z.string(),
      legend: z.string().nullable(),
      originalString: z.string(),
    })
    .nullable(),
  cancellation: z
    .object({
      reason: cancellationReasonSchema,
      substitute: z.string().nullable(),
      /** The SAT has it. */
      asked: z.boolean(),
      /** The SAT's words. */
      words: z.string(),
    })
    .nullable(),
  /** Documents in the vault, and what became of the mail. */
  documents: z.object({ xml: z.string().nullable(), pdf: z.string().nullable(), receipt: z.string().nullable() }),
  mail: z.string().nullable(),
});
export type Invoice = z.infer<typeof invoiceSchema>;

/** The key under which the PAC knows a sealed CFDI. */
export const stampKeyOf = ({ invoiceId, seals }: Pick<Invoice, 'invoiceId' | 'seals'>): string =>
  `${invoiceId}.${seals}`;
