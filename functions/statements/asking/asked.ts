import { createHash } from 'node:crypto';
import * as z from 'zod';
import { signatorySchema } from '../../../shared/links/link.ts';
import { isMailAddress, mailboxOf } from '../../../shared/mail/mail-address.ts';

/** The task of shared/jobs that mails links (infra/functions/statements.ts). */
export const SEND_TASK = 'send-statement-link';

const stringified = <Schema extends z.ZodType>(schema: Schema) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);

/** What a request for a link carries to whoever mails it. */
export const askedSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('request'),
    number: z.string(),
    /** Of what was typed besides: it is compared, nobody has to read it. */
    datumHash: z.string(),
    askedBy: z.string(),
  }),
  z.object({
    kind: z.literal('staff'),
    fileId: z.string(),
    signatory: signatorySchema,
    noteIds: stringified(z.array(z.string()).nullable()),
    askedBy: z.string(),
  }),
  z.object({ kind: z.literal('blocked'), fileId: z.string() }),
]);
export type Asked = z.output<typeof askedSchema>;

const NUMBER = /^[A-Z0-9][A-Z0-9/.-]{2,29}$/;
const CURP = /^[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d$/;

/** A contract number, payment reference or credit number as people copy it: spaces and lower case are no mistake. */
export const askedNumberSchema = z
  .string()
  .max(60)
  .transform((text) => text.replace(/\s/g, '').toUpperCase())
  .refine((text) => NUMBER.test(text), 'Escriba el número de su contrato o su referencia de pago, como viene impreso.')
  .meta({ description: 'Número de contrato o referencia de pago, como viene impreso.', example: 'CE-2021-00123' });

/** A CURP or an e-mail address, in the one form in which it is compared. */
export const askedDatumSchema = z
  .string()
  .max(254)
  .transform((text) => {
    const trimmed = text.trim();
    return trimmed.includes('@') ? mailboxOf(trimmed) : trimmed.toUpperCase();
  })
  .refine((text) => CURP.test(text) || isMailAddress(text), 'Escriba su CURP (18 caracteres) o su correo completo.')
  .meta({ description: 'CURP o correo registrado.', example: 'nombre@dominio.mx' });

/** Salted with the request, so that one datum has another hash each time. */
export const hashOfDatum = (requestId: string, datum: string): string =>
  createHash('sha256').update(`${requestId}|${datum}`).digest('hex');
