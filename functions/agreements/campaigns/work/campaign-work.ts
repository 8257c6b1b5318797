import * as z from 'zod';
import type { JobRequest } from '../../../../shared/jobs/job-request.ts';
import { type Leased, leaseFields, NO_LEASE } from '../../../../shared/jobs/lease.ts';
import { stateSchema, type Tracked, trackedFields } from '../../../../shared/transitions/tracked.ts';
import { type CampaignWorkState, campaignWorkMachine } from './campaign-work-machine.ts';

export const campaignWorkStateSchema = stateSchema(campaignWorkMachine);

/** Fields of all work over a campaign: spread into its schema. Every write is under `version`, the lease's too. */
export const workFields = {
  ...trackedFields,
  ...leaseFields,
  state: campaignWorkStateSchema,
  campaignId: z.string(),
  /** UTC instants, ISO. */
  askedAt: z.string(),
  endedAt: z.string().nullable(),
};

export interface CampaignWork extends Leased, Tracked<CampaignWorkState> {
  readonly campaignId: string;
  readonly askedAt: string;
  readonly endedAt: string | null;
}

/** Who asks for work, when and by which request. */
export interface AskedWork {
  readonly campaignId: string;
  readonly by: string;
  /** Business day. */
  readonly on: string;
  readonly key: string;
  readonly at: Date;
}

/** Work as it begins. */
export const beginWork = ({ campaignId, by, on, key, at }: AskedWork) => ({
  ...{ ...NO_LEASE, campaignId, state: 'under-way' as const, askedAt: at.toISOString(), endedAt: null, version: 1 },
  history: [{ step: 'ask', by, on, key, reason: null }],
});

/** Asks for the next run over work. The instant is part of the name: a request that was lost on its way is asked again. */
export function nextRun(task: string, id: string, { runs }: Pick<Leased, 'runs'>, now: Date): JobRequest {
  const askedAt = now.toISOString();
  return { task, id, name: `${String(runs + 1).padStart(6, '0')}#${askedAt}`, input: {}, askedAt };
}
