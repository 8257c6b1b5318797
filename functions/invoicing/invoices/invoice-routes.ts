import * as z from 'zod';
import { historyAnswerSchema } from '../../../shared/http/history-answer.ts';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import {
  calendarDateSchema,
  calendarDateText,
  instantText,
  moneyOut,
  moneySchema,
  officeWireSchema,
  pageOf,
  pageQueryFields,
  reasonSchema,
  uuidSchema,
} from '../../../shared/http/wire.ts';
import { stateSchema } from '../../../shared/transitions/tracked.ts';
import { receiverSchema } from '../cfdi/receiver.ts';
import { taxSchema } from '../cfdi/tax-split.ts';
import { INVOICE_READERS, INVOICE_REQUESTERS, INVOICERS } from '../roles-of-invoicing.ts';
import { cancellationReasonSchema, INVOICE_KINDS } from './invoice.ts';
import { invoiceMachine } from './invoice-machine.ts';

const TAG = 'Facturas';
const params = z.strictObject({ invoiceId: uuidSchema });
const paymentForm = z
  .string()
  .max(2)
  .optional()
  .describe('Clave de la forma de pago (c_FormaPago); si no se indica, la del medio de pago');
const notNegative = moneySchema.refine((centavos) => centavos >= 0, 'El monto no puede ser negativo.');
const byComponentOut = z.object({
  principal: moneyOut,
  ordinaryInterest: moneyOut,
  defaultInterest: moneyOut,
  collectionCosts: moneyOut,
});

export const invoiceAnswer = z.object({
  invoiceId: z.string(),
  status: stateSchema(invoiceMachine),
  statusName: z.string(),
  kind: z
    .enum(INVOICE_KINDS)
    .describe('payment: de un pago (PUE); deferred: por pagar (PPD); instalment: complemento de pago; global'),
  office: officeWireSchema,
  fileId: z.string().nullable(),
  paymentId: z.string().nullable(),
  series: z.string(),
  folio: z.string(),
  requestedOn: calendarDateText,
  paidOn: calendarDateText,
  paymentForm: z.string(),
  receiver: receiverSchema,
  warnings: z.array(z.string()).describe('Lo que conviene cotejar con la constancia; no impide timbrar'),
  lines: z.array(
    z.object({
      description: z.string(),
      identification: z.string().optional(),
      tax: taxSchema,
      base: moneyOut,
      vat: moneyOut,
    }),
  ),
  total: moneyOut,
  notInvoiced: byComponentOut.describe('Del mismo pago, lo que no se factura'),
  heldCredit: moneyOut,
  owed: moneyOut.describe('De una por pagar: lo que falta'),
  period: z.object({ from: z.string(), until: z.string(), periodicity: z.string(), part: z.int() }).nullable(),
  substitutes: z.object({ invoiceId: z.string(), uuid: z.string() }).nullable(),
  uuid: z.string().nullable().describe('Folio fiscal'),
  stampedAt: z.string().nullable(),
  legend: z.string().nullable().describe('Lo que el PAC anotó, por ejemplo que el timbre es de prueba'),
  trouble: z.object({ code: z.string(), text: z.string() }).nullable().describe('Qué falló al final y qué hacer'),
  tries: z.int(),
  nextTryAt: instantText.nullable(),
  cancellation: z
    .object({
      reason: cancellationReasonSchema,
      reasonName: z.string(),
      substitute: z.string().nullable(),
      words: z.string(),
    })
    .nullable(),
  reversedPayments: z.int().describe('De una global: pagos que se cancelaron después'),
  mail: z.string().nullable(),
  history: historyAnswerSchema,
});

const made = { status: 201, body: invoiceAnswer } as const;
const shown = { status: 200, body: invoiceAnswer } as const;
const shared = { tag: TAG, servedBy: 'api', personalData: true } as const;
const asking = ['fiscal-settings-missing', 'receiver-refused', 'nothing-to-invoice', 'idempotency-key-reused'] as const;
const ofPayment = ['payment-not-found', 'payment-reversed', 'payment-invoiced'] as const;
const acting = ['invoice-state', 'idempotency-key-reused'] as const;

/** CFDIs: asked for, made, mended and cancelled. */
export const invoiceRoutes = defineRoutes([
  {
    ...shared,
    operationId: 'requestInvoice',
    method: 'POST',
    path: '/v1/invoices',
    summary: 'Pedir la factura (CFDI) de un pago; se timbra después',
    roles: INVOICE_REQUESTERS,
    idempotent: true,
    body: z.strictObject({ fileId: uuidSchema, paymentId: uuidSchema, receiver: receiverSchema, paymentForm }),
    success: made,
    refusals: [...asking, ...ofPayment],
  },
  {
    ...shared,
    operationId: 'requestDeferredInvoice',
    method: 'POST',
    path: '/v1/deferred-invoices',
    summary: 'Hacer una factura por pagar (PPD), de lo que se indica por componente',
    roles: INVOICERS,
    idempotent: true,
    body: z.strictObject({
      fileId: uuidSchema,
      receiver: receiverSchema,
      amounts: z.strictObject({
        principal: notNegative,
        ordinaryInterest: notNegative,
        defaultInterest: notNegative,
        collectionCosts: notNegative,
      }),
    }),
    success: made,
    refusals: asking,
  },
  {
    ...shared,
    operationId: 'listInvoices',
    method: 'GET',
    path: '/v1/invoices',
    summary: 'Facturas por estado, por fecha de solicitud',
    roles: INVOICE_READERS,
    query: z.strictObject({
      ...pageQueryFields,
      status: stateSchema(invoiceMachine),
      from: calendarDateSchema.optional(),
      to: calendarDateSchema.optional(),
    }),
    success: { status: 200, body: pageOf(invoiceAnswer) },
  },
  {
    ...shared,
    operationId: 'listInvoicesOfFile',
    method: 'GET',
    path: '/v1/files/{fileId}/invoices',
    summary: 'Facturas de un expediente',
    roles: INVOICE_READERS,
    params: z.strictObject({ fileId: uuidSchema }),
    query: z.strictObject(pageQueryFields),
    success: { status: 200, body: pageOf(invoiceAnswer) },
  },
  {
    ...shared,
    operationId: 'getInvoice',
    method: 'GET',
    path: '/v1/invoices/{invoiceId}',
    summary: 'Una factura y todo lo que pasó con ella',
    roles: INVOICE_READERS,
    params,
    success: shown,
  },
  {
    ...shared,
    operationId: 'registerInstalment',
    method: 'POST',
    path: '/v1/invoices/{invoiceId}/instalments',
    summary: 'Registrar un pago de una factura por pagar: hace su complemento de pago',
    roles: INVOICERS,
    idempotent: true,
    params,
    body: z.strictObject({ paymentId: uuidSchema, paymentForm }),
    success: made,
    refusals: [...asking, ...ofPayment, 'payment-over-invoice', 'invoice-state'],
  },
  {
    ...shared,
    operationId: 'substituteInvoice',
    method: 'POST',
    path: '/v1/invoices/{invoiceId}/substitution',
    summary: 'Sustituir una factura timbrada con errores: timbrada la nueva, se cancela esta (motivo 01)',
    roles: INVOICERS,
    idempotent: true,
    params,
    body: z.strictObject({ receiver: receiverSchema.optional(), paymentForm }),
    success: made,
    refusals: [...asking, ...ofPayment, 'invoice-state'],
  },
  {
    ...shared,
    operationId: 'cancelInvoice',
    method: 'POST',
    path: '/v1/invoices/{invoiceId}/cancellation',
    summary: 'Solicitar al SAT la cancelación de una factura timbrada',
    roles: INVOICERS,
    idempotent: true,
    params,
    body: z.strictObject({
      reason: cancellationReasonSchema
        .exclude(['01'])
        .describe('02 errores sin relación, 03 no se llevó a cabo, 04 va en una global'),
      why: reasonSchema,
    }),
    success: shown,
    refusals: [...acting, 'invoice-has-payments'],
  },
  {
    ...shared,
    operationId: 'correctInvoice',
    method: 'POST',
    path: '/v1/invoices/{invoiceId}/correction',
    summary: 'Corregir lo que el PAC rechazó y pedir el timbrado de nuevo',
    roles: INVOICE_REQUESTERS,
    idempotent: true,
    params,
    body: z.strictObject({ receiver: receiverSchema, paymentForm }),
    success: shown,
    refusals: [...acting, 'receiver-refused', 'payment-form-refused'],
  },
  {
    ...shared,
    operationId: 'retryInvoice',
    method: 'POST',
    path: '/v1/invoices/{invoiceId}/retry',
    summary: 'Volver a preguntar al PAC por una factura que el sistema dejó de intentar',
    roles: INVOICERS,
    idempotent: true,
    params,
    success: shown,
    refusals: acting,
  },
  {
    ...shared,
    operationId: 'declareInvoiceNotStamped',
    method: 'POST',
    path: '/v1/invoices/{invoiceId}/not-stamped',
    summary: 'Declarar que el PAC no la timbró, después de verlo en su portal',
    roles: INVOICERS,
    idempotent: true,
    params,
    body: z.strictObject({ reason: reasonSchema }),
    success: shown,
    refusals: acting,
  },
  {
    ...shared,
    operationId: 'withdrawInvoice',
    method: 'POST',
    path: '/v1/invoices/{invoiceId}/withdrawal',
    summary: 'Retirar una factura que no se timbró',
    roles: INVOICERS,
    idempotent: true,
    params,
    body: z.strictObject({ reason: reasonSchema }),
    success: shown,
    refusals: acting,
  },
  {
    ...shared,
    operationId: 'printInvoice',
    method: 'GET',
    path: '/v1/invoices/{invoiceId}/document',
    servedBy: 'render',
    summary: 'Representación impresa de una factura timbrada (PDF)',
    roles: INVOICE_READERS,
    params,
    success: { status: 200, contentType: 'application/pdf' },
    refusals: ['invoice-state'],
  },
  {
    ...shared,
    operationId: 'downloadInvoiceXml',
    method: 'GET',
    path: '/v1/invoices/{invoiceId}/xml',
    servedBy: 'render',
    summary: 'El CFDI timbrado (XML)',
    roles: INVOICE_READERS,
    params,
    success: { status: 200, contentType: 'application/xml' },
    refusals: ['invoice-state'],
  },
]);
