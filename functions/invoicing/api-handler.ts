import { createAccessTrail } from '../../shared/audit/access-trail.ts';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { createStandings } from '../../shared/http/standing.ts';
import { createJobRequests } from '../../shared/jobs/job-request.ts';
import { createLedger } from '../../shared/ledger/dynamo-ledger.ts';
import { createRequestClaims } from '../../shared/ledger/request-claim.ts';
import { openFunction } from '../../shared/observability/function-frame.ts';
import { registerStoreReader } from '../../shared/register/register-store-reader.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { invoicingApiEnvironment } from './environment.ts';
import { globalRoutes } from './globals/global-routes.ts';
import { createGlobalRunStore } from './globals/global-run.ts';
import { globalUseCases } from './globals/global-use-cases.ts';
import { createInvoiceStore } from './invoices/invoice-store.ts';
import { invoiceApiRoutes, invoiceUseCases } from './invoices/invoice-use-cases.ts';
import { createFiscalSettingsStore } from './settings/fiscal-settings-store.ts';
import { settingsRoutes } from './settings/settings-routes.ts';
import { settingsUseCases } from './settings/settings-use-cases.ts';

const environment = invoicingApiEnvironment.parse(process.env);
const frame = openFunction('invoicing-api');
const documents = documentClient();
const clock = clockFrom(environment.CLOCK, frame.now);
const { HEADS_TABLE: heads, ENTRIES_TABLE: entries, IDEMPOTENCY_TABLE: idempotency } = environment;

export const handler = createApiHandler({
  routes: [...invoiceApiRoutes, ...globalRoutes, ...settingsRoutes],
  useCases: { ...invoiceUseCases, ...globalUseCases, ...settingsUseCases },
  deps: {
    clock,
    invoices: createInvoiceStore(documents, environment.DOCUMENTS_TABLE),
    settings: createFiscalSettingsStore(documents, environment.DOCUMENTS_TABLE),
    runs: createGlobalRunStore(documents, environment.DOCUMENTS_TABLE),
    ledger: createLedger({ documents, clock, tables: { heads, entries, idempotency } }),
    register: registerStoreReader({ documents, tableName: environment.REGISTER_TABLE }),
    claims: createRequestClaims(documents, idempotency),
    jobs: createJobRequests(documents, environment.SYSTEM_TABLE),
  },
  trail: createAccessTrail(documents, environment.SYSTEM_TABLE),
  standings: createStandings(documents, environment.SYSTEM_TABLE),
  ...frame,
});
