import * as z from 'zod';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import { calendarDateSchema, instantText } from '../../../shared/http/wire.ts';
import type { Role } from '../../../shared/institute/posts.ts';
import { keptRecipientSchema, recipientListSchema } from './recipients-store.ts';
import { reconciliationWireSchema, reportWireSchema } from './report-wire.ts';
import { SENDING_STATES } from './sending.ts';

const REPORT_READERS = [
  'recovery-technician',
  'accountant',
  'director',
  'portfolio-coordinator',
  'auditor',
] as const satisfies readonly Role[];
const RESENDERS = ['recovery-technician', 'systems'] as const satisfies readonly Role[];
const LIST_KEEPERS = ['recovery-technician', 'systems', 'director'] as const satisfies readonly Role[];

const monthText = z
  .string()
  .regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/, 'Escriba el mes como AAAA-MM.')
  .meta({ description: 'Mes, AAAA-MM.', example: '2026-11' });
const yearText = z
  .string()
  .regex(/^(19|20|21)\d\d$/, 'Escriba el año con cuatro dígitos.')
  .meta({ description: 'Año.', example: '2026' });

const dayParams = z.strictObject({ date: calendarDateSchema });
const monthParams = z.strictObject({ month: monthText });
const yearParams = z.strictObject({ year: yearText });
const basisField = {
  basis: z.enum(['recorded', 'value-date']).default('recorded').meta({
    description: 'recorded: por fecha de registro (la que se congela). value-date: por fecha valor.',
  }),
};
const basisQuery = z.strictObject(basisField);
const rangeQuery = z.strictObject({ from: calendarDateSchema, to: calendarDateSchema, ...basisField });

export const sendingAnswer = z.object({
  attempt: z.int(),
  state: z.enum(SENDING_STATES),
  stateLabel: z.string(),
  requestedBy: z.string(),
  reason: z.string().nullable(),
  recipients: z.int(),
  refusedRecipients: z.int().describe('Destinatarios a los que no se pudo enviar; revise la lista'),
  sha256: z.string(),
  startedAt: instantText,
  endedAt: instantText.nullable(),
  failure: z.string().nullable(),
});
const sendingsAnswer = z.object({ sendings: z.array(sendingAnswer) });
const resendBody = z.strictObject({
  reason: z.string().trim().min(5, 'Explique por qué se envía de nuevo (mínimo 5 letras).').max(200),
});
const resendAnswer = z.object({ requestId: z.string() });

export const closureAnswer = z.object({
  month: z.string(),
  state: z.enum(['open', 'closed']),
  sha256: z.string().nullable(),
  closedAt: instantText.nullable(),
  closedBy: z.string().nullable(),
  /** Whether today's computation gives the frozen figures; null while open. */
  verified: z.boolean().nullable(),
});
const recipientsAnswer = z.object({ recipients: z.array(keptRecipientSchema) });

const REPORT = { tag: 'Reportes', servedBy: 'api', method: 'GET', roles: REPORT_READERS } as const;
const DAILY = { params: dayParams, query: basisQuery } as const;
const MONTHLY = { params: monthParams, query: basisQuery } as const;
const YEARLY = { params: yearParams, query: basisQuery } as const;
const REFUSALS = ['report-in-future', 'range-not-valid'] as const;
const JSON_REPORT = { success: { status: 200, body: reportWireSchema }, refusals: REFUSALS } as const;

/** Reports, reconciliation, closing and mails: JSON. */
export const reportRoutes = defineRoutes([
  {
    ...REPORT,
    ...DAILY,
    ...JSON_REPORT,
    operationId: 'getDailyReport',
    path: '/v1/recovery-reports/daily/{date}',
    summary: 'Reporte de recuperación del día',
  },
  {
    ...REPORT,
    ...MONTHLY,
    ...JSON_REPORT,
    operationId: 'getMonthlyReport',
    path: '/v1/recovery-reports/monthly/{month}',
    summary: 'Reporte de recuperación del mes',
  },
  {
    ...REPORT,
    ...YEARLY,
    ...JSON_REPORT,
    operationId: 'getYearlyReport',
    path: '/v1/recovery-reports/yearly/{year}',
    summary: 'Reporte de recuperación del año',
  },
  {
    ...REPORT,
    ...JSON_REPORT,
    operationId: 'getRangeReport',
    path: '/v1/recovery-reports/range',
    summary: 'Reporte de recuperación entre dos fechas',
    query: rangeQuery,
  },
  {
    ...REPORT,
    operationId: 'listDailySendings',
    path: '/v1/recovery-reports/daily/{date}/sendings',
    summary: 'Envíos por correo del reporte del día',
    params: dayParams,
    success: { status: 200, body: sendingsAnswer },
  },
  {
    ...REPORT,
    operationId: 'listMonthlySendings',
    path: '/v1/recovery-reports/monthly/{month}/sendings',
    summary: 'Envíos por correo del reporte del mes',
    params: monthParams,
    success: { status: 200, body: sendingsAnswer },
  },
  {
    ...REPORT,
    operationId: 'resendDailyReport',
    method: 'POST',
    path: '/v1/recovery-reports/daily/{date}/sendings',
    summary: 'Enviar de nuevo el reporte del día',
    roles: RESENDERS,
    params: dayParams,
    idempotent: true,
    body: resendBody,
    success: { status: 202, body: resendAnswer },
    refusals: ['report-not-frozen', 'sending-in-progress', 'idempotency-key-reused'],
  },
  {
    ...REPORT,
    operationId: 'resendMonthlyReport',
    method: 'POST',
    path: '/v1/recovery-reports/monthly/{month}/sendings',
    summary: 'Enviar de nuevo el reporte del mes',
    roles: RESENDERS,
    params: monthParams,
    idempotent: true,
    body: resendBody,
    success: { status: 202, body: resendAnswer },
    refusals: ['report-not-frozen', 'sending-in-progress', 'idempotency-key-reused'],
  },
  {
    ...REPORT,
    operationId: 'getReconciliation',
    path: '/v1/reconciliations/{date}',
    summary: 'Conciliación de un día',
    params: dayParams,
    success: { status: 200, body: reconciliationWireSchema },
  },
  {
    ...REPORT,
    operationId: 'getAccountingMonth',
    path: '/v1/accounting-months/{month}',
    summary: 'Estado del mes contable',
    params: monthParams,
    success: { status: 200, body: closureAnswer },
  },
  {
    ...REPORT,
    operationId: 'closeAccountingMonth',
    method: 'POST',
    path: '/v1/accounting-months/{month}/closure',
    summary: 'Cerrar el mes contable',
    roles: ['accountant'],
    params: monthParams,
    success: { status: 201, body: closureAnswer },
    refusals: ['month-too-early', 'month-not-complete', 'month-already-closed'],
  },
  {
    ...REPORT,
    operationId: 'getReportRecipients',
    path: '/v1/report-recipients',
    summary: 'Destinatarios de los reportes',
    roles: [...REPORT_READERS, 'systems'],
    success: { status: 200, body: recipientsAnswer },
  },
  {
    ...REPORT,
    operationId: 'replaceReportRecipients',
    method: 'PUT',
    path: '/v1/report-recipients',
    summary: 'Cambiar los destinatarios de los reportes',
    roles: LIST_KEEPERS,
    ifMatch: true,
    body: recipientListSchema,
    success: { status: 200, body: recipientsAnswer },
  },
]);

const PDF = { status: 200, contentType: 'application/pdf' } as const;
const XLSX = {
  status: 200,
  contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;
const FILE = { ...REPORT, servedBy: 'render', refusals: REFUSALS } as const;

/** The same reports as files, served by the renderer. */
export const reportFileRoutes = defineRoutes([
  {
    ...FILE,
    ...DAILY,
    operationId: 'getDailyReportPdf',
    path: '/v1/recovery-reports/daily/{date}/pdf',
    summary: 'Reporte del día en PDF',
    success: PDF,
  },
  {
    ...FILE,
    ...DAILY,
    operationId: 'getDailyReportWorkbook',
    path: '/v1/recovery-reports/daily/{date}/xlsx',
    summary: 'Reporte del día en Excel',
    success: XLSX,
  },
  {
    ...FILE,
    ...MONTHLY,
    operationId: 'getMonthlyReportPdf',
    path: '/v1/recovery-reports/monthly/{month}/pdf',
    summary: 'Reporte del mes en PDF',
    success: PDF,
  },
  {
    ...FILE,
    ...MONTHLY,
    operationId: 'getMonthlyReportWorkbook',
    path: '/v1/recovery-reports/monthly/{month}/xlsx',
    summary: 'Reporte del mes en Excel',
    success: XLSX,
  },
  {
    ...FILE,
    ...YEARLY,
    operationId: 'getYearlyReportPdf',
    path: '/v1/recovery-reports/yearly/{year}/pdf',
    summary: 'Reporte del año en PDF',
    success: PDF,
  },
  {
    ...FILE,
    ...YEARLY,
    operationId: 'getYearlyReportWorkbook',
    path: '/v1/recovery-reports/yearly/{year}/xlsx',
    summary: 'Reporte del año en Excel',
    success: XLSX,
  },
  {
    ...FILE,
    operationId: 'getRangeReportPdf',
    path: '/v1/recovery-reports/range/pdf',
    summary: 'Reporte entre dos fechas en PDF',
    query: rangeQuery,
    success: PDF,
  },
  {
    ...FILE,
    operationId: 'getRangeReportWorkbook',
    path: '/v1/recovery-reports/range/xlsx',
    summary: 'Reporte entre dos fechas en Excel',
    query: rangeQuery,
    success: XLSX,
  },
]);
