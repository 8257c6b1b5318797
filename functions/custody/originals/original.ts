import * as z from 'zod';
import { officeSchema } from '../../../shared/institute/offices.ts';
import { storedDate } from '../../../shared/ledger/event-schema.ts';
import { stateSchema, trackedFields } from '../../../shared/transitions/tracked.ts';
import { originalMachine } from './original-machine.ts';

export const originalStateSchema = stateSchema(originalMachine);

/** `grant`: a document of a beca or an estímulo, which no contract is about. */
export const ORIGINAL_KINDS = ['contract', 'note', 'guarantee', 'grant'] as const;
export type OriginalKind = (typeof ORIGINAL_KINDS)[number];

export const ORIGINAL_KIND_NAMES_ES: Readonly<Record<OriginalKind, string>> = {
  contract: 'Contrato',
  note: 'Pagaré',
  guarantee: 'Garantía',
  grant: 'Documento de beca o estímulo',
};

/** To whom an original may be lent; the debtor gets theirs for good (deliver). */
export const PARTY_KINDS = ['lawyer', 'court', 'staff'] as const;

export const partySchema = z.object({
  kind: z.enum(PARTY_KINDS),
  /** In the register of that kind. */
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
});
export type Party = z.infer<typeof partySchema>;

/** Who has it: one, always. */
export const holderSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('custody'), placeCode: z.string() }),
  z.object({
    type: z.literal('party'),
    party: partySchema,
    purpose: z.string(),
    lentOn: storedDate,
    /** Last day on which it is due back. */
    deadline: storedDate,
  }),
  z.object({ type: z.literal('debtor') }),
  z.object({ type: z.literal('nobody') }),
]);
export type Holder = z.infer<typeof holderSchema>;

/** A payment that is written on a note; struck out when it was taken back. */
export const annotationSchema = z.object({ paymentId: z.string(), on: storedDate, struckOn: storedDate.nullable() });

/**
 * A paper of which there is one. Stored under PK `ORIGINAL#<labelCode>`, SK `ORIGINAL` (original-store.ts). Its class is
 * not here: it follows from the ledger on the day it is asked for (original-class.ts).
 */
export const originalSchema = z.object({
  ...trackedFields,
  labelCode: z.string(),
  kind: z.enum(ORIGINAL_KINDS),
  /** Where it is kept: of its place, which need not be the office of the file. */
  office: officeSchema,
  /** Null of a beca's document. */
  fileId: z.string().nullable(),
  noteId: z.string().nullable(),
  contractNumber: z.string().nullable(),
  /** Of a beca's document, as the archive's classification names it (LGA art. 13); null of all others. */
  document: z.object({ series: z.string(), area: z.string(), folio: z.string() }).nullable(),
  /** 1, or of several guarantees of one note which. */
  number: z.int().positive(),
  state: originalStateSchema,
  receivedOn: storedDate,
  holder: holderSchema,
  /** Endorsed to a lawyer and not cancelled since (endoso en procuración, LGTOC art. 35). */
  endorsement: z.object({ to: z.string(), on: storedDate }).nullable(),
  annotations: z.array(annotationSchema),
});
export type Original = z.infer<typeof originalSchema>;

/** What the paper is, the same however often it is received and however its accents are typed: the text its label code is made of. */
export function paperOf({
  kind,
  noteId,
  number,
  document,
}: Pick<Original, 'kind' | 'noteId' | 'number' | 'document'>): string {
  if (document === null) return `${kind} ${noteId} ${number}`;
  return [kind, document.series, document.area, document.folio].join('\u0000').normalize('NFC').toUpperCase();
}

/** "Pagaré del contrato H-2024-04711", "Documento 15 de la serie 4C.2, Becas". */
export function nameOfOriginal({ kind, contractNumber, document, number }: Original): string {
  if (document !== null) return `Documento ${document.folio} de la serie ${document.series}, ${document.area}`;
  const which = kind === 'guarantee' ? ` ${number}` : '';
  return `${ORIGINAL_KIND_NAMES_ES[kind]}${which} del contrato ${contractNumber}`;
}
