import { S3Client } from '@aws-sdk/client-s3';
import { createAccessTrail } from '../../shared/audit/access-trail.ts';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { createStandings } from '../../shared/http/standing.ts';
import { createJobRequests } from '../../shared/jobs/job-request.ts';
import { readEntries, readFileHeads } from '../../shared/ledger/read-ledger.ts';
import { createRequestClaims } from '../../shared/ledger/request-claim.ts';
import { createAddressHolds } from '../../shared/links/address-change.ts';
import { createLinkStore } from '../../shared/links/link-store.ts';
import { createRateLimits } from '../../shared/links/rate-limits.ts';
import { createUndeliverableAddresses } from '../../shared/links/undeliverable.ts';
import { createWrongData } from '../../shared/links/wrong-data.ts';
import { openFunction } from '../../shared/observability/function-frame.ts';
import { bankingCalendar } from '../../shared/register/banking-calendar.ts';
import { registerStoreReader } from '../../shared/register/register-store-reader.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { createDocumentStore } from '../../shared/vault/document-store.ts';
import { disputeRoutes } from './disputes/dispute-routes.ts';
import { createDisputeStore } from './disputes/dispute-store.ts';
import { disputeUseCases } from './disputes/dispute-use-cases.ts';
import { evidenceOf } from './disputes/evidence.ts';
import { statementsApiEnvironment } from './environment.ts';
import { indicatorRoutes } from './indicators/indicator-routes.ts';
import { indicatorUseCases } from './indicators/indicator-use-cases.ts';
import { createIndicatorsStore } from './indicators/indicators-store.ts';
import { monthRoutes } from './monthly/month-routes.ts';
import { monthUseCases } from './monthly/month-use-cases.ts';
import { createMonthlyStore } from './monthly/monthly-store.ts';
import { paperApiRoutes, paperDeskUseCases } from './papers/paper-desk-use-cases.ts';
import { createPaperStore } from './papers/paper-store.ts';
import { preferencesRoutes } from './preferences/preferences-routes.ts';
import { createPreferencesStore } from './preferences/preferences-store.ts';
import { preferencesUseCases } from './preferences/preferences-use-cases.ts';
import { linkRoutes } from './staff/link-routes.ts';
import { linkUseCases } from './staff/link-use-cases.ts';

const environment = statementsApiEnvironment.parse(process.env);
const frame = openFunction('statements-api');
const documents = documentClient();
const s3 = new S3Client({});
export const handler = createApiHandler({
  routes: [
    ...linkRoutes,
    ...paperApiRoutes,
    ...preferencesRoutes,
    ...monthRoutes,
    ...disputeRoutes,
    ...indicatorRoutes,
  ],
  useCases: {
    ...linkUseCases,
    ...paperDeskUseCases,
    ...preferencesUseCases,
    ...monthUseCases,
    ...disputeUseCases,
    ...indicatorUseCases,
  },
  deps: {
    log: frame.log,
    clock: clockFrom(environment.CLOCK, frame.now),
    now: frame.now,
    links: createLinkStore(documents, environment.LINKS_TABLE),
    wrongData: createWrongData(documents, environment.LINKS_TABLE),
    holds: createAddressHolds(documents, environment.LINKS_TABLE),
    undeliverable: createUndeliverableAddresses(documents, environment.LINKS_TABLE),
    limits: createRateLimits(documents, environment.LINKS_TABLE),
    requests: createJobRequests(documents, environment.LINKS_TABLE),
    register: registerStoreReader({ documents, tableName: environment.REGISTER_TABLE }),
    preferences: createPreferencesStore(documents, environment.LINKS_TABLE),
    indicators: createIndicatorsStore(documents, { system: environment.SYSTEM_TABLE, links: environment.LINKS_TABLE }),
    runs: createMonthlyStore(documents, environment.SYSTEM_TABLE),
    jobs: createJobRequests(documents, environment.SYSTEM_TABLE),
    papers: createPaperStore(documents, environment.LINKS_TABLE),
    headsOfFile: (fileId: string) => readFileHeads(documents, { heads: environment.HEADS_TABLE }, fileId),
    disputes: createDisputeStore(documents, { system: environment.SYSTEM_TABLE, links: environment.LINKS_TABLE }),
    entriesOf: (noteId: string) => readEntries(documents, { entries: environment.ENTRIES_TABLE }, noteId),
    calendar: bankingCalendar(documents, environment.SYSTEM_TABLE),
    evidence: {
      of: (disputeId: string) => evidenceOf(s3, environment.DOCUMENTS_BUCKET, disputeId),
    },
    documents: createDocumentStore(documents, environment.DOCUMENTS_TABLE),
    claims: createRequestClaims(documents, environment.IDEMPOTENCY_TABLE),
  },
  trail: createAccessTrail(documents, environment.SYSTEM_TABLE),
  standings: createStandings(documents, environment.SYSTEM_TABLE),
  ...frame,
});
