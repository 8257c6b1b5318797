import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { createDocumentStore } from '../../shared/vault/document-store.ts';
import { scanResultSchema } from '../../shared/vault/scan-result.ts';
import { createVault } from '../../shared/vault/vault.ts';
import { createVaultObjects } from '../../shared/vault/vault-objects.ts';
import { readDisputes } from './disputes/dispute-store.ts';
import { evidenceOf } from './disputes/evidence.ts';
import { keepEvidence } from './disputes/keep-evidence.ts';
import { statementsEvidenceEnvironment } from './environment.ts';

const environment = statementsEvidenceEnvironment.parse(process.env);
const { now, log } = openFunction('statements-keep-evidence');
const client = documentClient();
const s3 = new S3Client({});
const { DOCUMENTS_BUCKET: Bucket } = environment;
const documents = createDocumentStore(client, environment.DOCUMENTS_TABLE);
const deps = {
  disputes: readDisputes(client, environment.SYSTEM_TABLE),
  vault: createVault({ documents, objects: createVaultObjects(s3, environment.VAULT_BUCKET), now }),
  evidence: {
    of: (disputeId: string) => evidenceOf(s3, Bucket, disputeId),
    async read(Key: string, VersionId: string) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }));
      return (await Body?.transformToByteArray()) ?? new Uint8Array();
    },
  },
  clock: clockFrom(environment.CLOCK, now),
};

/** The scan says what it found in what a borrower brought to a dispute. Those of other buckets and folders are not ours. */
export const handler = eventHandler({ log }, async (event): Promise<{ readonly documentId: string | null }> => {
  const { bucket, ...found } = scanResultSchema.parse(event);
  const document = bucket === Bucket ? await keepEvidence(deps, found) : undefined;
  return { documentId: document?.documentId ?? null };
});
