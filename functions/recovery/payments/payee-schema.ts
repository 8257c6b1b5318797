import * as z from 'zod';
import { uuidSchema } from '../../../shared/http/wire.ts';
import { MOST_NOTES } from '../../../shared/ledger/ledger.ts';

const reference = z
  .string()
  .trim()
  .min(1)
  .max(40)
  .meta({ description: 'Referencia de pago.', example: 'CREDEDUC000123458' });
const contractNumber = z.string().trim().min(1).max(40).meta({ description: 'Número de contrato del pagaré.' });
const chosenNoteIds = z
  .array(uuidSchema)
  .min(1)
  .max(MOST_NOTES)
  .refine((noteIds) => new Set(noteIds).size === noteIds.length, 'Indique cada pagaré una sola vez.')
  .meta({ description: 'Pagarés que el acreditado eligió pagar primero.' });

/** Who is being paid, in exactly one of four ways. */
export const payeeSchema = z
  .union(
    [
      z.strictObject({ contractNumber }),
      z.strictObject({ reference }),
      z.strictObject({ noteId: uuidSchema }),
      z.strictObject({ fileId: uuidSchema, chosenNoteIds: chosenNoteIds.optional() }),
    ],
    'Indique solo uno: contractNumber, reference, noteId o fileId.',
  )
  .meta({ description: 'A quién se paga: por contrato, referencia, pagaré o expediente.' });
