import * as z from 'zod';
import { parseCalendarDate } from '../calendar/calendar-date.ts';
import { OFFICES } from '../institute/offices.ts';
import { centavosFromPesos, MAX_CENTAVOS, pesosFromCentavos, WIRE_AMOUNT } from '../money/centavos.ts';

/** Amounts, dates and ids as the API writes them: one schema each, so that every route says them the same way. */

const MONEY_SHAPE = 'Escriba el monto como texto en pesos con dos decimales y sin comas, por ejemplo "1250.50".';
const LARGEST = `El monto máximo es ${pesosFromCentavos(MAX_CENTAVOS)}.`;
const MONEY_META = { description: 'Pesos mexicanos (MXN) con dos decimales, sin comas.', example: '1250.50' };

/** In: "1250.50" → 125050 centavos; may be negative or zero; within ±MAX_CENTAVOS. */
export const moneySchema = z
  .string(MONEY_SHAPE)
  .regex(WIRE_AMOUNT, MONEY_SHAPE)
  .meta(MONEY_META)
  .transform((text, context) => {
    const centavos = centavosFromPesos(text);
    if (centavos !== undefined && Math.abs(centavos) <= MAX_CENTAVOS) return centavos;
    context.addIssue({ code: 'custom', message: LARGEST });
    return z.NEVER;
  });

/** In: "1250.50" → 125050 centavos, more than zero. */
export const positiveMoneySchema = moneySchema.refine((centavos) => centavos > 0, 'El monto debe ser mayor que cero.');

/** Out: centavos, of sums too → "1250.50". The one place where an answer's money becomes text. */
export const moneyOut = z.int().transform(pesosFromCentavos).pipe(z.string().regex(WIRE_AMOUNT)).meta(MONEY_META);

/** In: why a person does what is asked. */
export const reasonSchema = z
  .string()
  .trim()
  .min(5, 'Explique el motivo con al menos 5 caracteres.')
  .max(300)
  .meta({ description: 'Motivo, sin datos personales.' });

/** In: what the bank calls a transfer out; never an account number. */
export const transferReferenceSchema = z
  .string()
  .trim()
  .min(3)
  .max(60)
  .meta({ description: 'Referencia de la transferencia de salida.' });

const DATE_SHAPE = 'Escriba una fecha que exista, como AAAA-MM-DD.';
const DATE_META = { description: 'Día en Hermosillo (UTC−7), AAAA-MM-DD.', example: '2026-11-20', format: 'date' };

/** In: "2026-11-20" → CalendarDate. */
export const calendarDateSchema = z
  .string(DATE_SHAPE)
  .regex(/^\d{4}-\d{2}-\d{2}$/, DATE_SHAPE)
  .meta(DATE_META)
  .transform((text, context) => {
    const date = parseCalendarDate(text);
    if (date !== undefined) return date;
    context.addIssue({ code: 'custom', message: DATE_SHAPE });
    return z.NEVER;
  });

/** Out: a CalendarDate or any stored day. */
export const calendarDateText = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .meta(DATE_META);

/** Out: a UTC instant, ISO 8601. */
export const instantText = z.string().meta({
  description: 'Instante UTC, ISO 8601.',
  example: '2026-11-20T16:05:00.000Z',
  format: 'date-time',
});

export const uuidSchema = z.guid('Debe ser un identificador UUID.').meta({
  description: 'Identificador UUID.',
  example: '0193f1c2-7c1a-7b7e-9d3e-5a1f0c2b4d6e',
});

export const officeWireSchema = z.enum(OFFICES).meta({ description: 'Oficina: hermosillo, obregon o nogales.' });

/** Spread into the strict object of a list's query: `z.strictObject({ ...pageQueryFields, … })`. */
export const pageQueryFields = {
  cursor: z
    .string()
    .max(2_048)
    .optional()
    .meta({ description: 'Continúa la consulta: el valor de «nextCursor» de la página anterior.' }),
  limit: z.coerce
    .number<string>('Debe ser un número entero de 1 a 100.')
    .int()
    .min(1)
    .max(100)
    .default(50)
    .meta({ description: 'Elementos por página, de 1 a 100; 50 si no se indica.' }),
};

/** The body of one page of a list. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().optional().meta({ description: 'Presente cuando puede haber más; envíelo como «cursor».' }),
  });
}
