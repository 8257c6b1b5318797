import type { Caller } from '../../../shared/http/route.ts';
import { zeroByComponent } from '../../../shared/loan-book/component.ts';
import { refuse } from '../../../shared/refusals/shared-refusals.ts';
import { performStep } from '../../../shared/transitions/perform-step.ts';
import { excessOf, isInAuthority } from '../agreements/authority.ts';
import type { Campaign } from './campaign.ts';
import { campaignMachine } from './campaign-machine.ts';
import { refuseCampaign } from './campaign-refusals.ts';
import { type CampaignDeps, readCampaign, refuseOver } from './propose-campaign.ts';

export interface CampaignDecision {
  readonly campaignId: string;
  readonly idempotencyKey: string;
  readonly reason: string | null;
}

/**
 * Opens a campaign that another person proposed, turns it down, or closes an open one. Whoever opens it must be able to
 * forgive as large a share, and what accrues meanwhile, by an agreement of their own; how much in all is the campaign's budget.
 */
export async function decideCampaign(
  deps: CampaignDeps,
  step: 'authorise' | 'reject' | 'close',
  { campaignId, idempotencyKey: key, reason }: CampaignDecision,
  caller: Caller,
): Promise<Campaign> {
  const on = deps.clock.today();
  const campaign = await readCampaign(deps, campaignId, caller);
  if (step === 'authorise' && campaign.state === 'proposed') {
    refuseOver(campaign, on);
    refuseOverAuthority(campaign, on, caller);
  }
  return performStep(campaignMachine, campaign, {
    step,
    stamp: { by: caller.subject, on, key, reason },
    claim: () =>
      deps.claims.claim({
        scope: 'AGREEMENT',
        key,
        input: { operation: `${step}-campaign`, campaignId, reason },
        source: { type: 'campaign', id: campaignId },
        recordedOn: on,
      }),
    write: (next) => deps.campaigns.write(next),
    read: () => readCampaign(deps, campaignId, caller),
    refuse: (why, { state }) =>
      why === 'same-person'
        ? refuse(
            'same-person',
            `Quien propuso la campaña no puede ${campaignMachine.steps[step].nameEs}la. Pídalo a otra persona.`,
          )
        : refuseCampaign(
            'campaign-not-open-to',
            `La campaña está: ${campaignMachine.states[state]}. No se puede ${campaignMachine.steps[step].nameEs}.`,
          ),
  });
}

function refuseOverAuthority({ share, whileLive }: Campaign, on: Campaign['from'], caller: Caller): void {
  const asked = { share, whileLive, forgivesInAll: zeroByComponent() };
  if (isInAuthority(caller.roles, asked, on)) return;
  throw refuseCampaign(
    'campaign-over-authority',
    `La quita excede sus facultades (${caller.roles.flatMap((role) => excessOf(role, asked, on)).join('; ')}). Debe autorizar la campaña quien pueda perdonar ese porcentaje.`,
  );
}
