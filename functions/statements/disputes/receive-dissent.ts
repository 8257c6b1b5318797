import type { JobRequest } from '../../../shared/jobs/job-request.ts';
import type { Log } from '../../../shared/observability/log.ts';
import { tryStep } from '../../../shared/transitions/perform-step.ts';
import { askedDissentOf } from './asked-dispute.ts';
import { admitsDissent, type Dispute, toldOf } from './dispute.ts';
import { disputeMachine } from './dispute-machine.ts';
import type { DisputeStore } from './dispute-store.ts';

export interface ReceiveDissentDeps {
  readonly disputes: DisputeStore;
  readonly log: Pick<Log, 'event'>;
}

/** Steps lost to somebody else's at the same moment, one after the other. */
const MOST_TRIES = 5;

/**
 * Notes that a person does not agree with the answer, once, as of the day on which it was said, whenever this runs. `not-open`:
 * its term was over then, or it had been noted at a desk.
 */
export async function receiveDissent(
  { disputes, log }: ReceiveDissentDeps,
  job: JobRequest,
): Promise<'kept' | 'not-open' | 'no-dispute'> {
  const { fileId, why, on, by } = askedDissentOf(job.input);
  const stamp = { by, on, key: `${job.task}-${job.name}`, reason: why };
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const dispute = await disputes.find(job.id);
    if (dispute?.fileId !== fileId) return 'no-dispute';
    if (dispute.history.some(({ key }) => key === stamp.key)) return 'kept';
    if (!admitsDissent(toldOf(dispute), on)) return 'not-open';
    const write = (next: Dispute) => disputes.write(next);
    if (await tryStep(disputeMachine, dispute, { step: 'dissent', stamp, write })) {
      log.event('dispute-dissented', { disputeId: job.id, fileId });
      return 'kept';
    }
  }
  throw new Error('a dispute is being changed by others');
}
