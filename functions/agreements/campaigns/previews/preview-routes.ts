import * as z from 'zod';
import { byComponentOut } from '../../../../shared/http/balance-answer.ts';
import { historyAnswerSchema } from '../../../../shared/http/history-answer.ts';
import { defineRoutes } from '../../../../shared/http/route-table.ts';
import {
  calendarDateText,
  instantText,
  moneyOut,
  officeWireSchema,
  pageOf,
  pageQueryFields,
  uuidSchema,
} from '../../../../shared/http/wire.ts';
import { workFields } from '../../../../shared/jobs/long-work.ts';
import { CAMPAIGN_ANALYSTS, CAMPAIGN_LIST_READERS, READERS } from '../../roles-of-agreements.ts';

const TAG = 'Campañas';
export const campaignParams = z.strictObject({ campaignId: uuidSchema });
export const previewParams = campaignParams.extend({ previewId: uuidSchema });

const withTotalOut = byComponentOut.extend({ total: moneyOut });
const offerFields = {
  owed: withTotalOut.describe('Adeudo de los pagarés que califican'),
  forgives: withTotalOut.describe('De él, lo que se perdonaría si se cumple'),
  pays: moneyOut.describe('Lo que se pagaría firmando y pagando ese día'),
};
const totalsAnswer = z.object({ files: z.int(), notes: z.int(), ...offerFields });

export const previewAnswer = z.object({
  previewId: z.string(),
  campaignId: z.string(),
  status: workFields.state,
  statusName: z.string(),
  asOf: calendarDateText.describe('Día cuyos adeudos se leen'),
  askedAt: instantText,
  endedAt: instantText.nullable(),
  segments: z.int().describe('Partes iguales de la cartera'),
  segmentsDone: z.int().describe('Partes ya leídas y contadas'),
  headsRead: z.int().describe('Pagarés y saldos a favor leídos hasta ahora'),
  isComplete: z
    .boolean()
    .describe('Terminado y sin pagarés que no se pudieran valuar: las cifras son de toda la cartera'),
  failed: z.int().describe('Pagarés que no se pudieron valuar y faltan en las cifras'),
  failedHeads: z.array(z.string()).describe('Los primeros de ellos, para avisar a Sistemas'),
  byOffice: z.array(totalsAnswer.extend({ office: officeWireSchema })),
  total: totalsAnswer.describe('De las oficinas que usted ve'),
  filesKeptUntil: calendarDateText.describe('Último día en que se puede consultar la lista de expedientes'),
  history: historyAnswerSchema,
});

export const previewedFileAnswer = z.object({
  fileId: z.string(),
  office: officeWireSchema,
  noteIds: z.array(z.string()),
  ...offerFields,
});

const shared = { servedBy: 'api', tag: TAG } as const;

/** What a campaign would come to over the portfolio: asked for, followed, and the files that qualify. */
export const previewRoutes = defineRoutes([
  {
    ...shared,
    operationId: 'previewCampaign',
    method: 'POST',
    path: '/v1/campaigns/{campaignId}/previews',
    summary: 'Pedir el cálculo de la campaña sobre toda la cartera: quién califica y cuánto se perdonaría',
    roles: CAMPAIGN_ANALYSTS,
    idempotent: true,
    params: campaignParams,
    success: { status: 202, body: previewAnswer },
    refusals: ['campaign-not-open-to', 'idempotency-key-reused'],
  },
  {
    ...shared,
    operationId: 'getCampaignPreview',
    method: 'GET',
    path: '/v1/campaigns/{campaignId}/previews/{previewId}',
    summary: 'Avance y resultado del cálculo, por oficina y por concepto',
    roles: READERS,
    params: previewParams,
    success: { status: 200, body: previewAnswer },
  },
  {
    ...shared,
    operationId: 'listCampaignPreviewFiles',
    method: 'GET',
    path: '/v1/campaigns/{campaignId}/previews/{previewId}/files',
    summary: 'Expedientes que califican, por oficina, con lo que deben y lo que pagarían',
    personalData: true,
    roles: CAMPAIGN_LIST_READERS,
    params: previewParams,
    query: z.strictObject({ ...pageQueryFields, office: officeWireSchema.optional() }),
    success: { status: 200, body: pageOf(previewedFileAnswer) },
    refusals: ['campaign-preview-over'],
  },
]);
