import { randomUUID } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { createAccessTrail } from '../../shared/audit/access-trail.ts';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { layerAssets } from '../../shared/documents/assets.ts';
import { createJobRequests, jobEventSchema } from '../../shared/jobs/job-request.ts';
import type { RunEnd } from '../../shared/jobs/run-work.ts';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { registerStoreReader } from '../../shared/register/register-store-reader.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { createCampaignStore } from './campaigns/campaign-store.ts';
import { balancesByDay } from './campaigns/papers/balances-by-day.ts';
import { createCampaignPaperStore } from './campaigns/papers/campaign-paper.ts';
import { lettersPdf } from './campaigns/papers/invitation-letter.ts';
import { createPaperObjects } from './campaigns/papers/paper-objects.ts';
import { previewWorkbook } from './campaigns/papers/preview-workbook.ts';
import { type RunPaperDeps, runPaper } from './campaigns/papers/run-paper.ts';
import { createCampaignPreviewStore } from './campaigns/previews/campaign-preview.ts';
import { createPreviewFiles } from './campaigns/previews/preview-files.ts';
import { agreementsDrawPapersEnvironment } from './environment.ts';

const environment = agreementsDrawPapersEnvironment.parse(process.env);
const { now, log } = openFunction('agreements-draw-papers');
const documents = documentClient();
const assets = layerAssets(environment.ASSETS_DIR);
const deps: Omit<RunPaperDeps, 'remainingMs'> = {
  papers: createCampaignPaperStore(documents, environment.SYSTEM_TABLE),
  previews: createCampaignPreviewStore(documents, environment.SYSTEM_TABLE),
  previewFiles: createPreviewFiles(documents, environment.SYSTEM_TABLE),
  campaigns: createCampaignStore(documents, environment.SYSTEM_TABLE),
  jobs: createJobRequests(documents, environment.SYSTEM_TABLE),
  register: registerStoreReader({ documents, tableName: environment.REGISTER_TABLE }),
  trail: createAccessTrail(documents, environment.SYSTEM_TABLE),
  objects: createPaperObjects(new S3Client({}), environment.REPORTS_BUCKET),
  balancesByDay: balancesByDay(documents, environment.HEADS_TABLE),
  drawLetters: (model, letters) => lettersPdf(assets, model, letters),
  drawWorkbook: previewWorkbook,
  clock: clockFrom(environment.CLOCK, now),
  newRunId: randomUUID,
  mostLetters: 1_000,
  log,
};

/** Letters or a workbook of a campaign are to be begun, or gone on with. */
export const handler = eventHandler({ log }, async (event, context): Promise<{ readonly end: RunEnd }> => {
  const { job } = jobEventSchema.parse(event);
  const remainingMs = () => context.getRemainingTimeInMillis();
  return { end: await runPaper({ ...deps, remainingMs }, { paperId: job.id, delivery: job.name }) };
});
