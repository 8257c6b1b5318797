import * as z from 'zod';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import { calendarDateSchema, instantText } from '../../../shared/http/wire.ts';
import type { Role } from '../../../shared/institute/posts.ts';
import { mailMachine } from '../../../shared/mail/mail-machine.ts';
import { stateSchema } from '../../../shared/transitions/tracked.ts';
import { periodSchema } from './period-text.ts';
import { keptRecipientSchema, recipientListSchema } from './recipients-store.ts';
import { reconciliationWireSchema, reportWireSchema } from './report-wire.ts';

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
const monthParams = z.strictObject({ month: monthText });
const periodParams = z.strictObject({ period: periodSchema });
const basisQuery = z.strictObject({
  basis: z.enum(['recorded', 'value-date']).default('recorded').meta({
    description: 'recorded: por fecha de registro (la que se congela). value-date: por fecha valor.',
  }),
});

export const sendingAnswer = z.object({
  attempt: z.int(),
  state: stateSchema(mailMachine),
  stateLabel: z.string(),
  requestedBy: z.string(),
  reason: z.string().nullable(),
  recipients: z.int(),
  refusedRecipients: z.int().describe('Destinatarios a los que no se pudo enviar; revise la lista'),
  suppressed: z.int().describe('Destinatarios a los que ya no se envía: devolvieron correos antes'),
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

const REPORT = { tag: 'Reportes', servedBy: 'reports', method: 'GET', roles: REPORT_READERS } as const;
const OF_PERIOD = {
  params: periodParams,
  query: basisQuery,
  refusals: ['report-in-future', 'range-not-valid'],
} as const;

/** Reports, reconciliation, closing and mails: JSON. */
export const reportRoutes = defineRoutes([
  {
    ...REPORT,
    ...OF_PERIOD,
    operationId: 'getRecoveryReport',
    path: '/v1/recovery-reports/{period}',
    summary: 'Reporte de recuperación de un día, mes, año o entre dos fechas',
    success: { status: 200, body: reportWireSchema },
  },
  {
    ...REPORT,
    operationId: 'listReportSendings',
    path: '/v1/recovery-reports/{period}/sendings',
    summary: 'Envíos por correo del reporte de un día o mes',
    params: periodParams,
    success: { status: 200, body: sendingsAnswer },
    refusals: ['report-not-mailed'],
  },
  {
    ...REPORT,
    operationId: 'resendReport',
    method: 'POST',
    path: '/v1/recovery-reports/{period}/sendings',
    summary: 'Enviar de nuevo el reporte de un día o mes',
    roles: RESENDERS,
    params: periodParams,
    idempotent: true,
    body: resendBody,
    success: { status: 202, body: resendAnswer },
    refusals: ['report-not-mailed', 'report-not-frozen', 'sending-in-progress', 'idempotency-key-reused'],
  },
  {
    ...REPORT,
    operationId: 'getReconciliation',
    path: '/v1/reconciliations/{date}',
    summary: 'Conciliación de un día',
    params: z.strictObject({ date: calendarDateSchema }),
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

const FILE = { ...REPORT, ...OF_PERIOD, servedBy: 'render' } as const;

/** The same reports as files, served by the renderer. */
export const reportFileRoutes = defineRoutes([
  {
    ...FILE,
    operationId: 'getRecoveryReportPdf',
    path: '/v1/recovery-reports/{period}/pdf',
    summary: 'Reporte en PDF',
    success: { status: 200, contentType: 'application/pdf' },
  },
  {
    ...FILE,
    operationId: 'getRecoveryReportWorkbook',
    path: '/v1/recovery-reports/{period}/xlsx',
    summary: 'Reporte en Excel',
    success: { status: 200, contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
  },
]);
