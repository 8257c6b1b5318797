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
import { bankReturnStateSchema } from './bank-return.ts';

const TAG = 'Devoluciones del banco';
const place = z.object({ intakeFileId: z.string(), line: z.int() });

export const bankReturnAnswer = z.object({
  returnId: z.string(),
  state: bankReturnStateSchema,
  stateName: z.string(),
  amount: moneyOut,
  channel: z.string(),
  date: calendarDateText,
  recordedOn: calendarDateText,
  reference: z.string().nullable(),
  reason: z.string(),
  told: place.describe('Renglón en que el banco avisa'),
  paid: place.nullable().describe('Renglón que trajo el pago; vacío mientras no llegue'),
  payment: z
    .object({
      outcomeName: z.string(),
      amount: moneyOut.nullable(),
      eventId: z.string().nullable(),
      depositId: z.string().nullable(),
      target: z.object({ fileId: z.string(), noteId: z.string().nullable() }).nullable(),
    })
    .nullable()
    .describe('El pago o depósito que se cancelaría'),
  decision: z.object({ decision: z.enum(['confirm', 'dismiss']), reason: z.string(), by: z.string() }).nullable(),
  settledOn: calendarDateText.nullable(),
});

/** What the bank took back: a person says whether the payment is cancelled. */
export const returnRoutes = defineRoutes([
  {
    operationId: 'listBankReturns',
    method: 'GET',
    path: '/v1/bank-returns',
    servedBy: 'desk',
    summary: 'Pagos que el banco devolvió, por estado',
    tag: TAG,
    roles: READERS,
    personalData: true,
    query: z.strictObject({ ...pageQueryFields, state: bankReturnStateSchema.default('pending') }),
    success: { status: 200, body: pageOf(bankReturnAnswer) },
  },
  {
    operationId: 'decideBankReturn',
    method: 'POST',
    path: '/v1/bank-returns/{returnId}/decision',
    servedBy: 'desk',
    summary: 'Decidir si se cancela el pago que el banco devolvió',
    tag: TAG,
    roles: TECHNICIANS,
    idempotent: true,
    params: z.strictObject({ returnId: uuidSchema }),
    body: z.strictObject({
      decision: z
        .enum(['confirm', 'dismiss'])
        .meta({ description: 'confirm: se cancela el pago; dismiss: el pago se conserva.' }),
      reason: reasonSchema,
    }),
    success: { status: 200, body: bankReturnAnswer },
    refusals: ['return-not-pending', 'return-without-payment', 'idempotency-key-reused', 'busy-try-later'],
  },
]);
