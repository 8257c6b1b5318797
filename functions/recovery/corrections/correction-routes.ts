import * as z from 'zod';
import { historyAnswerSchema } from '../../../shared/http/history-answer.ts';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import {
  calendarDateSchema,
  calendarDateText,
  moneyOut,
  officeWireSchema,
  pageOf,
  pageQueryFields,
  positiveMoneySchema,
  reasonSchema,
  uuidSchema,
} from '../../../shared/http/wire.ts';
import { payeeSchema } from '../payments/payee-schema.ts';
import { CORRECTION_AUTHORISERS, CORRECTION_REQUESTERS, READERS } from '../roles-of-recovery.ts';
import { correctionStateSchema } from './correction.ts';

const TAG = 'Correcciones de pagos';
const params = z.strictObject({ correctionId: uuidSchema });

export const correctionAnswer = z.object({
  correctionId: z.string(),
  status: correctionStateSchema,
  statusName: z.string(),
  fileId: z.string(),
  office: officeWireSchema,
  requestedOn: calendarDateText,
  wrong: z
    .object({
      paymentId: z.string(),
      noteIds: z.array(z.string()),
      amount: moneyOut,
      valueDate: calendarDateText,
      recordedOn: calendarDateText,
      channel: z.string(),
    })
    .describe('El pago como se registró'),
  right: z
    .object({
      fileId: z.string(),
      noteId: z.string().nullable().describe('Vacío: todo el expediente'),
      amount: moneyOut,
      valueDate: calendarDateText,
    })
    .nullable()
    .describe('El pago como debió ser; vacío si no hubo tal pago'),
  paymentId: z.string().nullable().describe('El pago corregido, cuando ya está en el libro'),
  history: historyAnswerSchema,
});

const shared = { servedBy: 'api', tag: TAG, personalData: true } as const;
const moving = {
  ...shared,
  method: 'POST',
  idempotent: true,
  params,
  success: { status: 200, body: correctionAnswer },
} as const;
const because = z.strictObject({ reason: reasonSchema });
const targetRefusals = ['target-unknown', 'chosen-notes-foreign', 'notes-need-choice', 'too-many-notes'] as const;
const ledgerRefusals = [...targetRefusals, 'date-in-future', 'date-before-opening', 'note-cancelled'] as const;
const moveRefusals = ['correction-not-open-to', 'idempotency-key-reused', 'busy-try-later'] as const;

/** A payment recorded wrongly: one person asks for what it should have been, another authorises. */
export const correctionRoutes = defineRoutes([
  {
    ...shared,
    operationId: 'requestPaymentCorrection',
    method: 'POST',
    path: '/v1/files/{fileId}/payment-corrections',
    summary: 'Solicitar que un pago se corrija: a quién, cuánto o desde qué día; o que se cancele',
    roles: CORRECTION_REQUESTERS,
    idempotent: true,
    params: z.strictObject({ fileId: uuidSchema }),
    body: z.strictObject({
      paymentId: uuidSchema.describe('El pago, como está en los movimientos del contrato o en su recibo'),
      shouldHaveBeen: z
        .strictObject({
          target: payeeSchema.optional(),
          amount: positiveMoneySchema.optional().describe('Solo de un pago en caja'),
          valueDate: calendarDateSchema.optional().describe('Día en que se pagó'),
        })
        .nullable()
        .describe('Solo lo que debió ser distinto; null si no hubo tal pago'),
      reason: reasonSchema,
    }),
    success: { status: 201, body: correctionAnswer },
    refusals: [
      ...ledgerRefusals,
      'payment-not-correctable',
      'correction-changes-nothing',
      'amount-told-by-bank',
      'idempotency-key-reused',
    ],
  },
  {
    ...shared,
    operationId: 'listPaymentCorrections',
    method: 'GET',
    path: '/v1/payment-corrections',
    summary: 'Correcciones de pagos, por estado',
    roles: READERS,
    query: z.strictObject({ ...pageQueryFields, status: correctionStateSchema.default('requested') }),
    success: { status: 200, body: pageOf(correctionAnswer) },
  },
  {
    ...shared,
    operationId: 'getPaymentCorrection',
    method: 'GET',
    path: '/v1/payment-corrections/{correctionId}',
    summary: 'Una corrección de un pago: qué se pidió y quién lo decidió',
    roles: READERS,
    params,
    success: { status: 200, body: correctionAnswer },
  },
  {
    ...moving,
    operationId: 'authorisePaymentCorrection',
    path: '/v1/payment-corrections/{correctionId}/authorisation',
    summary: 'Autorizar la corrección que otra persona pidió',
    roles: CORRECTION_AUTHORISERS,
    refusals: [...moveRefusals, ...ledgerRefusals, 'same-person', 'already-reversed'],
  },
  {
    ...moving,
    operationId: 'rejectPaymentCorrection',
    path: '/v1/payment-corrections/{correctionId}/rejection',
    summary: 'Rechazar la corrección que otra persona pidió',
    roles: CORRECTION_AUTHORISERS,
    body: because,
    refusals: [...moveRefusals, 'same-person'],
  },
  {
    ...moving,
    operationId: 'withdrawPaymentCorrection',
    path: '/v1/payment-corrections/{correctionId}/withdrawal',
    summary: 'Retirar una corrección antes de que se decida',
    roles: CORRECTION_REQUESTERS,
    body: because,
    refusals: moveRefusals,
  },
  {
    ...moving,
    operationId: 'directPaymentCorrection',
    path: '/v1/payment-corrections/{correctionId}/target',
    summary: 'Decir a dónde va el dinero de un pago cancelado que no se pudo registrar como debió ser',
    roles: CORRECTION_AUTHORISERS,
    body: z.strictObject({ target: payeeSchema }),
    refusals: [...moveRefusals, ...ledgerRefusals, 'same-person'],
  },
]);
