import * as z from 'zod';
import { officeSchema } from '../../../shared/institute/offices.ts';
import { storedDate } from '../../../shared/ledger/event-schema.ts';

/** To whom data of a person went outside of the institute. */
export const RECIPIENTS_ES = {
  court: 'Juzgado o tribunal',
  authority: 'Autoridad',
  lawyer: 'Abogado externo',
  auditor: 'Auditoría externa',
  'data-subject': 'La persona titular o su representante',
  other: 'Otro',
} as const;
export type Recipient = keyof typeof RECIPIENTS_ES;
export const RECIPIENTS = Object.keys(RECIPIENTS_ES).filter((key): key is Recipient =>
  Object.hasOwn(RECIPIENTS_ES, key),
);

/** Why they could (LGPDPPSO arts. 16, 59 and 60). */
export const GROUNDS_ES = {
  consent: 'Consentimiento de la persona',
  'court-order': 'Orden o resolución judicial',
  'legal-duty': 'Obligación o facultad que la ley da a quien las recibe',
  'legal-relation': 'Reconocer o defender un derecho, o cumplir la relación jurídica con la persona',
  processor: 'Encargado que actúa por cuenta del Instituto, con contrato',
  'data-subject-right': 'Derecho de la misma persona',
} as const;
export type Ground = keyof typeof GROUNDS_ES;
export const GROUNDS = Object.keys(GROUNDS_ES).filter((key): key is Ground => Object.hasOwn(GROUNDS_ES, key));

/** That data of a person were given to somebody outside. Nothing changes or deletes it. */
export const disclosureSchema = z.object({
  disclosureId: z.string(),
  fileId: z.string(),
  office: officeSchema,
  /** The day on which they were given. */
  on: storedDate,
  recipient: z.enum(RECIPIENTS),
  recipientName: z.string(),
  ground: z.enum(GROUNDS),
  /** Which data, in words. */
  what: z.string(),
  /** The order, the request or the instrument, in the vault. */
  documentId: z.string().nullable(),
  by: z.string(),
  recordedOn: storedDate,
});
export type Disclosure = z.output<typeof disclosureSchema>;
