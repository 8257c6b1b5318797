import type { Clock } from '../../../../shared/calendar/clock.ts';
import { heal } from '../../../../shared/jobs/heal.ts';
import type { JobRequests } from '../../../../shared/jobs/job-request.ts';
import { isLeaseOver } from '../../../../shared/jobs/lease.ts';
import type { Log } from '../../../../shared/observability/log.ts';
import type { RecordStore } from '../../../../shared/store/record-store.ts';
import { tryStep } from '../../../../shared/transitions/perform-step.ts';
import { SYSTEM } from '../../../../shared/transitions/tracked.ts';
import { type CampaignWork, nextRun } from './campaign-work.ts';
import { campaignWorkMachine } from './campaign-work-machine.ts';

/** Its first request is on the way. */
const FIRST_RUN_MS = 120_000;
/** A whole portfolio takes one or two; after so many it fails of something that another run will not mend. */
const MOST_RUNS = 10;

/**
 * Asks for another run of all work of a kind whose run gave no sign of life within its lease, and gives up what has failed
 * too often. Answers how many. Harmless to repeat: a run that is alive keeps its lease.
 */
export function resumeWork<Thing extends CampaignWork>(
  { jobs, clock, log }: { readonly jobs: JobRequests; readonly clock: Clock; readonly log: Log },
  task: string,
  records: Pick<RecordStore<Thing>, 'all' | 'idOf' | 'find' | 'write'>,
): Promise<number> {
  return heal(log, `resume-${task}`, records.all('under-way'), async (listed) => {
    const id = records.idOf(listed);
    const now = clock.now();
    const one = await records.find(id);
    if (one === undefined || one.state !== 'under-way' || !isLeaseOver(one, now)) return 'over';
    if (one.runs === 0 && now.getTime() - Date.parse(one.askedAt) < FIRST_RUN_MS) return 'over';
    if (one.runs >= MOST_RUNS) {
      const stamp = { by: SYSTEM, on: clock.today(), key: `give-up ${one.version}`, reason: one.stoppedBy };
      await tryStep(campaignWorkMachine, one, { step: 'give-up', stamp, write: (next) => records.write(next) });
      return 'healed';
    }
    await jobs.ask(nextRun(task, id, one, now));
    return 'healed';
  });
}
