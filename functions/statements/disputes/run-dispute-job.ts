import type { JobRequest, JobRequests } from '../../../shared/jobs/job-request.ts';
import { DISSENT_TASK, RECEIVE_TASK } from './asked-dispute.ts';
import { type ReceiveDeps, receiveDispute } from './receive-dispute.ts';
import { receiveDissent } from './receive-dissent.ts';
import { askToTell, TELL_TASK, type TellDeps, tellDispute } from './tell-dispute.ts';

export type DisputeJobDeps = ReceiveDeps & TellDeps & { readonly requests: JobRequests };

/** Carries out what was asked about a dispute: to keep one that was presented, or that its answer is not right, or to mail what became of one. */
export async function runDisputeJob(deps: DisputeJobDeps, job: JobRequest): Promise<string> {
  switch (job.task) {
    case RECEIVE_TASK: {
      const kept = await receiveDispute(deps, job);
      if (kept === undefined) return 'no-file';
      // Asked again by a delivery that comes twice: it is one by its name.
      await askToTell(deps.requests, { disputeId: kept.disputeId, version: 1 }, 'received', deps.clock.now());
      return 'kept';
    }
    case DISSENT_TASK:
      return receiveDissent(deps, job);
    case TELL_TASK:
      return tellDispute(deps, job);
    default:
      throw new RangeError(`${job.task} is no task about disputes`);
  }
}
