import * as z from 'zod';
import { byComponentOut } from '../../../shared/http/balance-answer.ts';
import { historyAnswerSchema } from '../../../shared/http/history-answer.ts';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import {
  calendarDateSchema,
  calendarDateText,
  moneyOut,
  officeWireSchema,
  pageOf,
  pageQueryFields,
  reasonSchema,
  uuidSchema,
} from '../../../shared/http/wire.ts';
import { MOST_REGENERATED_NOTES } from '../../../shared/ledger/regeneration-postings.ts';
import { MOST_INSTALMENTS } from '../../../shared/loan-book/note-terms.ts';
import { contractNumberSchema, creditNumberSchema, paymentReferenceSchema, termOverridesSchema } from '../note.ts';
import { productCodeSchema } from '../product.ts';
import { REGENERATION_AUTHORISERS, REGENERATION_PROPOSERS, REGENERATION_READERS } from '../roles-of-lending.ts';
import { FORMS, regenerationStateSchema } from './regeneration.ts';

const TAG = 'Regeneraciones';
const params = z.strictObject({ regenerationId: uuidSchema });
const INTEREST = ['ordinaryInterest', 'defaultInterest', 'collectionCosts'] as const;

const regenerationBody = z.strictObject({
  form: z.enum(FORMS).describe('novation: extingue los anteriores; resolutory-condition: vuelven si se incumple'),
  oldNoteIds: z.array(uuidSchema).min(1).max(MOST_REGENERATED_NOTES),
  capitalises: z
    .array(z.enum(INTEREST))
    .max(INTEREST.length)
    .default([])
    .describe('Lo que el acreditado firma como capital (Código de Comercio art. 363); nada si no se indica'),
  contractNumber: contractNumberSchema,
  product: productCodeSchema,
  paymentReference: paymentReferenceSchema,
  creditNumber: creditNumberSchema.nullable().default(null),
  firstDueDate: calendarDateSchema,
  instalments: z.int().min(1).max(MOST_INSTALMENTS),
  overrides: termOverridesSchema
    .omit({ firstDueDate: true, instalments: true, endOfGrace: true, accrualStart: true })
    .default({})
    .describe('Lo que se conviene distinto de su producto'),
  reason: reasonSchema,
});

export const regenerationAnswer = z.object({
  regenerationId: z.string(),
  status: regenerationStateSchema,
  statusName: z.string(),
  form: z.enum(FORMS),
  formName: z.string(),
  fileId: z.string(),
  office: officeWireSchema,
  oldNoteIds: z.array(z.string()),
  capitalises: z.array(z.string()),
  newNoteId: z.string(),
  contractNumber: z.string(),
  firstDueDate: calendarDateText,
  instalments: z.int(),
  proposedOn: calendarDateText,
  owed: byComponentOut.describe('Lo que debían los pagarés anteriores al proponerla'),
  history: historyAnswerSchema,
});
const withSchedule = regenerationAnswer.extend({
  today: z
    .object({
      owed: byComponentOut,
      schedule: z.array(
        z.object({ date: calendarDateText, principal: moneyOut, ordinaryInterest: moneyOut, total: moneyOut }),
      ),
    })
    .nullable()
    .describe('Si se firmara hoy: lo que pasaría y la tabla del pagaré nuevo, sin los intereses que no se capitalizan'),
});

const shared = { servedBy: 'api', tag: TAG, personalData: true } as const;
const success = { status: 200, body: regenerationAnswer } as const;
const moving = { ...shared, method: 'POST', idempotent: true, params, success } as const;
const moveRefusals = ['regeneration-not-open-to', 'idempotency-key-reused', 'busy-try-later'] as const;
const because = z.strictObject({ reason: reasonSchema });

/** Regenerations: debts of old notes moved into a new one, in either legal form, and the way back. */
export const regenerationRoutes = defineRoutes([
  {
    ...shared,
    operationId: 'proposeRegeneration',
    method: 'POST',
    path: '/v1/files/{fileId}/regenerations',
    summary: 'Proponer que el adeudo de uno o varios pagarés pase a uno nuevo',
    roles: REGENERATION_PROPOSERS,
    idempotent: true,
    params: z.strictObject({ fileId: uuidSchema }),
    body: regenerationBody,
    success: { status: 201, body: withSchedule },
    refusals: ['regeneration-refused', 'product-not-in-force', 'idempotency-key-reused'],
  },
  {
    ...shared,
    operationId: 'listRegenerations',
    method: 'GET',
    path: '/v1/regenerations',
    summary: 'Regeneraciones por estado',
    roles: REGENERATION_READERS,
    query: z.strictObject({ ...pageQueryFields, status: regenerationStateSchema.default('proposed') }),
    success: { status: 200, body: pageOf(regenerationAnswer) },
  },
  {
    ...shared,
    operationId: 'getRegeneration',
    method: 'GET',
    path: '/v1/regenerations/{regenerationId}',
    summary: 'Una regeneración: qué pasa, a qué plazos, quién la autorizó y quién firmó',
    roles: REGENERATION_READERS,
    params,
    success: { status: 200, body: withSchedule },
  },
  {
    ...moving,
    operationId: 'authoriseRegeneration',
    path: '/v1/regenerations/{regenerationId}/authorisation',
    summary: 'Autorizar la regeneración que otra persona propuso',
    roles: REGENERATION_AUTHORISERS,
    refusals: [...moveRefusals, 'same-person'],
  },
  {
    ...moving,
    operationId: 'rejectRegeneration',
    path: '/v1/regenerations/{regenerationId}/rejection',
    summary: 'Rechazar la regeneración que otra persona propuso',
    roles: REGENERATION_AUTHORISERS,
    body: because,
    refusals: [...moveRefusals, 'same-person'],
  },
  {
    ...moving,
    operationId: 'withdrawRegeneration',
    path: '/v1/regenerations/{regenerationId}/withdrawal',
    summary: 'Retirar una propuesta antes de su firma',
    roles: REGENERATION_PROPOSERS,
    body: because,
    refusals: moveRefusals,
  },
  {
    ...moving,
    operationId: 'signRegeneration',
    path: '/v1/regenerations/{regenerationId}/signature',
    summary: 'Registrar la firma del acreditado y de los avales',
    roles: REGENERATION_PROPOSERS,
    body: z.strictObject({
      cosigners: z
        .array(z.int().positive())
        .max(10)
        .default([])
        .describe('Números de los avales que firmaron; en una novación, todos'),
    }),
    refusals: [
      ...moveRefusals,
      'signature-missing',
      'product-not-in-force',
      'contract-already-registered',
      'reference-taken',
      'regeneration-not-possible',
      'note-exists',
    ],
  },
  {
    ...moving,
    operationId: 'undoRegeneration',
    path: '/v1/regenerations/{regenerationId}/resolution',
    summary: 'Resolver una regeneración incumplida: vuelven los pagarés anteriores, con lo pagado',
    roles: REGENERATION_AUTHORISERS,
    body: because,
    refusals: [...moveRefusals, 'same-person', 'regeneration-not-undone'],
  },
]);
