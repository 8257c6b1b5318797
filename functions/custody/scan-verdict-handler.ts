import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { createDocumentStore } from '../../shared/vault/document-store.ts';
import { createVaultObjects } from '../../shared/vault/vault-objects.ts';
import { custodyReceiveEnvironment } from './environment.ts';
import { createQuarantine } from './scans/quarantine.ts';
import { receiveScan } from './scans/receive-scan.ts';
import { verdictSchema } from './scans/scan-verdict.ts';
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

/** "GuardDuty Malware Protection Object Scan Result", as EventBridge tells it; `scannedBy` is of the local machine alone. */
const resultSchema = z.object({
  detail: z.object({
    s3ObjectDetails: z.object({ bucketName: z.string(), objectKey: z.string(), versionId: z.string() }),
    scanResultDetails: z.object({
      scanResultStatus: verdictSchema,
      threats: z.array(z.object({ name: z.string() })).nullish(),
    }),
    scannedBy: z.string().default('GuardDuty Malware Protection'),
  }),
});

/** The scan says what it found in an object of the quarantine. Those of other buckets and folders are not ours. */
export const handler = eventHandler({ log }, async (event): Promise<{ readonly state: string | null }> => {
  const { s3ObjectDetails, scanResultDetails, scannedBy } = resultSchema.parse(event).detail;
  const documentId = documentOfKey(s3ObjectDetails.objectKey);
  if (s3ObjectDetails.bucketName !== environment.QUARANTINE_BUCKET || documentId === undefined) return { state: null };
  const document = await receiveScan(deps, {
    ...{ documentId, objectVersion: s3ObjectDetails.versionId, scannedBy },
    status: scanResultDetails.scanResultStatus,
    threat: scanResultDetails.threats?.[0]?.name ?? null,
  });
  return { state: document?.state ?? null };
});
