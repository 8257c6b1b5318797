import * as z from 'zod';
import { historyAnswerSchema } from '../../../shared/http/history-answer.ts';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import {
  calendarDateSchema,
  calendarDateText,
  pageOf,
  pageQueryFields,
  reasonSchema,
  uuidSchema,
} from '../../../shared/http/wire.ts';
import { stateSchema } from '../../../shared/transitions/tracked.ts';
import { INVOICERS, SETTINGS_READERS, SETTINGS_SIGNERS } from '../roles-of-invoicing.ts';
import { fiscalTermsSchema } from './fiscal-settings.ts';
import { fiscalSettingsMachine } from './fiscal-settings-machine.ts';

export const settingsAnswer = z.object({
  settingsId: z.string(),
  status: stateSchema(fiscalSettingsMachine),
  statusName: z.string(),
  from: calendarDateText,
  proposedOn: calendarDateText,
  terms: fiscalTermsSchema,
  history: historyAnswerSchema,
});

const shared = { tag: 'Configuración fiscal', servedBy: 'api' } as const;
const params = z.strictObject({ settingsId: uuidSchema });
const shown = { status: 200, body: settingsAnswer } as const;
const deciding = ['same-person', 'fiscal-settings-decided', 'fiscal-settings-past', 'idempotency-key-reused'] as const;

/** How CFDIs are made: emisor, claves, objeto e IVA de cada componente, con su fuente. */
export const settingsRoutes = defineRoutes([
  {
    ...shared,
    operationId: 'proposeFiscalSettings',
    method: 'POST',
    path: '/v1/fiscal-settings',
    summary: 'Proponer cómo se factura desde un día: emisor, claves y trato de IVA por componente, con su fuente',
    roles: INVOICERS,
    idempotent: true,
    body: z.strictObject({ from: calendarDateSchema, terms: fiscalTermsSchema }),
    success: { status: 201, body: settingsAnswer },
    refusals: ['fiscal-settings-past', 'idempotency-key-reused'],
  },
  {
    ...shared,
    operationId: 'listFiscalSettings',
    method: 'GET',
    path: '/v1/fiscal-settings',
    summary: 'Versiones de la configuración fiscal, por estado',
    roles: SETTINGS_READERS,
    query: z.strictObject({ ...pageQueryFields, status: stateSchema(fiscalSettingsMachine).default('signed') }),
    success: { status: 200, body: pageOf(settingsAnswer) },
  },
  {
    ...shared,
    operationId: 'getFiscalSettings',
    method: 'GET',
    path: '/v1/fiscal-settings/{settingsId}',
    summary: 'Una versión de la configuración fiscal',
    roles: SETTINGS_READERS,
    params,
    success: shown,
  },
  {
    ...shared,
    operationId: 'signFiscalSettings',
    method: 'POST',
    path: '/v1/fiscal-settings/{settingsId}/signature',
    summary: 'Firmar la configuración que propuso otra persona',
    roles: SETTINGS_SIGNERS,
    idempotent: true,
    params,
    success: shown,
    refusals: deciding,
  },
  {
    ...shared,
    operationId: 'rejectFiscalSettings',
    method: 'POST',
    path: '/v1/fiscal-settings/{settingsId}/rejection',
    summary: 'Rechazar la configuración que propuso otra persona',
    roles: SETTINGS_SIGNERS,
    idempotent: true,
    params,
    body: z.strictObject({ reason: reasonSchema }),
    success: shown,
    refusals: deciding,
  },
]);
