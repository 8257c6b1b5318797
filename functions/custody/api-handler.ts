import { S3Client } from '@aws-sdk/client-s3';
import { createAccessTrail } from '../../shared/audit/access-trail.ts';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { createStandings } from '../../shared/http/standing.ts';
import { createRequestClaims } from '../../shared/ledger/request-claim.ts';
import { openFunction } from '../../shared/observability/function-frame.ts';
import { registerStoreReader } from '../../shared/register/register-store-reader.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { createDocumentStore } from '../../shared/vault/document-store.ts';
import { createVaultObjects } from '../../shared/vault/vault-objects.ts';
import { createBlockStore } from './arco/block.ts';
import { custodyApiEnvironment } from './environment.ts';
import { createOpeningStore } from './scans/opening-store.ts';
import { scanRoutes } from './scans/scan-routes.ts';
import { scanUseCases } from './scans/scan-use-cases.ts';
import { createUploadForms } from './scans/upload-form.ts';

const environment = custodyApiEnvironment.parse(process.env);
const frame = openFunction('custody-api');
const documents = documentClient();
const s3 = new S3Client({});

export const handler = createApiHandler({
  routes: scanRoutes,
  useCases: scanUseCases,
  deps: {
    documents: createDocumentStore(documents, environment.DOCUMENTS_TABLE),
    blocks: createBlockStore(documents, environment.DOCUMENTS_TABLE),
    openings: createOpeningStore(documents, environment.DOCUMENTS_TABLE),
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
