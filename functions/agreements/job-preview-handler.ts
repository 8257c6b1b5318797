import { randomUUID } from 'node:crypto';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { createJobRequests, jobEventSchema } from '../../shared/jobs/job-request.ts';
import type { RunEnd } from '../../shared/jobs/run-work.ts';
import { createHeadScan } from '../../shared/ledger/scan-heads.ts';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { createCampaignStore } from './campaigns/campaign-store.ts';
import { createCampaignPreviewStore } from './campaigns/previews/campaign-preview.ts';
import { createPreviewFiles } from './campaigns/previews/preview-files.ts';
import { runPreview } from './campaigns/previews/run-preview.ts';
import { agreementsPreviewEnvironment } from './environment.ts';

const environment = agreementsPreviewEnvironment.parse(process.env);
const { now, log } = openFunction('agreements-preview');
const documents = documentClient();
const deps = {
  previews: createCampaignPreviewStore(documents, environment.SYSTEM_TABLE),
  previewFiles: createPreviewFiles(documents, environment.SYSTEM_TABLE),
  campaigns: createCampaignStore(documents, environment.SYSTEM_TABLE),
  jobs: createJobRequests(documents, environment.SYSTEM_TABLE),
  scanHeads: createHeadScan(documents, environment.HEADS_TABLE),
  clock: clockFrom(environment.CLOCK, now),
  newRunId: randomUUID,
  log,
};

/** A preview of a campaign is to be begun, or gone on with. */
export const handler = eventHandler({ log }, async (event, context): Promise<{ readonly end: RunEnd }> => {
  const { job } = jobEventSchema.parse(event);
  const remainingMs = () => context.getRemainingTimeInMillis();
  return { end: await runPreview({ ...deps, remainingMs }, { previewId: job.id, delivery: job.name }) };
});
