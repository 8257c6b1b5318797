import * as z from 'zod';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import { calendarDateSchema, calendarDateText, moneyOut, officeWireSchema } from '../../../shared/http/wire.ts';
import { DISPUTE_CONCEPTS } from '../disputes/dispute-concepts.ts';
import { MONTH_READERS } from '../roles-of-statements.ts';

/** "83.3 %", or that there is nothing to divide by. */
const share = z.string().meta({ description: 'Con un decimal; «sin base» si el denominador es 0.', example: '83.3 %' });
const ratio = (meaning: string) => z.object({ count: z.int(), of: z.int(), share }).describe(meaning);

export const indicatorsAnswer = z.object({
  from: calendarDateText,
  to: calendarDateText,
  notCounted: z
    .array(calendarDateText)
    .describe('Días del periodo que no se contaron: hoy, los futuros y los que se perdieron'),
  asked: z.int().describe('Solicitudes de una liga, de cualquiera y del portal'),
  resolved: ratio('Solicitudes que dieron con un expediente y un correo, de las que se hicieron'),
  delivered: ratio('Correos que llegaron, de los que salieron; cada uno en su día, por lo que puede pasar de 100 %'),
  revealed: ratio('Ligas con las que alguien entró, de las que llegaron'),
  wrong: ratio('Datos equivocados, de los que se dieron'),
  medianMinutesToReveal: z
    .int()
    .nullable()
    .describe('Mediana de minutos desde el correo hasta entrar; nulo si nadie entró'),
  bouncesByOffice: z.array(z.object({ office: officeWireSchema, count: z.int(), of: z.int(), share })),
  paidAfterReveal: z.object({
    payments: z.int(),
    amount: moneyOut,
    reading: z.string().describe('Cómo leerlo'),
  }),
  views: z.int(),
  disputesByConcept: z
    .array(z.object({ concept: z.enum(DISPUTE_CONCEPTS), conceptName: z.string(), count: z.int(), of: z.int(), share }))
    .describe('Aclaraciones presentadas, de las consultas: «2.5 %» son 2.5 por cada 100 consultas'),
  inTerm: ratio('Aclaraciones respondidas en su plazo, de las respondidas'),
  founded: ratio('Aclaraciones que procedieron, en todo o en parte, de las respondidas'),
});

/** How the statement by link works, for whoever steers it. Nobody's data. */
export const indicatorRoutes = defineRoutes([
  {
    operationId: 'readStatementIndicators',
    method: 'GET',
    path: '/v1/statement-indicators',
    servedBy: 'api',
    tag: 'Estados de cuenta',
    summary: 'Indicadores del estado de cuenta de los días que ya terminaron',
    roles: MONTH_READERS,
    query: z.strictObject({
      from: calendarDateSchema.optional().describe('Primer día; 29 antes del último si no se indica'),
      to: calendarDateSchema.optional().describe('Último día; ayer si no se indica'),
    }),
    success: { status: 200, body: indicatorsAnswer },
    refusals: ['period-not-valid'],
  },
]);
