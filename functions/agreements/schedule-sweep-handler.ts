import * as z from 'zod';
import { createJobRequests } from '../../shared/jobs/job-request.ts';
import { longWorkMachine as machine } from '../../shared/jobs/long-work-machine.ts';
import { resumeWork } from '../../shared/jobs/resume-work.ts';
import { heardPace } from '../../shared/observability/contention.ts';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { agreementDeps } from './agreements/agreement-deps.ts';
import { healAgreements, type Sweep, sweepAgreements } from './agreements/sweep-agreements.ts';
import { createCampaignPaperStore, DRAW_CAMPAIGN_PAPER } from './campaigns/papers/campaign-paper.ts';
import { createCampaignPreviewStore, PREVIEW_CAMPAIGN } from './campaigns/previews/campaign-preview.ts';
import { agreementsSweepEnvironment } from './environment.ts';

const environment = agreementsSweepEnvironment.parse(process.env);
const frame = openFunction('agreements-sweep');
const documents = documentClient();
const deps = { ...agreementDeps(documents, environment, frame.now, heardPace(frame)), log: frame.log };
const jobs = createJobRequests(documents, environment.SYSTEM_TABLE);
const papers = createCampaignPaperStore(documents, environment.SYSTEM_TABLE);
const previews = createCampaignPreviewStore(documents, environment.SYSTEM_TABLE);

const eventSchema = z.object({ work: z.enum(['sweep', 'heal']) });

/** Early each morning what was not kept is broken; every five minutes, what a crash left half way is finished. */
export const handler = eventHandler(
  { log: frame.log },
  async (event): Promise<Sweep | { readonly healed: number }> =>
    eventSchema.parse(event).work === 'sweep' ? sweepAgreements(deps) : { healed: await healAll() },
);

/** One kind that fails does not keep the others from being finished. */
async function healAll(): Promise<number> {
  const healed = await Promise.allSettled([
    healAgreements(deps),
    resumeWork({ ...deps, jobs }, { task: PREVIEW_CAMPAIGN, machine }, previews),
    resumeWork({ ...deps, jobs }, { task: DRAW_CAMPAIGN_PAPER, machine }, papers),
  ]);
  const failures = healed.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  if (failures.length > 0) throw new AggregateError(failures, 'some work could not be finished; the other was');
  return healed.reduce((sum, one) => sum + (one.status === 'fulfilled' ? one.value : 0), 0);
}
