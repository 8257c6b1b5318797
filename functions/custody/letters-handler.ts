import { randomUUID } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { layerAssets } from '../../shared/documents/assets.ts';
import { createJobRequests, jobEventSchema } from '../../shared/jobs/job-request.ts';
import { longWorkMachine } from '../../shared/jobs/long-work-machine.ts';
import { resumeWork } from '../../shared/jobs/resume-work.ts';
import { createDayEntries } from '../../shared/ledger/day-entries.ts';
import { readFileHeads } from '../../shared/ledger/read-ledger.ts';
import { createRequestClaims } from '../../shared/ledger/request-claim.ts';
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
import { type LetterModel, letterPdf, lettersPdf } from './release/letter-pdf.ts';
import { createReleaseBatchStore, RELEASE_BATCH } from './release/release-batch.ts';
import { createReleaseStore } from './release/release-store.ts';
import { reviewLetters } from './release/review-letters.ts';
import { runBatch } from './release/run-batch.ts';

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
  draw: (model: LetterModel) => letterPdf(assets, model),
  drawAll: (folio: string, printedAt: Date, models: readonly LetterModel[]) =>
    lettersPdf(assets, folio, printedAt, models),
  batches: createReleaseBatchStore(client, environment.DOCUMENTS_TABLE),
  jobs: createJobRequests(client, environment.SYSTEM_TABLE),
  claims: createRequestClaims(client, environment.IDEMPOTENCY_TABLE),
  newRunId: randomUUID,
  publicUrl: environment.PUBLIC_URL.replace(/\/$/, ''),
};

const eventSchema = z.union([jobEventSchema, z.object({ work: z.enum(['review', 'heal']) })]);

/**
 * Letters of a release, or of many, are to be drawn; it is morning, and those of files that owe again are revoked; or batches that
 * stand still go on.
 */
export const handler = eventHandler({ log }, async (event, context): Promise<object> => {
  const asked = eventSchema.parse(event);
  if ('work' in asked) {
    if (asked.work === 'review') return reviewLetters(deps);
    return { resumed: await resumeWork(deps, { task: RELEASE_BATCH, machine: longWorkMachine }, deps.batches) };
  }
  const { task, id, name } = asked.job;
  if (task !== RELEASE_BATCH) return { state: await drawRelease(deps, id) };
  const remainingMs = () => context.getRemainingTimeInMillis();
  return { end: await runBatch({ ...deps, remainingMs }, { batchId: id, delivery: name }) };
});
