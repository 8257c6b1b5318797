import * as z from 'zod';
import { byComponentOut } from '../../../shared/http/balance-answer.ts';
import { historyAnswerSchema } from '../../../shared/http/history-answer.ts';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import {
  calendarDateSchema,
  calendarDateText,
  instantText,
  moneyOut,
  officeWireSchema,
  pageOf,
  pageQueryFields,
  uuidSchema,
} from '../../../shared/http/wire.ts';
import { workFields } from '../../../shared/jobs/long-work.ts';
import { STAGES } from '../../../shared/loan-book/event.ts';
import { READERS, RESTATERS } from '../roles-of-recovery.ts';
import { STANDINGS } from './arrears-buckets.ts';

const withTotalOut = byComponentOut.extend({ total: moneyOut });
const standingSchema = z
  .enum(STANDINGS)
  .describe('Tramo de días de atraso; closed: ya nada debía; not-yet: aún no existía');

const rowAnswer = z.object({
  notes: z.int(),
  openNotes: z.int(),
  owed: withTotalOut.describe('Adeudo a la fecha valor'),
  due: withTotalOut.describe('De él, lo exigible'),
  principalOverdue: moneyOut.describe('Capital vencido'),
});

export const restatementAnswer = z.object({
  restatementId: z.string(),
  status: workFields.state,
  statusName: z.string(),
  asOf: calendarDateText.describe('Fecha valor'),
  knownOn: calendarDateText.describe('Con lo registrado hasta el fin de este día'),
  isFinal: z
    .boolean()
    .describe('Falso: el día de registro no había terminado y las cifras pueden ser otras al terminar'),
  askedAt: instantText,
  endedAt: instantText.nullable(),
  segments: z.int().describe('Partes iguales de la cartera'),
  segmentsDone: z.int().describe('Partes ya reconstruidas'),
  notes: z.int().describe('Pagarés reconstruidos hasta ahora'),
  failed: z.int().describe('Pagarés que no se pudieron reconstruir y faltan en las cifras'),
  sha256: z.string().nullable().describe('Huella de las cifras guardadas'),
  history: historyAnswerSchema,
});

export const restatedPortfolioAnswer = restatementAnswer.extend({
  failedHeads: z.array(z.string()).describe('Los primeros que faltan, para avisar a Sistemas'),
  bucketsSource: z.string().describe('De dónde son los tramos'),
  rows: z.array(
    rowAnswer.extend({
      office: officeWireSchema,
      product: z.string(),
      stage: z.enum(STAGES),
      standing: standingSchema,
    }),
  ),
  byStanding: z.array(rowAnswer.extend({ standing: standingSchema })),
  total: rowAnswer,
});

const percent = z.string().nullable().describe('Por ciento con dos decimales; nulo de nada');

/** A note that failed in one of them is in no roll. */
const endOfRolls = restatementAnswer.pick({ restatementId: true, asOf: true, knownOn: true, failed: true });

export const rollRatesAnswer = z.object({
  from: endOfRolls,
  to: endOfRolls,
  bucketsSource: z.string(),
  rolls: z.array(
    z.object({
      from: standingSchema,
      to: standingSchema,
      notes: z.int(),
      principal: moneyOut.describe('Capital que debían en la primera fecha; de los que aún no existían, en la segunda'),
      notesShare: percent.describe('De los pagarés que estaban en «from»'),
      principalShare: percent.describe('De su capital'),
    }),
  ),
});

export const cohortsAnswer = z.object({
  asOf: calendarDateText,
  knownOn: calendarDateText,
  cohorts: z.array(
    z.object({
      year: z.int().describe('Año del contrato'),
      notes: z.int(),
      lent: moneyOut,
      curve: z
        .array(
          z.object({
            months: z.int().describe('Meses completos desde el mes del primer vencimiento'),
            lent: moneyOut.describe('Prestado con los pagarés que ya llegaron a esos meses'),
            recovered: moneyOut.describe('De ellos, lo que había entrado para entonces; antes del corte, solo capital'),
            share: percent,
          }),
        )
        .describe('Parte de lo prestado que había entrado'),
    }),
  ),
});

const basisFields = {
  isBased: z.boolean().describe('Falso: no hay historia suficiente y las cifras no dicen nada'),
  basisName: z.string(),
};
const monthText = z.string().describe('Mes, AAAA-MM');
export const forecastAnswer = z.object({
  asOf: calendarDateText,
  knownOn: calendarDateText,
  method: z.string(),
  leastHistory: z.object({ months: z.int(), source: z.string() }),
  ...basisFields,
  months: z.array(
    z.object({
      month: monthText,
      expected: moneyOut,
      withoutBase: moneyOut.describe('Prestado con pagarés de los que nada se espera: ninguno los precede en edad'),
    }),
  ),
  trials: z
    .array(
      z.object({
        monthsBack: z.int(),
        knownTo: monthText.describe('Último mes que conocía'),
        ...basisFields,
        expected: moneyOut.nullable(),
        cameIn: moneyOut.nullable(),
        meanAbsoluteError: percent.describe(
          'Error absoluto medio, por ciento de lo que entró, de los meses en que entró algo',
        ),
        bias: percent.describe('Error de la suma, por ciento de lo que entró; positivo: se esperó de más'),
      }),
    )
    .describe('El mismo método, como de meses antes, contra lo que entró'),
});

const shared = { tag: 'Cartera en el pasado', servedBy: 'reports' } as const;
const params = z.strictObject({ restatementId: uuidSchema });
const ONE = '/v1/portfolio-restatements/{restatementId}';

/** The whole portfolio as it was, and as it was known: asked for, followed and read. */
export const restatementRoutes = defineRoutes([
  {
    ...shared,
    operationId: 'restatePortfolioPast',
    method: 'POST',
    path: '/v1/portfolio-restatements',
    summary: 'Pedir la cartera a una fecha valor, con lo que se sabía en una fecha de registro',
    roles: RESTATERS,
    body: z.strictObject({
      asOf: calendarDateSchema,
      knownOn: calendarDateSchema.optional().describe('Hoy si no se indica; no anterior a la fecha valor'),
    }),
    success: { status: 202, body: restatementAnswer },
    refusals: ['restatement-days'],
  },
  {
    ...shared,
    operationId: 'listPortfolioRestatements',
    method: 'GET',
    path: '/v1/portfolio-restatements',
    summary: 'Carteras pedidas a fechas pasadas, de la más antigua a la más reciente',
    roles: READERS,
    query: z.strictObject({ ...pageQueryFields, status: workFields.state.default('done') }),
    success: { status: 200, body: pageOf(restatementAnswer) },
  },
  {
    ...shared,
    operationId: 'getPortfolioRestatement',
    method: 'GET',
    path: ONE,
    summary: 'Avance de una cartera pedida a una fecha pasada',
    roles: READERS,
    params,
    success: { status: 200, body: restatementAnswer },
  },
  {
    ...shared,
    operationId: 'getRestatedPortfolio',
    method: 'GET',
    path: `${ONE}/portfolio`,
    summary: 'La cartera a la fecha, por oficina, producto, etapa y tramo de atraso',
    roles: READERS,
    params,
    success: { status: 200, body: restatedPortfolioAnswer },
    refusals: ['restatement-unfinished'],
  },
  {
    ...shared,
    operationId: 'getRollRates',
    method: 'GET',
    path: `${ONE}/roll-rates`,
    summary: 'Cómo pasaron los pagarés de un tramo de atraso a otro desde una fecha anterior',
    roles: READERS,
    params,
    query: z.strictObject({ from: uuidSchema.describe('La cartera de la fecha anterior, ya terminada') }),
    success: { status: 200, body: rollRatesAnswer },
    refusals: ['restatement-unfinished', 'restatements-not-comparable'],
  },
  {
    ...shared,
    operationId: 'getRecoveryCohorts',
    method: 'GET',
    path: `${ONE}/cohorts`,
    summary: 'Parte de lo prestado que había entrado, por año del contrato y meses desde el primer vencimiento',
    roles: READERS,
    params,
    success: { status: 200, body: cohortsAnswer },
    refusals: ['restatement-unfinished'],
  },
  {
    ...shared,
    operationId: 'getRecoveryForecast',
    method: 'GET',
    path: `${ONE}/forecast`,
    summary: 'Lo que se espera que entre cada mes, y el error del método contra lo que entró antes',
    roles: READERS,
    params,
    query: z.strictObject({ months: z.coerce.number<string>().int().min(1).max(36).default(12) }),
    success: { status: 200, body: forecastAnswer },
    refusals: ['restatement-unfinished'],
  },
]);
