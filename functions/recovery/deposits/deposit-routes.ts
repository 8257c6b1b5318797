import * as z from 'zod';
import { historyAnswerSchema } from '../../../shared/http/history-answer.ts';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import {
  calendarDateSchema,
  calendarDateText,
  moneyOut,
  moneySchema,
  pageOf,
  pageQueryFields,
  reasonSchema,
  transferReferenceSchema,
  uuidSchema,
} from '../../../shared/http/wire.ts';
import { payeeSchema } from '../payments/payee-schema.ts';
import { APPROVERS, READERS, TECHNICIANS } from '../roles-of-recovery.ts';
import { depositStateSchema, depositTargetSchema } from './deposit.ts';
import { DEPOSIT_MOVEMENTS } from './deposit-movement.ts';

const TAG = 'Depósitos sin identificar';
const depositParams = z.strictObject({ depositId: uuidSchema });

export const depositAnswer = z.object({
  depositId: z.string(),
  status: depositStateSchema,
  statusName: z.string(),
  amount: moneyOut,
  channel: z.string(),
  provisional: z.boolean(),
  valueDate: calendarDateText,
  recordedOn: calendarDateText,
  reason: z.object({ code: z.string(), text: z.string() }),
  reference: z.string().nullable(),
  concept: z.string(),
  payerText: z.string().describe('Lo que el banco escribió de quien pagó: referencia, nombre, concepto'),
  intakeFileId: z.string(),
  line: z.int(),
  target: depositTargetSchema.nullable(),
  eventId: z.string().nullable(),
  return: z
    .object({
      reason: z.string(),
      requestedBy: z.string(),
      approvedBy: z.string().nullable(),
      transferReference: z.string().nullable(),
    })
    .nullable(),
});

const movementAnswer = z.object({
  seq: z.int(),
  movement: z.enum(DEPOSIT_MOVEMENTS),
  amount: moneyOut,
  recordedOn: calendarDateText,
  actor: z.string(),
});

const suggestionsAnswer = z.object({
  items: z.array(z.object({ rank: z.int(), target: depositTargetSchema, because: z.string(), evidence: z.string() })),
});

/** A change of a deposit: who may do it, and the body besides the deposit's id. */
const change = { servedBy: 'desk', tag: TAG, method: 'POST', idempotent: true, params: depositParams } as const;
const changeRefusals = ['deposit-not-free', 'idempotency-key-reused', 'busy-try-later'] as const;

/** Money whose owner is unknown: find the owner, give it back, see what became of it. */
export const depositRoutes = defineRoutes([
  {
    operationId: 'listDeposits',
    method: 'GET',
    path: '/v1/deposits',
    servedBy: 'desk',
    summary: 'Depósitos por estado y fecha de depósito',
    tag: TAG,
    roles: READERS,
    personalData: true,
    query: z.strictObject({
      ...pageQueryFields,
      status: depositStateSchema.default('unidentified'),
      from: calendarDateSchema.optional(),
      to: calendarDateSchema.optional(),
      amount: moneySchema.optional(),
    }),
    success: { status: 200, body: pageOf(depositAnswer) },
  },
  {
    operationId: 'getDeposit',
    method: 'GET',
    path: '/v1/deposits/{depositId}',
    servedBy: 'desk',
    summary: 'Depósito con sus movimientos',
    tag: TAG,
    roles: READERS,
    personalData: true,
    params: depositParams,
    success: {
      status: 200,
      body: depositAnswer.extend({ movements: z.array(movementAnswer), history: historyAnswerSchema }),
    },
  },
  {
    operationId: 'suggestDepositTargets',
    method: 'GET',
    path: '/v1/deposits/{depositId}/suggestions',
    servedBy: 'desk',
    summary: 'A quién puede pertenecer un depósito',
    tag: TAG,
    roles: TECHNICIANS,
    personalData: true,
    params: depositParams,
    success: { status: 200, body: suggestionsAnswer },
  },
  {
    ...change,
    operationId: 'assignDeposit',
    path: '/v1/deposits/{depositId}/assignment',
    summary: 'Asignar un depósito a un pagaré o expediente',
    roles: TECHNICIANS,
    body: z.strictObject({ target: payeeSchema }),
    success: { status: 200, body: depositAnswer },
    refusals: [
      ...changeRefusals,
      'target-unknown',
      'chosen-notes-foreign',
      'notes-need-choice',
      'too-many-notes',
      'date-in-future',
      'date-before-opening',
    ],
  },
  {
    ...change,
    operationId: 'reopenDeposit',
    path: '/v1/deposits/{depositId}/reopening',
    summary: 'Cancelar una asignación equivocada',
    roles: TECHNICIANS,
    body: z.strictObject({ reason: reasonSchema }),
    success: { status: 200, body: depositAnswer },
    refusals: changeRefusals,
  },
  {
    ...change,
    operationId: 'requestDepositReturn',
    path: '/v1/deposits/{depositId}/return-request',
    summary: 'Solicitar la devolución de un depósito',
    roles: TECHNICIANS,
    body: z.strictObject({ reason: reasonSchema }),
    success: { status: 200, body: depositAnswer },
    refusals: changeRefusals,
  },
  {
    ...change,
    operationId: 'approveDepositReturn',
    path: '/v1/deposits/{depositId}/return-approval',
    summary: 'Autorizar la devolución de un depósito',
    roles: APPROVERS,
    body: z.strictObject({ transferReference: transferReferenceSchema }),
    success: { status: 200, body: depositAnswer },
    refusals: [...changeRefusals, 'same-person'],
  },
  {
    ...change,
    operationId: 'rejectDepositReturn',
    path: '/v1/deposits/{depositId}/return-rejection',
    summary: 'Rechazar la devolución de un depósito',
    roles: APPROVERS,
    body: z.strictObject({ reason: reasonSchema }),
    success: { status: 200, body: depositAnswer },
    refusals: [...changeRefusals, 'same-person'],
  },
]);
