import * as z from 'zod';
import { officeWireSchema, uuidSchema } from '../../shared/http/wire.ts';
import { cosignerBodySchema } from './borrower.ts';
import { paymentReferenceSchema } from './note.ts';
import { toldAtOnce } from './told-at-once.ts';

/** A file (expediente): one borrower with all their notes, and who answers for them. */
export const openFileBodySchema = toldAtOnce(
  z.strictObject({
    borrowerId: uuidSchema,
    office: officeWireSchema,
    cosigners: z.array(cosignerBodySchema).max(10).default([]),
    paymentReference: paymentReferenceSchema
      .nullable()
      .default(null)
      .describe('Referencia que paga todo el expediente, si la hay'),
  }),
);
export type OpenFileBody = z.infer<typeof openFileBodySchema>;
