import type { Clock } from '../../../shared/calendar/clock.ts';
import { heal } from '../../../shared/jobs/heal.ts';
import type { Log } from '../../../shared/observability/log.ts';
import { tryStep } from '../../../shared/transitions/perform-step.ts';
import { SYSTEM } from '../../../shared/transitions/tracked.ts';
import { campaignMachine } from './campaign-machine.ts';
import type { CampaignStore } from './campaign-store.ts';

/** Closes the campaigns whose last day has passed, opened or not, and answers how many. Safe to repeat. */
export function endCampaigns(deps: {
  readonly campaigns: CampaignStore;
  readonly clock: Clock;
  readonly log: Log;
}): Promise<number> {
  const { campaigns, clock, log } = deps;
  const today = clock.today();
  async function* living() {
    for (const state of ['proposed', 'open'] as const) yield* campaigns.all(state);
  }
  return heal(log, 'end-campaigns', living(), async (campaign) => {
    if (campaign.until >= today) return 'over';
    const stamp = { by: SYSTEM, on: today, key: `end ${campaign.version}`, reason: null };
    await tryStep(campaignMachine, campaign, { step: 'end', stamp, write: (next) => campaigns.write(next) });
    return 'healed';
  });
}
