import * as z from 'zod';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import { calendarDateText, moneyOut, uuidSchema } from '../../../shared/http/wire.ts';
import { MOST_AGREED_PAYMENTS } from '../../../shared/loan-book/agreement-plan.ts';
import { forgiveAnswer } from '../agreements/share-wire.ts';
import { SETTLEMENT_ANALYSTS } from '../roles-of-agreements.ts';
import { ALTERNATIVES } from './compare-alternatives.ts';

const campaign = z.object({ campaignId: z.string(), name: z.string() }).nullable();

export const comparisonAnswer = z.object({
  fileId: z.string(),
  on: calendarDateText,
  owed: moneyOut.describe('Adeudo de hoy, de todos los pagarés'),
  alternatives: z.array(
    z.object({
      kind: z.enum(ALTERNATIVES),
      kindName: z.string(),
      campaign,
      total: moneyOut.describe('Lo que se paga, o lo que se demanda'),
      forgives: moneyOut.describe('Lo que se perdona si se cumple'),
      leaves: moneyOut.describe('Lo que seguiría debiéndose en pagarés que esta alternativa no incluye'),
      payments: z.array(z.object({ on: calendarDateText, amount: moneyOut })),
      presentValue: moneyOut.describe('Lo que valen hoy esos pagos'),
      probability: z.number().describe('De que entren, en porcentaje'),
      cost: moneyOut.describe('Lo que se gasta y no se recupera, entren o no'),
      expectedRecovery: moneyOut.describe('El valor presente por la probabilidad, menos el costo'),
      reasons: z
        .array(
          z.object({
            figure: z.enum(['total', 'probability', 'cost', 'presentValue', 'expectedRecovery']),
            text: z.string(),
            source: z.string().nullable().describe('De dónde sale el parámetro; vacío: del libro'),
          }),
        )
        .describe('Por qué cada cifra es la que es'),
      proposal: z
        .object({
          campaignId: z.string().optional(),
          forgive: forgiveAnswer.optional(),
          whileLive: z.array(z.string()).optional(),
          ...{ payments: z.int(), from: calendarDateText },
        })
        .nullable()
        .describe('Lo que se envía para proponerla como convenio, con un motivo; vacío si no lo necesita'),
    }),
  ),
  unavailable: z
    .array(z.object({ kind: z.enum(ALTERNATIVES), kindName: z.string(), campaign, because: z.string() }))
    .describe('Alternativas que no se pueden ofrecer, y por qué'),
});

/** The ways in which a file's debt may end, side by side. */
export const settlementRoutes = defineRoutes([
  {
    operationId: 'compareAlternatives',
    method: 'POST',
    readsOnly: true,
    path: '/v1/files/{fileId}/settlement-alternatives',
    servedBy: 'api',
    tag: 'Liquidaciones',
    summary:
      'Comparar cómo puede terminar un adeudo: hoy, en pagos, con campaña o en juicio, con el porqué de cada cifra',
    personalData: true,
    roles: SETTLEMENT_ANALYSTS,
    params: z.strictObject({ fileId: uuidSchema }),
    body: z.strictObject({
      payments: z
        .int()
        .min(2)
        .max(MOST_AGREED_PAYMENTS)
        .default(6)
        .describe('Pagos mensuales de las alternativas en pagos'),
    }),
    success: { status: 200, body: comparisonAnswer },
    refusals: ['agreement-nothing-to-pay'],
  },
]);
