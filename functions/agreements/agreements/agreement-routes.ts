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
  positiveMoneySchema,
  reasonSchema,
  uuidSchema,
} from '../../../shared/http/wire.ts';
import { MOST_AGREED_NOTES } from '../../../shared/ledger/agreement-head.ts';
import { MOST_AGREED_PAYMENTS } from '../../../shared/loan-book/agreement-plan.ts';
import { AUTHORISERS, NEGOTIATORS, READERS } from '../roles-of-agreements.ts';
import { agreementStateSchema, EARNED, WHILE_LIVE } from './agreement.ts';
import { GUARANTEE_KINDS, guaranteeSchema, MOST_GUARANTEES } from './guarantee.ts';
import { forgiveAnswer, forgiveBody } from './share-wire.ts';

const TAG = 'Convenios';
const fileParams = z.strictObject({ fileId: uuidSchema });
const params = z.strictObject({ agreementId: uuidSchema });

const WHILE_LIVE_TEXT = 'Interés que corra mientras vive el convenio y se perdona si se cumple';

const IN_ALL_TEXT = 'Lo que se perdona en total si cada pago entra en su fecha: también lo que corra mientras vive';

const wishFields = z.strictObject({
  noteIds: z
    .array(uuidSchema)
    .min(1)
    .max(MOST_AGREED_NOTES)
    .optional()
    .describe('Si no se indican, todos los que deben'),
  campaignId: uuidSchema.optional().describe('Campaña, que dice la quita y cómo se gana; si no, se indican'),
  forgive: forgiveBody.optional(),
  earned: z
    .enum(EARNED)
    .optional()
    .describe('at-fulfilment (si no se indica): al cumplir todo; by-payment: con cada pago'),
  whileLive: z
    .array(z.enum(WHILE_LIVE))
    .max(WHILE_LIVE.length)
    .optional()
    .describe(`${WHILE_LIVE_TEXT}; el moratorio si no se indica`),
  signsOn: calendarDateSchema.optional().describe('Día de la firma; hoy si no se indica'),
  firstPayment: positiveMoneySchema.optional().describe('Pago del día de la firma'),
  payments: z.int().min(1).max(MOST_AGREED_PAYMENTS),
  from: calendarDateSchema.describe('Fecha del primero de los pagos iguales'),
  every: z
    .strictObject({ unit: z.enum(['days', 'months']), number: z.int().min(1).max(366) })
    .default({ unit: 'months', number: 1 }),
});

const proposalFields = wishFields.extend({
  reason: reasonSchema,
  cosigners: z
    .array(z.int().positive())
    .max(10)
    .default([])
    .describe('Números de los avales del expediente que firman además del acreditado'),
  guarantees: z.array(guaranteeSchema).max(MOST_GUARANTEES).default([]).describe('Garantías que se ofrecen'),
});

type Offer = Partial<Readonly<Record<'campaignId' | 'forgive' | 'earned' | 'whileLive', unknown>>>;

/** What is forgiven is said by the campaign or by whoever proposes, never by both. */
const offered = <Body extends z.ZodType<Offer>>(body: Body) =>
  body.refine(
    ({ campaignId, forgive, earned, whileLive }) =>
      campaignId === undefined
        ? forgive !== undefined
        : [forgive, earned, whileLive].every((wish) => wish === undefined),
    { path: ['forgive'], message: 'Indique la quita («forgive», «earned», «whileLive») o la campaña, no ambas.' },
  );

const paymentsAnswer = z.array(z.object({ number: z.int(), due: calendarDateText, amount: moneyOut }));

export const simulationAnswer = z.object({
  fileId: z.string(),
  noteIds: z.array(z.string()),
  office: officeWireSchema,
  signsOn: calendarDateText,
  owed: byComponentOut.extend({ total: moneyOut }).describe('Adeudo el día de la firma'),
  forgives: byComponentOut.extend({ total: moneyOut }).describe('De él, lo que se perdona si se cumple'),
  forgivesInAll: byComponentOut.extend({ total: moneyOut }).describe(IN_ALL_TEXT),
  total: moneyOut.describe('Lo que se paga en total'),
  payments: z.array(
    z.object({
      number: z.int(),
      due: calendarDateText,
      amount: moneyOut,
      notes: z.array(byComponentOut.extend({ noteId: z.string() })),
    }),
  ),
  graceDays: z.int(),
  inAuthority: z.boolean().describe('Si quien pregunta puede autorizarlo por sí'),
  excess: z.array(z.string()).describe('En qué excede sus facultades'),
  mayAuthorise: z.array(z.string()).describe('Puestos que pueden autorizarlo'),
});

export const agreementAnswer = z.object({
  agreementId: z.string(),
  status: agreementStateSchema,
  statusName: z.string(),
  campaign: z.object({ campaignId: z.string(), name: z.string() }).nullable(),
  fileId: z.string(),
  noteIds: z.array(z.string()),
  office: officeWireSchema,
  signsOn: calendarDateText,
  validUntil: calendarDateText.describe('Último día para firmarlo'),
  signers: z
    .array(
      z.object({
        who: z.string().describe('borrower, o cosigner-<número del aval>'),
        signedOn: calendarDateText.nullable().describe('Vacío: falta'),
        by: z.string().nullable().describe('Quien registró la firma'),
      }),
    )
    .describe('Quienes firman; con la última firma queda vigente'),
  guarantees: z.array(z.object({ kind: z.enum(GUARANTEE_KINDS), description: z.string() })),
  forgive: forgiveAnswer,
  owed: byComponentOut.describe('Adeudo el día de la firma, como se propuso'),
  forgives: byComponentOut,
  forgivesInAll: byComponentOut.describe(IN_ALL_TEXT),
  earned: z.enum(EARNED),
  whileLive: z.array(z.enum(WHILE_LIVE)).describe(WHILE_LIVE_TEXT),
  total: moneyOut,
  payments: paymentsAnswer,
  graceDays: z.int(),
  standing: z
    .object({
      kind: z.enum(['live', 'broken', 'fulfilled']),
      kept: z.int().describe('Pagos cubiertos'),
      paid: moneyOut.describe('Entrado desde la firma'),
      lateSince: calendarDateText.nullable().describe('El pago que está dentro de su tolerancia'),
      endedOn: calendarDateText.nullable(),
      next: z
        .object({ due: calendarDateText, missing: moneyOut })
        .nullable()
        .describe('Lo que falta del siguiente pago'),
    })
    .nullable()
    .describe('Qué ha sido de él según el libro, hoy; vacío si no está firmado'),
  history: historyAnswerSchema,
});

const shared = { servedBy: 'api', tag: TAG, personalData: true } as const;
const wishRefusals = [
  'agreement-notes-foreign',
  'agreement-nothing-to-pay',
  'agreement-not-possible',
  'agreement-does-not-sum',
  'agreement-alive',
  'amount-not-positive',
  'campaign-closed',
  'campaign-not-eligible',
  'campaign-payments-exceeded',
] as const;
const success = { status: 200, body: agreementAnswer } as const;
const moving = { ...shared, method: 'POST', idempotent: true, params, success } as const;
const moveRefusals = ['agreement-not-open-to', 'idempotency-key-reused', 'busy-try-later'] as const;
const because = z.strictObject({ reason: reasonSchema });

/** Agreements: simulated, proposed, authorised, signed, and what has become of them. */
export const agreementRoutes = defineRoutes([
  {
    ...shared,
    operationId: 'simulateAgreement',
    method: 'POST',
    readsOnly: true,
    path: '/v1/files/{fileId}/agreement-simulations',
    summary: 'Ver qué pediría y qué perdonaría un convenio, pago por pago, sin guardar nada',
    roles: NEGOTIATORS,
    params: fileParams,
    body: offered(wishFields),
    success: { status: 200, body: simulationAnswer },
    refusals: wishRefusals,
  },
  {
    ...shared,
    operationId: 'proposeAgreement',
    method: 'POST',
    path: '/v1/files/{fileId}/agreements',
    summary: 'Proponer un convenio; dentro de las facultades de quien propone queda autorizado',
    roles: NEGOTIATORS,
    idempotent: true,
    params: fileParams,
    body: offered(proposalFields),
    success: { status: 201, body: agreementAnswer },
    refusals: [...wishRefusals, 'agreement-signer-foreign', 'campaign-budget-exceeded', 'idempotency-key-reused'],
  },
  {
    ...shared,
    operationId: 'listFileAgreements',
    method: 'GET',
    path: '/v1/files/{fileId}/agreements',
    summary: 'Convenios firmados de un expediente',
    roles: READERS,
    params: fileParams,
    success: { status: 200, body: z.object({ items: z.array(agreementAnswer) }) },
  },
  {
    ...shared,
    operationId: 'listAgreements',
    method: 'GET',
    path: '/v1/agreements',
    summary: 'Convenios por estado',
    roles: READERS,
    query: z.strictObject({ ...pageQueryFields, status: agreementStateSchema.default('proposed') }),
    success: { status: 200, body: pageOf(agreementAnswer.omit({ standing: true })) },
  },
  {
    ...shared,
    operationId: 'getAgreement',
    method: 'GET',
    path: '/v1/agreements/{agreementId}',
    summary: 'Un convenio: qué se convino, quién lo autorizó y qué ha sido de él',
    roles: READERS,
    params,
    success,
  },
  {
    operationId: 'printAgreement',
    method: 'GET',
    path: '/v1/agreements/{agreementId}/document',
    servedBy: 'render',
    summary: 'Convenio para firma (PDF)',
    tag: TAG,
    personalData: true,
    roles: READERS,
    params,
    success: { status: 200, contentType: 'application/pdf' },
  },
  {
    ...moving,
    operationId: 'authoriseAgreement',
    path: '/v1/agreements/{agreementId}/authorisation',
    summary: 'Autorizar el convenio que otra persona propuso',
    roles: AUTHORISERS,
    refusals: [...moveRefusals, 'same-person', 'agreement-over-authority'],
  },
  {
    ...moving,
    operationId: 'rejectAgreement',
    path: '/v1/agreements/{agreementId}/rejection',
    summary: 'Rechazar el convenio que otra persona propuso',
    roles: AUTHORISERS,
    body: because,
    refusals: [...moveRefusals, 'same-person'],
  },
  {
    ...moving,
    operationId: 'withdrawAgreement',
    path: '/v1/agreements/{agreementId}/withdrawal',
    summary: 'Retirar una propuesta antes de su firma',
    roles: NEGOTIATORS,
    body: because,
    refusals: moveRefusals,
  },
  {
    ...moving,
    operationId: 'signAgreement',
    path: '/v1/agreements/{agreementId}/signature',
    summary: 'Registrar una firma de un convenio autorizado; la última que falta lo deja vigente',
    roles: NEGOTIATORS,
    body: z
      .strictObject({
        who: z
          .string()
          .regex(/^(borrower|cosigner-[1-9]\d?)$/, 'Escriba «borrower» o «cosigner-» con el número del aval.')
          .optional()
          .describe('Quien firma; el acreditado si no se indica'),
      })
      .optional(),
    refusals: [
      ...moveRefusals,
      'agreement-signer-unknown',
      'agreement-signer-has-signed',
      'agreement-does-not-sum',
      'agreement-alive',
      'agreement-not-possible',
      'campaign-closed',
      'note-not-found',
      'note-cancelled',
    ],
  },
  {
    ...moving,
    operationId: 'cancelAgreement',
    path: '/v1/agreements/{agreementId}/cancellation',
    summary: 'Cancelar un convenio vigente firmado por error, como si nunca se hubiera firmado',
    roles: AUTHORISERS,
    body: because,
    refusals: [...moveRefusals, 'same-person', 'agreement-closed', 'agreement-ended'],
  },
]);
