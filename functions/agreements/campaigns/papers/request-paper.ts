import { type HolidayCalendar, isBusinessDay } from '../../../../shared/calendar/business-days.ts';
import { addDays, daysBetween } from '../../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../../shared/calendar/clock.ts';
import { longDate } from '../../../../shared/calendar/spanish-dates.ts';
import { deterministicId } from '../../../../shared/canonical/deterministic-id.ts';
import type { Caller } from '../../../../shared/http/route.ts';
import { OFFICES, type Office } from '../../../../shared/institute/offices.ts';
import type { JobRequestItems } from '../../../../shared/jobs/job-request.ts';
import { beginWork, nextRun } from '../../../../shared/jobs/long-work.ts';
import type { RequestClaims } from '../../../../shared/ledger/request-claim.ts';
import { refuse } from '../../../../shared/refusals/shared-refusals.ts';
import { MOST_DAYS_AHEAD } from '../../agreements/agreement.ts';
import type { Campaign } from '../campaign.ts';
import { refuseCampaign } from '../campaign-refusals.ts';
import type { CampaignStore } from '../campaign-store.ts';
import { refuseClosed } from '../offer-of-campaign.ts';
import type { CampaignPreview, CampaignPreviewStore } from '../previews/campaign-preview.ts';
import { totalOf } from '../previews/preview-totals.ts';
import { readPreview, refuseFilesOver } from '../previews/request-preview.ts';
import { readCampaign } from '../propose-campaign.ts';
import { type CampaignPaper, type CampaignPaperStore, DRAW_CAMPAIGN_PAPER, UNWRITTEN } from './campaign-paper.ts';

export interface PaperDeps {
  readonly campaigns: CampaignStore;
  readonly previews: CampaignPreviewStore;
  readonly papers: CampaignPaperStore;
  readonly claims: RequestClaims;
  readonly jobs: JobRequestItems;
  readonly calendar: () => Promise<HolidayCalendar>;
  readonly clock: Clock;
}

/** Days for which papers are kept: the bucket's rule empties their prefix then (infra/stacks/data-stack.ts). */
const KEPT_DAYS = 90;

export interface AskedPaper {
  readonly campaignId: string;
  readonly previewId: string;
  readonly kind: CampaignPaper['kind'];
  /** Absent: every office of the preview. */
  readonly offices?: readonly Office[] | undefined;
  /** Of letters alone. */
  readonly days?: NonNullable<CampaignPaper['days']> | undefined;
  readonly idempotencyKey: string;
}

/**
 * Asks for what is drawn of the files of a preview; one key is one paper. Refused while the preview is not done or once its
 * files are gone; letters also when the campaign does not admit agreements on each of their days, or a day is too far.
 */
export async function requestPaper(
  deps: PaperDeps,
  { idempotencyKey: key, campaignId, previewId, kind, offices, days }: AskedPaper,
  caller: Caller,
): Promise<CampaignPaper> {
  const { campaigns, papers, claims, jobs, clock } = deps;
  const on = clock.today();
  const paperId = deterministicId('campaign-paper', key);
  const [campaign, preview, known] = await Promise.all([
    readCampaign({ campaigns }, campaignId, caller),
    readPreview(deps, { campaignId, previewId }, caller),
    papers.find(paperId),
  ]);
  if (known === undefined) {
    refuseUnfinished(preview);
    refuseFilesOver(preview, on);
    if (days !== undefined) await refuseBadDays(deps, campaign, days);
  }
  await claims.claim({
    scope: 'AGREEMENT',
    key,
    input: { operation: 'campaign-paper', campaignId, previewId, kind, offices: offices ?? null, days: days ?? null },
    source: { type: 'campaign', id: campaignId },
    recordedOn: on,
  });
  if (known !== undefined) return known;
  const at = clock.now();
  const counted = preview.byOffice.filter(({ office }) => offices?.includes(office) ?? true);
  const { name, roles, correlationId } = caller;
  const paper: CampaignPaper = {
    ...beginWork({ by: caller.subject, on, key, at }),
    ...{ paperId, campaignId, previewId, kind, issuedOn: on, keptUntil: addDays(on, KEPT_DAYS), days: days ?? null },
    asker: { ...(name !== undefined && { name }), roles: [...roles], correlationId },
    offices: OFFICES.filter((one) => counted.some(({ office }) => office === one)),
    ...{ filesTotal: totalOf(counted).files, filesDone: 0, cursor: null, unwritten: NONE, parts: [] },
  };
  const asked = jobs.item(nextRun(DRAW_CAMPAIGN_PAPER, paperId, paper, at));
  return (await papers.write(paper, [asked])) ? paper : readPaper(deps, { campaignId, paperId }, caller);
}

const NONE = Object.fromEntries(UNWRITTEN.map((reason) => [reason, 0])) as CampaignPaper['unwritten'];

function refuseUnfinished({ state, segmentsDone, segments }: CampaignPreview): void {
  if (state === 'done') return;
  throw refuseCampaign(
    'campaign-preview-unfinished',
    state === 'given-up'
      ? 'El cálculo de la campaña no se pudo terminar. Pida otro.'
      : `El cálculo de la campaña lleva ${segmentsDone} de ${segments} partes. Espere a que termine.`,
  );
}

/** What a letter promises, an agreement must be able to give on each of its days, at a counter that is open. */
async function refuseBadDays(
  { calendar, clock }: Pick<PaperDeps, 'calendar' | 'clock'>,
  campaign: Campaign,
  { from, until }: NonNullable<CampaignPaper['days']>,
): Promise<void> {
  const today = clock.today();
  refuseClosed(campaign, from);
  refuseClosed(campaign, until);
  const holidays = await calendar();
  const closed = [from, until].filter((day) => !isBusinessDay(day, holidays));
  const faults = [
    ...(from < today ? [`el ${longDate(from)} ya pasó`] : []),
    ...(until < from ? ['la última fecha es anterior a la primera'] : []),
    ...(daysBetween(today, until) > MOST_DAYS_AHEAD
      ? [`las cifras se hacen para los próximos ${MOST_DAYS_AHEAD} días, y el ${longDate(until)} es posterior`]
      : []),
    ...[...new Set(closed)].map((day) => `el ${longDate(day)} no es día hábil bancario`),
  ];
  if (faults.length > 0)
    throw refuseCampaign('campaign-letters-days', `Corrija las fechas de las cartas: ${faults.join('; ')}.`);
}

/** A paper of a campaign. Of another one, or of a campaign out of the caller's reach, it does not exist (404). */
export async function readPaper(
  { campaigns, papers }: Pick<PaperDeps, 'campaigns' | 'papers'>,
  { campaignId, paperId }: { readonly campaignId: string; readonly paperId: string },
  caller: Caller,
): Promise<CampaignPaper> {
  const [, paper] = await Promise.all([readCampaign({ campaigns }, campaignId, caller), papers.find(paperId)]);
  if (paper?.campaignId === campaignId) return paper;
  throw refuse('not-found', 'El documento no existe o no es de esa campaña.');
}
