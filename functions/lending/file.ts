import * as z from 'zod';
import { officeWireSchema, uuidSchema } from '../../shared/http/wire.ts';
import { cosignerBodySchema } from './borrower.ts';
import { paymentReferenceSchema } from './note.ts';
import { toldAtOnce } from './told-at-once.ts';

/** Phones and e-mails of all cosigners together: with what finds the borrower they are one transaction of 100 items. */
const MOST_CONTACTS = 40;

/** A file (expediente): one borrower with all their notes, and who answers for them. */
export const openFileBodySchema = toldAtOnce(
  z.strictObject({
    borrowerId: uuidSchema,
    office: officeWireSchema,
    cosigners: z
      .array(cosignerBodySchema)
      .max(10)
      .refine((all) => all.flatMap(({ contactPoints }) => contactPoints).length <= MOST_CONTACTS, {
        error: `Entre todos los avales se registran hasta ${MOST_CONTACTS} teléfonos y correos. Deje los que sirvan.`,
      })
      .default([]),
    paymentReference: paymentReferenceSchema
      .nullable()
      .default(null)
      .describe('Referencia que paga todo el expediente, si la hay'),
  }),
);
export type OpenFileBody = z.infer<typeof openFileBodySchema>;
