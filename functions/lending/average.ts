import * as z from 'zod';
import { calendarDateSchema } from '../../shared/http/wire.ts';

/** A school average (promedio), a fact of the note that may earn a discounted rate. */
export const averageBodySchema = z.strictObject({
  valueDate: calendarDateSchema.describe('Día desde el que cuenta el promedio'),
  average: z.number().min(0).max(100).describe('Promedio escolar de 0 a 100'),
});
export type AverageBody = z.output<typeof averageBodySchema>;
