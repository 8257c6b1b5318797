import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { layerAssets } from '../../shared/documents/assets.ts';
import { jobEventSchema } from '../../shared/jobs/job-request.ts';
import { createDayEntries } from '../../shared/ledger/day-entries.ts';
import { readFileHeads } from '../../shared/ledger/read-ledger.ts';
import { createReleaseLetterStore } from '../../shared/links/release-letter.ts';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { registerStoreReader } from '../../shared/register/register-store-reader.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { createDocumentStore } from '../../shared/vault/document-store.ts';
import { createVault } from '../../shared/vault/vault.ts';
import { createVaultObjects } from '../../shared/vault/vault-objects.ts';
import { custodyLettersEnvironment } from './environment.ts';
import { createNoteMoney } from './originals/note-money.ts';
import { drawRelease } from './release/draw-release.ts';
import { letterPdf } from './release/letter-pdf.ts';
import { createReleaseStore } from './release/release-store.ts';
import { reviewLetters } from './release/review-letters.ts';

const environment = custodyLettersEnvironment.parse(process.env);
const { now, log } = openFunction('custody-letters');
const client = documentClient();
const assets = layerAssets(environment.ASSETS_DIR);
const deps = {
  ...{ clock: clockFrom(environment.CLOCK, now), log },
  releases: createReleaseStore(client, environment.DOCUMENTS_TABLE),
  letters: createReleaseLetterStore(client, environment.LINKS_TABLE),
  register: registerStoreReader({ documents: client, tableName: environment.REGISTER_TABLE }),
  money: createNoteMoney(client, environment),
  headsOfFile: (fileId: string) => readFileHeads(client, { heads: environment.HEADS_TABLE }, fileId),
  dayEntries: createDayEntries(client, environment.ENTRIES_TABLE),
  vault: createVault({
    documents: createDocumentStore(client, environment.DOCUMENTS_TABLE),
    objects: createVaultObjects(new S3Client({}), environment.VAULT_BUCKET),
    now,
  }),
  draw: (model: Parameters<typeof letterPdf>[1]) => letterPdf(assets, model),
  publicUrl: environment.PUBLIC_URL.replace(/\/$/, ''),
};

const eventSchema = z.union([jobEventSchema, z.object({ work: z.literal('review') })]);

/** Letters of a release are to be drawn; or it is morning, and those of files that owe again are revoked. */
export const handler = eventHandler({ log }, async (event): Promise<object> => {
  const asked = eventSchema.parse(event);
  return 'job' in asked ? { state: await drawRelease(deps, asked.job.id) } : reviewLetters(deps);
});
