import { S3Client } from '@aws-sdk/client-s3';
import { createAccessTrail } from '../../shared/audit/access-trail.ts';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { createStandings } from '../../shared/http/standing.ts';
import { createJobRequests } from '../../shared/jobs/job-request.ts';
import { readFileHeads } from '../../shared/ledger/read-ledger.ts';
import { createRequestClaims } from '../../shared/ledger/request-claim.ts';
import { openFunction } from '../../shared/observability/function-frame.ts';
import { bankingCalendar } from '../../shared/register/banking-calendar.ts';
import { registerStoreReader } from '../../shared/register/register-store-reader.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { createDocumentStore } from '../../shared/vault/document-store.ts';
import { createVaultObjects } from '../../shared/vault/vault-objects.ts';
import { createArcoStore } from './arco/arco-store.ts';
import { arcoApiRoutes, arcoUseCases } from './arco/arco-use-cases.ts';
import { createBlockStore } from './arco/block.ts';
import { custodyApiEnvironment } from './environment.ts';
import { createNoteMoney } from './originals/note-money.ts';
import { createOriginalStore } from './originals/original-store.ts';
import { createReleaseStore } from './release/release-store.ts';
import { createDisposalStore } from './retention/disposal-store.ts';
import { retentionRoutes } from './retention/retention-routes.ts';
import { retentionUseCases } from './retention/retention-use-cases.ts';
import { createOpeningStore } from './scans/opening-store.ts';
import { scanRoutes } from './scans/scan-routes.ts';
import { scanUseCases } from './scans/scan-use-cases.ts';
import { createUploadForms } from './scans/upload-form.ts';

const environment = custodyApiEnvironment.parse(process.env);
const frame = openFunction('custody-api');
const documents = documentClient();
const s3 = new S3Client({});
const { DOCUMENTS_TABLE: table } = environment;

/** Scans in the vault: brought, opened, held, and disposed of; what people ask about their data. Reads the ledger, writes no money. */
export const handler = createApiHandler({
  routes: [...scanRoutes, ...retentionRoutes, ...arcoApiRoutes],
  useCases: { ...scanUseCases, ...retentionUseCases, ...arcoUseCases },
  deps: {
    documents: createDocumentStore(documents, table),
    blocks: createBlockStore(documents, table),
    openings: createOpeningStore(documents, table),
    disposals: createDisposalStore(documents, table),
    requests: createArcoStore(documents, table),
    originals: createOriginalStore(documents, table),
    releases: createReleaseStore(documents, table),
    headsOfFile: (fileId: string) => readFileHeads(documents, { heads: environment.HEADS_TABLE }, fileId),
    money: createNoteMoney(documents, environment),
    calendar: bankingCalendar(documents, environment.SYSTEM_TABLE),
    jobs: createJobRequests(documents, environment.SYSTEM_TABLE),
    objects: createVaultObjects(s3, environment.VAULT_BUCKET),
    forms: createUploadForms(s3, environment.QUARANTINE_BUCKET),
    register: registerStoreReader({ documents, tableName: environment.REGISTER_TABLE }),
    claims: createRequestClaims(documents, environment.IDEMPOTENCY_TABLE),
    clock: clockFrom(environment.CLOCK, frame.now),
    now: frame.now,
  },
  trail: createAccessTrail(documents, environment.SYSTEM_TABLE),
  standings: createStandings(documents, environment.SYSTEM_TABLE),
  ...frame,
});
