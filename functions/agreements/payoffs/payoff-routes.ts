import * as z from 'zod';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import {
  calendarDateSchema,
  calendarDateText,
  moneyOut,
  officeWireSchema,
  uuidSchema,
} from '../../../shared/http/wire.ts';
import { PAYOFF_QUOTERS, READERS } from '../roles-of-agreements.ts';
import { PAYOFF_FOLIO } from './quote-payoff.ts';

const TAG = 'Liquidaciones';
const params = z.strictObject({
  payoffFolio: z
    .string()
    .regex(PAYOFF_FOLIO, 'Escriba el folio como viene en la cotización, por ejemplo L-7K2M9QX4TB.'),
});

export const payoffAnswer = z.object({
  folio: z.string(),
  fileId: z.string(),
  office: officeWireSchema,
  issuedOn: calendarDateText,
  validUntil: calendarDateText,
  days: z.array(z.object({ on: calendarDateText, total: moneyOut })).describe('Lo que liquida el expediente cada día'),
  perDay: moneyOut.nullable().describe('Lo que aumenta del primer día al segundo; vacío si se cotizó un solo día'),
  notes: z.array(
    z.object({
      noteId: z.string(),
      contractNumber: z.string(),
      paymentReference: z.string(),
      amounts: z.array(moneyOut).describe('Por día, en el orden de «days»'),
    }),
  ),
});

const shared = { tag: TAG, personalData: true } as const;

/** What pays a file off, day by day. */
export const payoffRoutes = defineRoutes([
  {
    ...shared,
    operationId: 'quotePayoff',
    method: 'POST',
    path: '/v1/files/{fileId}/payoff-quotes',
    servedBy: 'api',
    summary: 'Cotizar lo que liquida un expediente, de hoy hasta una fecha',
    roles: PAYOFF_QUOTERS,
    idempotent: true,
    params: z.strictObject({ fileId: uuidSchema }),
    body: z.strictObject({ until: calendarDateSchema.optional().describe('Último día cotizado; hoy si no se indica') }),
    success: { status: 201, body: payoffAnswer },
    refusals: [
      'payoff-in-lawsuit',
      'payoff-nothing-owed',
      'payoff-not-by-payment',
      'payoff-too-far',
      'idempotency-key-reused',
    ],
  },
  {
    ...shared,
    operationId: 'getPayoffQuote',
    method: 'GET',
    path: '/v1/payoff-quotes/{payoffFolio}',
    servedBy: 'api',
    summary: 'Una cotización para liquidar, como se dio',
    roles: READERS,
    params,
    success: { status: 200, body: payoffAnswer },
  },
  {
    ...shared,
    operationId: 'printPayoffQuote',
    method: 'GET',
    path: '/v1/payoff-quotes/{payoffFolio}/document',
    servedBy: 'render',
    summary: 'Cotización para liquidar (PDF)',
    roles: READERS,
    params,
    success: { status: 200, contentType: 'application/pdf' },
  },
]);
