import * as z from 'zod';
import { unprintableIn } from '../../shared/documents/printable-text.ts';
import { officeWireSchema } from '../../shared/http/wire.ts';
import { addressSchema, contactPointSchema, personNameSchema } from '../../shared/register/person-fields.ts';
import { toldAtOnce } from './told-at-once.ts';

/** Typed in any case, kept in upper case; the rules of each key are person-checks.ts's, so that all faults come at once. */
const identityKey = z.string().trim().toUpperCase().min(1).max(30);

/** Accepting a CURP that breaks RENAPO's rules; who may: roles-of-lending.ts. */
export const curpOverrideBodySchema = z.strictObject({
  reason: z
    .string()
    .trim()
    .min(10, 'Explique en al menos 10 caracteres con qué documento se comprobó la CURP.')
    .max(300),
});

/** A name that receipts and letters can print, letter by letter; what is stored already is read as it is. */
const enteredNameSchema = personNameSchema.superRefine((name, context) => {
  for (const [field, text] of Object.entries(name)) {
    const letter = text === null ? undefined : unprintableIn(text);
    if (letter === undefined) continue;
    const message = `Los recibos no pueden imprimir «${letter}». Escriba el nombre con letras latinas, como en el acta o el pasaporte.`;
    context.addIssue({ code: 'custom', path: [field], message });
  }
});

/** Who a person is and how to reach them. */
export const personBodySchema = z.strictObject({
  name: enteredNameSchema,
  curp: identityKey.describe('CURP'),
  curpOverride: curpOverrideBodySchema
    .optional()
    .describe('Motivo para aceptar una CURP que no cumple las reglas de RENAPO'),
  rfc: identityKey.nullable().default(null).describe('RFC, si lo tiene'),
  contactPoints: z.array(contactPointSchema).max(10).default([]).describe('Teléfonos y correos'),
  address: addressSchema.nullable().default(null).describe('Domicilio'),
});

export const clabeFieldSchema = z
  .string()
  .max(30)
  .nullable()
  .default(null)
  .describe('CLABE del acreditado, para ministraciones y domiciliación');

export const registerBorrowerBodySchema = toldAtOnce(
  personBodySchema.extend({ office: officeWireSchema, clabe: clabeFieldSchema }),
);
export type RegisterBorrowerBody = z.infer<typeof registerBorrowerBodySchema>;

/** A correction states the whole person again; the office is not a fact of the person and stays; so does an accepted CURP. */
export const correctBorrowerBodySchema = toldAtOnce(personBodySchema.extend({ clabe: clabeFieldSchema }), ['curp']);
export type CorrectBorrowerBody = z.infer<typeof correctBorrowerBodySchema>;

/** A cosigner (aval / deudor solidario). Old contracts may lack the CURP. */
export const cosignerBodySchema = personBodySchema.extend({
  curp: identityKey.nullable().default(null).describe('CURP; los contratos antiguos pueden no tenerla'),
  relationship: z.string().trim().min(2).max(40).describe('Parentesco o relación con el acreditado'),
});
export type CosignerBody = z.infer<typeof cosignerBodySchema>;
