import * as z from 'zod';
import { officeSchema } from '../institute/offices.ts';
import { addressSchema, calendarDateSchema, contactPointSchema, personNameSchema } from './person-fields.ts';

/**
 * The items of the register table, one schema each, parsed on every read (keys: register-keys.ts).
 * `version` starts at 1 and grows by 1 with each change; items without it never change.
 */

/** Who wrote it (subject of the token) and on which business date in Hermosillo. */
const writtenSchema = z.object({ changedOn: calendarDateSchema, changedBy: z.string() });

/** Why a CURP that breaks RENAPO's rules was accepted, and by whom. */
export const curpOverrideSchema = z.object({ reason: z.string(), by: z.string(), on: calendarDateSchema });

export const borrowerItemSchema = writtenSchema.extend({
  borrowerId: z.string(),
  /** Office that registered the person: decides who sees them until a file is opened. */
  office: officeSchema,
  name: personNameSchema,
  curp: z.string(),
  curpOverride: curpOverrideSchema.nullable(),
  rfc: z.string().nullable(),
  clabe: z.string().nullable(),
  contactPoints: z.array(contactPointSchema),
  address: addressSchema.nullable(),
  version: z.int().positive(),
});
export type BorrowerItem = z.infer<typeof borrowerItemSchema>;

/** One borrower has one file: this item is the link and the sentinel of that rule. */
export const borrowerFileItemSchema = z.object({ fileId: z.string(), office: officeSchema });
export type BorrowerFileItem = z.infer<typeof borrowerFileItemSchema>;

export const fileItemSchema = writtenSchema.extend({
  fileId: z.string(),
  borrowerId: z.string(),
  office: officeSchema,
  openedOn: calendarDateSchema,
  /** Reference that pays the whole file, when it has one. */
  paymentReference: z.string().nullable(),
  version: z.int().positive(),
});
export type FileItem = z.infer<typeof fileItemSchema>;

export const cosignerItemSchema = z.object({
  number: z.int().positive(),
  name: personNameSchema,
  relationship: z.string(),
  curp: z.string().nullable(),
  curpOverride: curpOverrideSchema.nullable(),
  rfc: z.string().nullable(),
  contactPoints: z.array(contactPointSchema),
  address: addressSchema.nullable(),
  version: z.int().positive(),
});
export type CosignerItem = z.infer<typeof cosignerItemSchema>;

export const LEVELS = ['upper-secondary', 'technical', 'higher', 'postgraduate', 'other'] as const;

/**
 * A note as its contract says: product version by date plus what was agreed otherwise. The terms follow from them
 * (functions/lending/terms-at-signing.ts); what changed later is in the ledger's events.
 */
export const noteItemSchema = z.object({
  noteId: z.string(),
  fileId: z.string(),
  contractNumber: z.string(),
  office: officeSchema,
  product: z.string(),
  /** First day of the product version in force at signing. */
  productVersion: calendarDateSchema,
  signedOn: calendarDateSchema,
  endOfStudies: calendarDateSchema,
  level: z.enum(LEVELS),
  school: z.string(),
  period: z.string(),
  paymentReference: z.string(),
  creditNumber: z.string().nullable(),
  /** Terms agreed in this contract instead of the product's. */
  overrides: z.record(z.string(), z.unknown()),
  /**
   * Days by which each due date was moved off a closed day when the contract was signed; holidays known later move
   * nothing. Zeros at the end are left out.
   */
  dueDateShifts: z.array(z.int().min(0)).default([]),
  /** `opening`: registered, the ledger has not confirmed it yet; sending the same request again finishes it. */
  state: z.enum(['opening', 'open']),
  /** Hash of the request that opened it, to tell a repeated request from another one. Empty for bulk loads. */
  openingHash: z.string(),
  changedOn: calendarDateSchema,
  changedBy: z.string(),
  version: z.int().positive(),
});
export type NoteItem = z.infer<typeof noteItemSchema>;

export const PAYEES = ['borrower-account', 'school'] as const;

/** What a disbursement paid and to whom; the money itself is the event `eventId` in the ledger. */
export const disbursementItemSchema = z.object({
  noteId: z.string(),
  eventId: z.string(),
  valueDate: calendarDateSchema,
  amount: z.int().positive(),
  payee: z.enum(PAYEES),
});
export type DisbursementItem = z.infer<typeof disbursementItemSchema>;

export const locatorItemSchema = z.object({ fileId: z.string() });
export const referenceItemSchema = z.object({
  fileId: z.string(),
  noteId: z.string().nullable(),
  office: officeSchema,
});
export type ReferenceItem = z.infer<typeof referenceItemSchema>;
export const curpSentinelSchema = z.object({ borrowerId: z.string() });
export const contractSentinelSchema = z.object({ fileId: z.string(), noteId: z.string() });
