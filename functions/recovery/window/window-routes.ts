import * as z from 'zod';
import { balanceAnswerSchema, byComponentOut } from '../../../shared/http/balance-answer.ts';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import {
  calendarDateSchema,
  calendarDateText,
  instantText,
  moneyOut,
  officeWireSchema,
  pageOf,
  pageQueryFields,
  positiveMoneySchema,
  reasonSchema,
} from '../../../shared/http/wire.ts';
import { payeeSchema } from '../payments/payee-schema.ts';
import { CASHIERS, WINDOW_READERS } from '../roles-of-recovery.ts';
import { FOLIO_SHAPE } from './folio.ts';
import { receivedSchema } from './window-payment.ts';

const TAG = 'Pagos en caja';
const folioParams = z.strictObject({
  folio: z.string().regex(FOLIO_SHAPE, 'Escriba el folio como viene en el recibo, por ejemplo H261120-7K2M9QX.'),
});

const notesPaid = z.array(
  z.object({
    noteId: z.string(),
    applied: byComponentOut.extend({ principalOverdue: moneyOut, principalNotDue: moneyOut }),
    balanceAfter: byComponentOut,
  }),
);
const creditLeft = moneyOut.describe('Saldo a favor del expediente: lo que no tenía adeudo al cual aplicarse');

export const windowPaymentAnswer = z.object({
  folio: z.string(),
  paymentId: z.string(),
  state: z.enum(['taken', 'cancelled']),
  office: officeWireSchema,
  cashier: z.string(),
  cashierName: z.string().nullable().describe('Quien cobró, como está en usuarios'),
  received: receivedSchema,
  fileId: z.string(),
  amount: moneyOut,
  valueDate: calendarDateText,
  recordedOn: calendarDateText,
  recordedAt: instantText,
  credit: creditLeft,
  notes: notesPaid,
  cancellation: z.object({ by: z.string(), reason: z.string(), recordedOn: calendarDateText }).nullable(),
});

export const previewAnswer = z.object({
  fileId: z.string(),
  borrowerName: z.string(),
  notes: z.array(z.object({ noteId: z.string(), contractNumber: z.string(), balance: balanceAnswerSchema })),
  payment: z
    .object({ amount: moneyOut, credit: creditLeft, notes: notesPaid })
    .nullable()
    .describe('Cómo se aplicaría hoy el monto indicado; vacío si no se indicó'),
});

/** Payments over the counter. A cashier reads and cancels those of the own offices; anybody's debt may be paid. */
export const windowRoutes = defineRoutes([
  {
    operationId: 'takeWindowPayment',
    method: 'POST',
    path: '/v1/window-payments',
    servedBy: 'api',
    summary: 'Cobrar en caja',
    tag: TAG,
    roles: CASHIERS,
    idempotent: true,
    body: z.strictObject({
      target: payeeSchema,
      amount: positiveMoneySchema,
      confirmedAmount: positiveMoneySchema
        .optional()
        .meta({ description: 'El mismo monto, escrito otra vez; se pide cuando el pago pasa del límite de caja.' }),
      received: receivedSchema.meta({ description: 'cash: efectivo; card: tarjeta; cheque: salvo buen fin.' }),
      office: officeWireSchema.optional(),
    }),
    success: { status: 201, body: windowPaymentAnswer },
    refusals: [
      'target-unknown',
      'chosen-notes-foreign',
      'notes-need-choice',
      'too-many-notes',
      'amount-needs-confirmation',
      'office-required',
      'office-not-allowed',
      'idempotency-key-reused',
      'busy-try-later',
    ],
  },
  {
    operationId: 'previewWindowPayment',
    method: 'POST',
    readsOnly: true,
    path: '/v1/window-payments/preview',
    servedBy: 'api',
    summary: 'Ver de quién es el adeudo, cuánto se debe hoy y cómo se aplicaría un pago, sin cobrar',
    tag: TAG,
    roles: CASHIERS,
    personalData: true,
    body: z.strictObject({
      target: payeeSchema,
      amount: positiveMoneySchema.optional(),
      received: receivedSchema.default('cash'),
    }),
    success: { status: 200, body: previewAnswer },
    refusals: ['target-unknown', 'chosen-notes-foreign', 'notes-need-choice', 'too-many-notes'],
  },
  {
    operationId: 'listWindowPayments',
    method: 'GET',
    path: '/v1/window-payments',
    servedBy: 'api',
    summary: 'Pagos en caja de una oficina y día',
    tag: TAG,
    roles: WINDOW_READERS,
    personalData: true,
    query: z.strictObject({
      ...pageQueryFields,
      office: officeWireSchema.optional(),
      date: calendarDateSchema.optional(),
    }),
    success: { status: 200, body: pageOf(windowPaymentAnswer) },
    refusals: ['office-required', 'office-not-allowed'],
  },
  {
    operationId: 'getWindowPayment',
    method: 'GET',
    path: '/v1/window-payments/{folio}',
    servedBy: 'api',
    summary: 'Pago en caja por folio',
    tag: TAG,
    roles: WINDOW_READERS,
    personalData: true,
    params: folioParams,
    success: { status: 200, body: windowPaymentAnswer },
  },
  {
    operationId: 'cancelWindowPayment',
    method: 'POST',
    path: '/v1/window-payments/{folio}/cancellation',
    servedBy: 'api',
    summary: 'Cancelar un pago en caja el mismo día',
    tag: TAG,
    roles: CASHIERS,
    idempotent: true,
    params: folioParams,
    body: z.strictObject({
      reason: reasonSchema,
    }),
    success: { status: 200, body: windowPaymentAnswer },
    refusals: ['cancellation-too-late', 'already-cancelled', 'idempotency-key-reused', 'busy-try-later'],
  },
  {
    operationId: 'printWindowReceipt',
    method: 'GET',
    path: '/v1/window-payments/{folio}/receipt',
    servedBy: 'render',
    summary: 'Recibo de un pago en caja (PDF)',
    tag: TAG,
    roles: WINDOW_READERS,
    personalData: true,
    params: folioParams,
    success: { status: 200, contentType: 'application/pdf' },
  },
]);
