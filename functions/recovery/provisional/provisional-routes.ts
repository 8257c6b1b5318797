import * as z from 'zod';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import {
  calendarDateText,
  moneyOut,
  pageOf,
  pageQueryFields,
  reasonSchema,
  uuidSchema,
} from '../../../shared/http/wire.ts';
import { READERS, TECHNICIANS } from '../roles-of-recovery.ts';
import { provisionalStateSchema as stateSchema } from './provisional-payment.ts';

export const provisionalAnswer = z.object({
  eventId: z.string(),
  state: stateSchema,
  fileId: z.string(),
  noteIds: z.array(z.string()),
  amount: moneyOut,
  channel: z.string(),
  valueDate: calendarDateText,
  recordedOn: calendarDateText,
  firmOn: calendarDateText,
  settledOn: calendarDateText.nullable(),
});

export const queuedCreditAnswer = z.object({
  eventId: z.string(),
  fileId: z.string(),
  noteId: z.string().nullable(),
  amount: moneyOut.describe('Saldo a favor que el expediente tiene ahora'),
  recordedOn: calendarDateText.describe('Del último pago que dejó saldo a favor'),
});

/** What is left to watch after a payment: cheques that may bounce, and credits that wait for a technician. */
export const provisionalRoutes = defineRoutes([
  {
    operationId: 'listProvisionalPayments',
    method: 'GET',
    path: '/v1/provisional-payments',
    servedBy: 'desk',
    summary: 'Pagos salvo buen fin',
    tag: 'Salvo buen fin',
    roles: READERS,
    personalData: true,
    query: z.strictObject({ ...pageQueryFields, state: stateSchema.default('provisional') }),
    success: { status: 200, body: pageOf(provisionalAnswer) },
  },
  {
    operationId: 'bouncePayment',
    method: 'POST',
    path: '/v1/provisional-payments/{eventId}/bounce',
    servedBy: 'desk',
    summary: 'Registrar que el banco devolvió un cheque',
    tag: 'Salvo buen fin',
    roles: TECHNICIANS,
    idempotent: true,
    params: z.strictObject({ eventId: uuidSchema }),
    body: z.strictObject({
      reason: reasonSchema.meta({ description: 'Motivo que da el banco.' }),
    }),
    success: { status: 200, body: provisionalAnswer },
    refusals: ['not-provisional', 'idempotency-key-reused', 'busy-try-later'],
  },
  {
    operationId: 'listQueuedCredits',
    method: 'GET',
    path: '/v1/queued-credits',
    servedBy: 'desk',
    summary: 'Expedientes con saldo a favor por atender',
    tag: 'Saldos a favor',
    roles: READERS,
    personalData: true,
    query: z.strictObject(pageQueryFields),
    success: { status: 200, body: pageOf(queuedCreditAnswer) },
  },
]);
