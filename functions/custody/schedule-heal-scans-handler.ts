import { S3Client } from '@aws-sdk/client-s3';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { createDocumentStore } from '../../shared/vault/document-store.ts';
import { createVaultObjects } from '../../shared/vault/vault-objects.ts';
import { custodyReceiveEnvironment } from './environment.ts';
import { type Healed, healScans } from './scans/heal-scans.ts';
import { createQuarantine } from './scans/quarantine.ts';

const environment = custodyReceiveEnvironment.parse(process.env);
const { now, log } = openFunction('custody-heal-scans');
const documents = documentClient();
const s3 = new S3Client({});
const deps = {
  documents: createDocumentStore(documents, environment.DOCUMENTS_TABLE),
  objects: createVaultObjects(s3, environment.VAULT_BUCKET),
  quarantine: createQuarantine(s3, environment.QUARANTINE_BUCKET),
  ...{ clock: clockFrom(environment.CLOCK, now), now, log },
};

/** Scans that stand still: nobody uploaded them, or nobody heard what was found. */
export const handler = eventHandler({ log }, (): Promise<Healed> => healScans(deps));
