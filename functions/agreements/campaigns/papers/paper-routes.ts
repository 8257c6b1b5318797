import * as z from 'zod';
import { historyAnswerSchema } from '../../../../shared/http/history-answer.ts';
import { defineRoutes } from '../../../../shared/http/route-table.ts';
import {
  calendarDateSchema,
  calendarDateText,
  instantText,
  officeWireSchema,
  uuidSchema,
} from '../../../../shared/http/wire.ts';
import { workFields } from '../../../../shared/jobs/long-work.ts';
import { AUTHORISERS, CAMPAIGN_ANALYSTS } from '../../roles-of-agreements.ts';
import { campaignParams, previewParams } from '../previews/preview-routes.ts';
import { PAPER_KINDS, UNWRITTEN } from './campaign-paper.ts';

const TAG = 'Campañas';
const paperParams = campaignParams.extend({ paperId: uuidSchema });
const partParams = paperParams.extend({
  part: z.coerce.number<string>('Escriba el número de la parte, desde 1.').int().min(1).max(9_999),
});

const offices = z.array(officeWireSchema).min(1).optional().describe('Si no se indican, todas las del cálculo');

export const paperAnswer = z.object({
  paperId: z.string(),
  campaignId: z.string(),
  previewId: z.string(),
  kind: z.enum(PAPER_KINDS),
  status: workFields.state,
  statusName: z.string(),
  offices: z.array(officeWireSchema),
  days: z
    .object({ from: calendarDateText, until: calendarDateText })
    .nullable()
    .describe('De las cartas: primer y último día para los que dicen cuánto se paga'),
  filesTotal: z.int().describe('Expedientes del cálculo en esas oficinas'),
  filesDone: z.int().describe('Expedientes ya revisados'),
  unwritten: z
    .array(z.object({ reason: z.enum(UNWRITTEN), reasonName: z.string(), files: z.int() }))
    .describe('De las cartas: expedientes que no llevan, por motivo'),
  parts: z
    .array(z.object({ part: z.int(), files: z.int(), bytes: z.int(), sha256: z.string() }))
    .describe('Documentos listos, en su orden'),
  askedAt: instantText,
  endedAt: instantText.nullable(),
  keptUntil: calendarDateText.describe('Último día en que se puede descargar'),
  history: historyAnswerSchema,
});

export const paperLinkAnswer = z.object({
  url: z.url().describe('Liga para descargarlo, que no pide identificarse: no la comparta'),
  expiresAt: instantText,
});

const shared = { servedBy: 'api', tag: TAG } as const;
const asking = { ...shared, method: 'POST', idempotent: true, params: previewParams } as const;
const refusals = ['campaign-preview-unfinished', 'campaign-preview-over', 'idempotency-key-reused'] as const;

/** What is drawn of a preview's files for many people at once: asked for, followed, fetched. */
export const paperRoutes = defineRoutes([
  {
    ...asking,
    operationId: 'requestCampaignLetters',
    path: '/v1/campaigns/{campaignId}/previews/{previewId}/letters',
    summary: 'Pedir las cartas de invitación a los expedientes que califican (PDF)',
    roles: AUTHORISERS,
    body: z.strictObject({
      from: calendarDateSchema.describe('Primer día para el que dicen cuánto se paga'),
      until: calendarDateSchema.describe('Último día: hasta cuándo vale lo que dicen'),
      offices,
    }),
    success: { status: 202, body: paperAnswer },
    refusals: [...refusals, 'campaign-closed', 'campaign-letters-days'],
  },
  {
    ...asking,
    operationId: 'requestCampaignWorkbook',
    path: '/v1/campaigns/{campaignId}/previews/{previewId}/workbooks',
    summary: 'Pedir el cálculo en Excel: resumen por oficina y concepto, y los expedientes',
    roles: CAMPAIGN_ANALYSTS,
    body: z.strictObject({ offices }),
    success: { status: 202, body: paperAnswer },
    refusals,
  },
  {
    ...shared,
    operationId: 'getCampaignPaper',
    method: 'GET',
    path: '/v1/campaigns/{campaignId}/papers/{paperId}',
    summary: 'Avance de las cartas o del Excel, y sus partes listas',
    roles: CAMPAIGN_ANALYSTS,
    params: paperParams,
    success: { status: 200, body: paperAnswer },
  },
  {
    ...shared,
    servedBy: 'render',
    operationId: 'fetchCampaignPaper',
    method: 'GET',
    path: '/v1/campaigns/{campaignId}/papers/{paperId}/parts/{part}',
    summary: 'Liga de unos minutos para descargar una parte',
    personalData: true,
    roles: CAMPAIGN_ANALYSTS,
    params: partParams,
    success: { status: 200, body: paperLinkAnswer },
    refusals: ['campaign-paper-over'],
  },
]);
