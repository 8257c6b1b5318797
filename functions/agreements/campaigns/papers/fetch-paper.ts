import type { Clock } from '../../../../shared/calendar/clock.ts';
import { longDate } from '../../../../shared/calendar/spanish-dates.ts';
import type { Caller } from '../../../../shared/http/route.ts';
import { refuse } from '../../../../shared/refusals/shared-refusals.ts';
import { refuseCampaign } from '../campaign-refusals.ts';
import type { CampaignPaperStore } from './campaign-paper.ts';
import type { PaperObjects } from './paper-objects.ts';
import { readPaper } from './request-paper.ts';

export interface FetchPaperDeps {
  readonly campaigns: Parameters<typeof readPaper>[0]['campaigns'];
  readonly papers: CampaignPaperStore;
  readonly objects: Pick<PaperObjects, 'link'>;
  readonly clock: Clock;
}

/** Long enough to begin a download, too short to be passed on. */
const LINK_SECONDS = 300;

/** A link to a part of a paper. Whose data is in it was noted when it was drawn; that it was fetched is noted of the paper. */
export async function fetchCampaignPaper(
  deps: FetchPaperDeps,
  { params }: { readonly params: { readonly campaignId: string; readonly paperId: string; readonly part: number } },
  caller: Caller,
) {
  const paper = await readPaper(deps, params, caller);
  if (paper.parts[params.part - 1] === undefined)
    throw refuse('not-found', `El documento tiene ${paper.parts.length} partes listas.`);
  if (deps.clock.today() > paper.keptUntil)
    throw refuseCampaign(
      'campaign-paper-over',
      `El documento se guardó hasta el ${longDate(paper.keptUntil)}. Pídalo de nuevo.`,
    );
  const expiresAt = new Date(deps.clock.now().getTime() + LINK_SECONDS * 1_000).toISOString();
  const url = await deps.objects.link({ paper, number: params.part }, LINK_SECONDS);
  return { body: { url, expiresAt }, records: [paper.paperId] };
}
