import { S3Client } from '@aws-sdk/client-s3';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { createDocumentStore } from '../../shared/vault/document-store.ts';
import { scanResultSchema } from '../../shared/vault/scan-result.ts';
import { createVaultObjects } from '../../shared/vault/vault-objects.ts';
import { custodyReceiveEnvironment } from './environment.ts';
import { createQuarantine } from './scans/quarantine.ts';
import { receiveScan } from './scans/receive-scan.ts';
import { documentOfKey } from './scans/upload-form.ts';

const environment = custodyReceiveEnvironment.parse(process.env);
const { now, log } = openFunction('custody-receive-scan');
const documents = documentClient();
const s3 = new S3Client({});
const deps = {
  documents: createDocumentStore(documents, environment.DOCUMENTS_TABLE),
  objects: createVaultObjects(s3, environment.VAULT_BUCKET),
  quarantine: createQuarantine(s3, environment.QUARANTINE_BUCKET),
  clock: clockFrom(environment.CLOCK, now),
  log,
};

/** The scan says what it found in an object of the quarantine. Those of other buckets and folders are not ours. */
export const handler = eventHandler({ log }, async (event): Promise<{ readonly state: string | null }> => {
  const { bucket, key, versionId: objectVersion, ...found } = scanResultSchema.parse(event);
  const documentId = documentOfKey(key);
  if (bucket !== environment.QUARANTINE_BUCKET || documentId === undefined) return { state: null };
  const document = await receiveScan(deps, { documentId, objectVersion, ...found });
  return { state: document?.state ?? null };
});
