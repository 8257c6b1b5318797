import { addDays } from '../../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../../shared/calendar/clock.ts';
import { longDate } from '../../../../shared/calendar/spanish-dates.ts';
import { deterministicId } from '../../../../shared/canonical/deterministic-id.ts';
import type { Caller } from '../../../../shared/http/route.ts';
import type { JobRequestItems } from '../../../../shared/jobs/job-request.ts';
import { beginWork, nextRun } from '../../../../shared/jobs/long-work.ts';
import type { RequestClaims } from '../../../../shared/ledger/request-claim.ts';
import { refuse } from '../../../../shared/refusals/shared-refusals.ts';
import type { Campaign } from '../campaign.ts';
import { campaignMachine } from '../campaign-machine.ts';
import { refuseCampaign } from '../campaign-refusals.ts';
import type { CampaignStore } from '../campaign-store.ts';
import { readCampaign } from '../propose-campaign.ts';
import { type CampaignPreview, type CampaignPreviewStore, PREVIEW_CAMPAIGN } from './campaign-preview.ts';
import type { PreviewFiles } from './preview-files.ts';

export interface PreviewDeps {
  readonly campaigns: CampaignStore;
  readonly previews: CampaignPreviewStore;
  readonly previewFiles: Pick<PreviewFiles, 'page'>;
  readonly claims: RequestClaims;
  readonly jobs: JobRequestItems;
  readonly clock: Clock;
}

/** Parts of the portfolio: some 4,000 heads each of 250,000 notes. */
const SEGMENTS = 64;
/** Days for which a preview's files can be read, its papers asked for. */
const KEPT_DAYS = 90;

/**
 * Asks for a campaign, proposed or open, to be played over the portfolio as it is owed today; the preview and the request
 * for its first run are one write, and one key is one preview. Refused of a campaign that is over.
 */
export async function requestPreview(
  deps: PreviewDeps,
  { campaignId, idempotencyKey: key }: { readonly campaignId: string; readonly idempotencyKey: string },
  caller: Caller,
): Promise<CampaignPreview> {
  const { campaigns, previews, claims, jobs, clock } = deps;
  const on = clock.today();
  const campaign = await readCampaign({ campaigns }, campaignId, caller);
  const previewId = deterministicId('campaign-preview', key);
  const known = await previews.find(previewId);
  if (known === undefined) refuseOver(campaign);
  await claims.claim({
    scope: 'AGREEMENT',
    key,
    input: { operation: 'preview-campaign', campaignId },
    source: { type: 'campaign', id: campaignId },
    recordedOn: on,
  });
  if (known !== undefined) return known;
  const at = clock.now();
  const preview: CampaignPreview = {
    ...beginWork({ by: caller.subject, on, key, at }),
    ...{ campaignId, previewId, asOf: on, keptUntil: addDays(on, KEPT_DAYS), segments: SEGMENTS },
    ...{ segmentsDone: 0, headsRead: 0, failed: 0, failedHeads: [], byOffice: [] },
  };
  const asked = jobs.item(nextRun(PREVIEW_CAMPAIGN, previewId, preview, at));
  return (await previews.write(preview, [asked])) ? preview : readPreview(deps, { campaignId, previewId }, caller);
}

function refuseOver({ state, name }: Campaign): void {
  if (state === 'proposed' || state === 'open') return;
  throw refuseCampaign(
    'campaign-not-open-to',
    `La campaña «${name}» está: ${campaignMachine.states[state]}. Se calcula la que está por autorizar o autorizada.`,
  );
}

/** A preview of a campaign. Of another one, or of a campaign out of the caller's reach, it does not exist (404). */
export async function readPreview(
  { campaigns, previews }: Pick<PreviewDeps, 'campaigns' | 'previews'>,
  { campaignId, previewId }: { readonly campaignId: string; readonly previewId: string },
  caller: Caller,
): Promise<CampaignPreview> {
  const [, preview] = await Promise.all([readCampaign({ campaigns }, campaignId, caller), previews.find(previewId)]);
  if (preview?.campaignId === campaignId) return preview;
  throw refuse('not-found', 'El cálculo no existe o no es de esa campaña.');
}

/** Refuses what needs the files of a preview that are no longer kept. */
export function refuseFilesOver(
  { keptUntil }: Pick<CampaignPreview, 'keptUntil'>,
  today: CampaignPreview['asOf'],
): void {
  if (today <= keptUntil) return;
  throw refuseCampaign(
    'campaign-preview-over',
    `La lista de expedientes se guardó hasta el ${longDate(keptUntil)}. Pida de nuevo el cálculo de la campaña.`,
  );
}
