import * as z from 'zod';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import {
  calendarDateText,
  moneyOut,
  officeWireSchema,
  pageOf,
  pageQueryFields,
  positiveMoneySchema,
  reasonSchema,
  transferReferenceSchema,
  uuidSchema,
} from '../../../shared/http/wire.ts';
import { APPROVERS, READERS, TECHNICIANS } from '../roles-of-recovery.ts';
import { CREDIT_USES, creditUseStateSchema } from './credit-use.ts';

const TAG = 'Saldos a favor';
const params = z.strictObject({ creditUseId: uuidSchema });
const useSchema = z.enum(CREDIT_USES);

export const creditUseAnswer = z.object({
  creditUseId: z.string(),
  status: creditUseStateSchema,
  statusName: z.string(),
  use: useSchema,
  useName: z.string(),
  fileId: z.string(),
  noteId: z.string().describe('Pagaré que tiene el saldo a favor'),
  toNoteId: z.string().nullable().describe('Pagaré que lo recibe'),
  office: officeWireSchema,
  amount: moneyOut,
  reason: z.string(),
  requestedBy: z.string(),
  requestedOn: calendarDateText,
  decision: z
    .object({
      decision: z.enum(['approve', 'reject']),
      by: z.string(),
      on: calendarDateText,
      reason: z.string().nullable(),
      transferReference: z.string().nullable(),
    })
    .nullable(),
  eventId: z.string().nullable().describe('Movimiento del libro, cuando ya se registró'),
  postedOn: calendarDateText.nullable(),
});

const decisionRefusals = ['credit-use-not-pending', 'same-person', 'idempotency-key-reused', 'busy-try-later'] as const;
/** A decision on a request: another person's. */
const decision = { servedBy: 'desk', tag: TAG, method: 'POST', idempotent: true, roles: APPROVERS, params } as const;

/** Money held on a note: a technician asks to use it, Accounting approves. */
export const creditRoutes = defineRoutes([
  {
    operationId: 'requestCreditUse',
    method: 'POST',
    path: '/v1/files/{fileId}/credit-uses',
    servedBy: 'desk',
    summary: 'Solicitar que un saldo a favor se aplique, se devuelva o pase a otro pagaré',
    tag: TAG,
    roles: TECHNICIANS,
    idempotent: true,
    params: z.strictObject({ fileId: uuidSchema }),
    body: z
      .strictObject({
        noteId: uuidSchema,
        use: useSchema.meta({ description: 'apply: al adeudo; refund: al acreditado; transfer: a otro pagaré.' }),
        toNoteId: uuidSchema.optional().meta({ description: 'Pagaré del mismo expediente que recibe; solo transfer.' }),
        amount: positiveMoneySchema,
        reason: reasonSchema,
      })
      .refine(({ use, toNoteId }) => (use === 'transfer') === (toNoteId !== undefined), {
        path: ['toNoteId'],
        message: 'Indique el pagaré que recibe cuando el saldo pasa a otro, y solo entonces.',
      })
      .refine(({ noteId, toNoteId }) => noteId !== toNoteId, {
        path: ['toNoteId'],
        message: 'El saldo a favor ya está en ese pagaré. Elija otro del expediente.',
      }),
    success: { status: 201, body: creditUseAnswer },
    refusals: ['chosen-notes-foreign', 'credit-not-enough', 'more-than-owed', 'idempotency-key-reused'],
  },
  {
    operationId: 'listCreditUses',
    method: 'GET',
    path: '/v1/credit-uses',
    servedBy: 'desk',
    summary: 'Solicitudes sobre saldos a favor, por estado',
    tag: TAG,
    roles: READERS,
    personalData: true,
    query: z.strictObject({ ...pageQueryFields, status: creditUseStateSchema.default('requested') }),
    success: { status: 200, body: pageOf(creditUseAnswer) },
  },
  {
    operationId: 'getCreditUse',
    method: 'GET',
    path: '/v1/credit-uses/{creditUseId}',
    servedBy: 'desk',
    summary: 'Una solicitud sobre un saldo a favor: quién la pidió y quién la resolvió',
    tag: TAG,
    roles: READERS,
    personalData: true,
    params,
    success: { status: 200, body: creditUseAnswer },
  },
  {
    ...decision,
    operationId: 'approveCreditUse',
    path: '/v1/credit-uses/{creditUseId}/approval',
    summary: 'Autorizar el uso de un saldo a favor',
    body: z.strictObject({ transferReference: transferReferenceSchema.optional() }),
    success: { status: 200, body: creditUseAnswer },
    refusals: [...decisionRefusals, 'transfer-reference-mismatch', 'credit-not-enough', 'note-cancelled'],
  },
  {
    ...decision,
    operationId: 'rejectCreditUse',
    path: '/v1/credit-uses/{creditUseId}/rejection',
    summary: 'Rechazar el uso de un saldo a favor',
    body: z.strictObject({ reason: reasonSchema }),
    success: { status: 200, body: creditUseAnswer },
    refusals: decisionRefusals,
  },
]);
