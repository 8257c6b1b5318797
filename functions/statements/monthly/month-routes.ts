import * as z from 'zod';
import { historyAnswerSchema } from '../../../shared/http/history-answer.ts';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import { instantText, reasonSchema } from '../../../shared/http/wire.ts';
import { MONTH_AUTHORISERS, MONTH_PROPOSERS, MONTH_READERS } from '../roles-of-statements.ts';
import { monthSchema, skipSchema } from './monthly-run.ts';

export const monthAnswer = z.object({
  month: z.string(),
  status: z.string(),
  statusName: z.string(),
  expected: z.int().nullable().describe('Personas que lo pidieron, al empezar; nulo antes'),
  decided: z.int().describe('Avance: enviados, inciertos y no enviados'),
  sent: z.int(),
  uncertain: z.int().describe('Se cortó al salir: no se sabe si llegaron, y no se repiten'),
  skipped: z.array(z.object({ reason: skipSchema, reasonName: z.string(), people: z.int() })),
  startedAt: instantText.nullable(),
  endedAt: instantText.nullable(),
  stoppedBy: z.string().nullable().describe('Qué detuvo la última corrida antes de terminar'),
  history: historyAnswerSchema,
});

const shared = { tag: 'Estados de cuenta', servedBy: 'api', success: { status: 200, body: monthAnswer } } as const;
const params = z.strictObject({ statementMonth: monthSchema.meta({ example: '2026-11' }) });
const decision = {
  ...shared,
  method: 'POST',
  roles: MONTH_AUTHORISERS,
  idempotent: true,
  params,
  refusals: ['month-not-open-to', 'idempotency-key-reused'],
} as const;

/** The statements that are mailed each month to whoever asked for them: two people start them. */
export const monthRoutes = defineRoutes([
  {
    ...shared,
    operationId: 'proposeMonthlyStatements',
    method: 'POST',
    path: '/v1/statement-months',
    summary: 'Proponer el envío de los estados de cuenta de este mes a quienes lo pidieron',
    roles: MONTH_PROPOSERS,
    idempotent: true,
    body: z.strictObject({ reason: reasonSchema }),
    success: { status: 201, body: monthAnswer },
    refusals: ['month-not-open-to', 'idempotency-key-reused'],
  },
  {
    ...shared,
    operationId: 'readMonthlyStatements',
    method: 'GET',
    path: '/v1/statement-months/{statementMonth}',
    summary: 'El envío de un mes: avance, cuántos salieron y por qué no los demás',
    roles: MONTH_READERS,
    params,
  },
  {
    ...decision,
    operationId: 'authoriseMonthlyStatements',
    path: '/v1/statement-months/{statementMonth}/authorisation',
    summary: 'Autorizar el envío del mes que otra persona propuso',
  },
  {
    ...decision,
    operationId: 'rejectMonthlyStatements',
    path: '/v1/statement-months/{statementMonth}/rejection',
    summary: 'Rechazar el envío del mes',
    body: z.strictObject({ reason: reasonSchema }),
  },
  {
    ...decision,
    operationId: 'stopMonthlyStatements',
    path: '/v1/statement-months/{statementMonth}/stop',
    summary: 'Detener el envío del mes; propuesto de nuevo sigue donde iba',
    body: z.strictObject({ reason: reasonSchema }),
  },
]);
