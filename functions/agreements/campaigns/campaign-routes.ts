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
  positiveMoneySchema,
  reasonSchema,
  uuidSchema,
} from '../../../shared/http/wire.ts';
import { MOST_AGREED_PAYMENTS } from '../../../shared/loan-book/agreement-plan.ts';
import { EARNED, WHILE_LIVE } from '../agreements/agreement.ts';
import { forgiveAnswer, forgiveBody } from '../agreements/share-wire.ts';
import { AUTHORISERS, CAMPAIGN_ANALYSTS, READERS } from '../roles-of-agreements.ts';
import { campaignStateSchema } from './campaign.ts';
import { eligibilitySchema } from './eligibility.ts';

const TAG = 'Campañas';
const params = z.strictObject({ campaignId: uuidSchema });
const text = (most: number) => z.string().trim().min(3).max(most);

const eligibilityBody = eligibilitySchema
  .extend({ owed: z.strictObject({ from: moneySchema.optional(), to: moneySchema.optional() }).optional() })
  .describe('A quién se ofrece: debe cumplirse todo lo que se indique');
const eligibilityAnswer = eligibilitySchema.extend({
  owed: z.object({ from: moneyOut.optional(), to: moneyOut.optional() }).optional(),
});

const campaignBody = z
  .strictObject({
    name: text(80),
    from: calendarDateSchema.describe('Primer día en que se puede proponer y firmar un convenio de la campaña'),
    until: calendarDateSchema.describe('Último día'),
    forgive: forgiveBody,
    earned: z.enum(EARNED).default('at-fulfilment'),
    whileLive: z
      .array(z.enum(WHILE_LIVE))
      .max(WHILE_LIVE.length)
      .default([...WHILE_LIVE]),
    mostPayments: z.int().min(1).max(MOST_AGREED_PAYMENTS),
    eligibility: eligibilityBody,
    legalBasis: text(500).describe('Fundamento: el acuerdo o la norma que permite la quita'),
    budget: positiveMoneySchema.describe('Lo que puede perdonar en total'),
    source: text(300).describe('Documento que lo dice'),
  })
  .refine(({ from, until }) => from <= until, { path: ['until'], message: 'Debe ser igual o posterior a «from».' })
  .refine(({ forgive }) => Object.values(forgive).some((percent) => percent > 0), {
    path: ['forgive'],
    message: 'Indique al menos un porcentaje mayor que cero.',
  })
  // As the ledger has it (shared/ledger/agreement-rules.ts): no agreement could be signed.
  .refine(({ forgive, earned }) => earned === 'at-fulfilment' || forgive.principal === 0, {
    path: ['earned'],
    message: 'La quita de capital se gana al cumplir todo el convenio, no con cada pago.',
  });

const campaignAnswer = z.object({
  campaignId: z.string(),
  status: campaignStateSchema,
  statusName: z.string(),
  acceptsToday: z.boolean().describe('Si hoy se puede proponer un convenio de la campaña'),
  name: z.string(),
  from: calendarDateText,
  until: calendarDateText,
  forgive: forgiveAnswer,
  earned: z.enum(EARNED),
  whileLive: z.array(z.enum(WHILE_LIVE)),
  mostPayments: z.int(),
  eligibility: eligibilityAnswer,
  legalBasis: z.string(),
  budget: moneyOut,
  source: z.string(),
  history: historyAnswerSchema,
});

/** One campaign, and what is left of its budget. */
const campaignWithBudget = campaignAnswer.extend({
  committed: moneyOut.describe('De su presupuesto, lo que perdonan o perdonaron sus convenios'),
});
export type CampaignAnswer = z.input<typeof campaignAnswer>;

const shared = { servedBy: 'api', tag: TAG } as const;
const success = { status: 200, body: campaignWithBudget } as const;
const deciding = { ...shared, method: 'POST', idempotent: true, params, success, roles: AUTHORISERS } as const;
const because = z.strictObject({ reason: reasonSchema });
const refusals = ['campaign-not-open-to', 'idempotency-key-reused', 'busy-try-later'] as const;

/** Campaigns: proposed by one person, opened by another, closed. */
export const campaignRoutes = defineRoutes([
  {
    ...shared,
    operationId: 'proposeCampaign',
    method: 'POST',
    path: '/v1/campaigns',
    summary: 'Proponer una campaña: qué perdona, a quién, hasta cuándo y con qué fundamento',
    roles: CAMPAIGN_ANALYSTS,
    idempotent: true,
    body: campaignBody,
    success: { status: 201, body: campaignWithBudget },
    refusals: ['campaign-over-already', 'idempotency-key-reused'],
  },
  {
    ...shared,
    operationId: 'listCampaigns',
    method: 'GET',
    path: '/v1/campaigns',
    summary: 'Campañas por estado',
    roles: READERS,
    query: z.strictObject({ ...pageQueryFields, status: campaignStateSchema.default('open') }),
    success: { status: 200, body: pageOf(campaignAnswer) },
  },
  {
    ...shared,
    operationId: 'getCampaign',
    method: 'GET',
    path: '/v1/campaigns/{campaignId}',
    summary: 'Una campaña y quién la autorizó',
    roles: READERS,
    params,
    success,
  },
  {
    ...deciding,
    operationId: 'authoriseCampaign',
    path: '/v1/campaigns/{campaignId}/authorisation',
    summary: 'Autorizar la campaña que otra persona propuso',
    refusals: [...refusals, 'same-person', 'campaign-over-authority', 'campaign-over-already'],
  },
  {
    ...deciding,
    operationId: 'rejectCampaign',
    path: '/v1/campaigns/{campaignId}/rejection',
    summary: 'Rechazar la campaña que otra persona propuso',
    body: because,
    refusals: [...refusals, 'same-person'],
  },
  {
    ...deciding,
    operationId: 'closeCampaign',
    path: '/v1/campaigns/{campaignId}/closure',
    summary: 'Cerrar una campaña antes de su último día',
    body: because,
    refusals,
  },
]);
