import type { Clock } from '../../../shared/calendar/clock.ts';
import { longDate } from '../../../shared/calendar/spanish-dates.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { sees } from '../../../shared/http/scope.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import { refuse } from '../../../shared/refusals/shared-refusals.ts';
import type { Campaign } from './campaign.ts';
import type { CampaignBudget } from './campaign-budget.ts';
import { refuseCampaign } from './campaign-refusals.ts';
import type { CampaignStore } from './campaign-store.ts';

export interface CampaignDeps {
  readonly campaigns: CampaignStore;
  readonly budget: Pick<CampaignBudget, 'committed'>;
  readonly claims: RequestClaims;
  readonly clock: Clock;
}

/** What a campaign offers, as somebody states it. */
export type CampaignTerms = Omit<Campaign, 'campaignId' | 'state' | 'history' | 'version' | 'proposedOn'>;

/** Proposes a campaign for another person to open. Refused when its last day has passed. */
export async function proposeCampaign(
  { campaigns, claims, clock }: CampaignDeps,
  { idempotencyKey: key, ...terms }: CampaignTerms & { readonly idempotencyKey: string },
  caller: Caller,
): Promise<Campaign> {
  const on = clock.today();
  const campaignId = deterministicId('campaign', key);
  const known = await campaigns.find(campaignId);
  if (known === undefined) refuseOver(terms, on);
  await claims.claim({
    scope: 'AGREEMENT',
    key,
    input: { operation: 'propose-campaign', ...terms },
    source: { type: 'campaign', id: campaignId },
    recordedOn: on,
  });
  const campaign: Campaign = {
    ...terms,
    ...{ campaignId, state: 'proposed', proposedOn: on, version: 1 },
    history: [{ step: 'propose', by: caller.subject, on, key, reason: null }],
  };
  return known ?? ((await campaigns.write(campaign)) ? campaign : readCampaign({ campaigns }, campaignId, caller));
}

/** Refuses a campaign whose last day has passed. */
export function refuseOver({ name, until }: Pick<Campaign, 'name' | 'until'>, on: Campaign['until']): void {
  if (until >= on) return;
  throw refuseCampaign(
    'campaign-over-already',
    `La vigencia de la campaña «${name}» terminó el ${longDate(until)}. Proponga una con otras fechas.`,
  );
}

/** Whether a campaign is for a file of an office that the caller reaches. */
export const reaches = (caller: Caller, { eligibility: { offices } }: Campaign): boolean =>
  offices?.some((office) => sees(caller, office)) ?? true;

/** A campaign. One for other offices than the caller's is as if it did not exist (404). */
export async function readCampaign(
  { campaigns }: Pick<CampaignDeps, 'campaigns'>,
  campaignId: string,
  caller: Caller,
): Promise<Campaign> {
  const campaign = await campaigns.find(campaignId);
  if (campaign !== undefined && reaches(caller, campaign)) return campaign;
  throw refuse('not-found', 'La campaña no existe o no es para su oficina.');
}
