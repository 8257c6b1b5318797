import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { historyAnswer } from '../../../shared/http/history-answer.ts';
import { etagOf } from '../../../shared/http/record-version.ts';
import type { UseCases } from '../../../shared/http/route.ts';
import { routesServedBy } from '../../../shared/http/route-table.ts';
import { forgiveOf, shareOf } from '../agreements/share-wire.ts';
import { type Campaign, closedBecause } from './campaign.ts';
import { campaignMachine } from './campaign-machine.ts';
import { type CampaignAnswer, campaignRoutes } from './campaign-routes.ts';
import { decideCampaign } from './decide-campaign.ts';
import { type CampaignDeps, proposeCampaign, reaches, readCampaign } from './propose-campaign.ts';

export const campaignApiRoutes = routesServedBy(campaignRoutes, 'api');

/** The use case of each of them: domain in, wire out. */
export const campaignUseCases: UseCases<CampaignDeps, typeof campaignApiRoutes> = {
  async proposeCampaign(deps, { body: { forgive, ...terms }, idempotencyKey }, caller) {
    const campaign = await proposeCampaign(deps, { ...terms, share: shareOf(forgive), idempotencyKey }, caller);
    return { ...(await answer(deps, campaign)), location: `/v1/campaigns/${campaign.campaignId}` };
  },
  async listCampaigns(deps, { query }, caller) {
    const { records, cursor } = await deps.campaigns.page(query.status, query);
    const today = deps.clock.today();
    const items = records.filter((one) => reaches(caller, one)).map((one) => toAnswer(one, today));
    return { body: { items, nextCursor: cursor } };
  },
  getCampaign: async (deps, { params }, caller) => answer(deps, await readCampaign(deps, params.campaignId, caller)),
  authoriseCampaign: async (deps, { params, idempotencyKey }, caller) =>
    answer(deps, await decideCampaign(deps, 'authorise', { ...params, idempotencyKey, reason: null }, caller)),
  rejectCampaign: async (deps, { params, body, idempotencyKey }, caller) =>
    answer(deps, await decideCampaign(deps, 'reject', { ...params, ...body, idempotencyKey }, caller)),
  closeCampaign: async (deps, { params, body, idempotencyKey }, caller) =>
    answer(deps, await decideCampaign(deps, 'close', { ...params, ...body, idempotencyKey }, caller)),
};

const answer = async ({ clock, budget }: CampaignDeps, campaign: Campaign) => ({
  body: { ...toAnswer(campaign, clock.today()), committed: await budget.committed(campaign.campaignId) },
  etag: etagOf(campaign),
});

const toAnswer = (campaign: Campaign, today: CalendarDate): CampaignAnswer => ({
  ...campaign,
  status: campaign.state,
  statusName: campaignMachine.states[campaign.state],
  acceptsToday: closedBecause(campaign, today) === undefined,
  forgive: forgiveOf(campaign.share),
  history: historyAnswer(campaignMachine, campaign.history),
});
