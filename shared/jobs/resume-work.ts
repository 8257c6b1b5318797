import type { Clock } from '../calendar/clock.ts';
import type { Log } from '../observability/log.ts';
import type { RecordStore } from '../store/record-store.ts';
import { tryStep } from '../transitions/perform-step.ts';
import type { StateMachine } from '../transitions/state-machine.ts';
import { SYSTEM } from '../transitions/tracked.ts';
import { heal } from './heal.ts';
import type { JobRequests } from './job-request.ts';
import { isLeaseOver } from './lease.ts';
import { type LongWork, nextRun } from './long-work.ts';

/** Its first request is on the way. */
const FIRST_RUN_MS = 120_000;
/** A whole portfolio takes one or two; after so many it fails of something that another run will not mend. */
const MOST_RUNS = 10;

/**
 * Asks for another run of all work of a kind whose run gave no sign of life within its lease. Work whose machine can give up
 * is given up after ten runs; the rest goes on until a person stops it. Answers how many. Harmless to repeat: a run that is
 * alive keeps its lease.
 */
export function resumeWork<State extends string, Name extends string, Thing extends LongWork<State | 'under-way'>>(
  { jobs, clock, log }: { readonly jobs: JobRequests; readonly clock: Clock; readonly log: Pick<Log, 'event'> },
  { task, machine }: { readonly task: string; readonly machine: StateMachine<State | 'under-way', Name> },
  records: Pick<RecordStore<Thing>, 'all' | 'idOf' | 'find' | 'write'>,
): Promise<number> {
  const isGivingUp = (name: string): name is Name & 'give-up' => name === 'give-up';
  const giveUp = Object.keys(machine.steps).find(isGivingUp);
  return heal(log, `resume-${task}`, records.all('under-way'), async (listed) => {
    const id = records.idOf(listed);
    const now = clock.now();
    const one = await records.find(id);
    if (one === undefined || one.state !== 'under-way' || !isLeaseOver(one, now)) return 'over';
    if (one.runs === 0 && now.getTime() - Date.parse(one.askedAt) < FIRST_RUN_MS) return 'over';
    if (giveUp !== undefined && one.runs >= MOST_RUNS) {
      const stamp = { by: SYSTEM, on: clock.today(), key: `give-up ${one.version}`, reason: one.stoppedBy };
      await tryStep(machine, one, { step: giveUp, stamp, write: (next) => records.write(next) });
      return 'healed';
    }
    await jobs.ask(nextRun(task, id, one, now));
    return 'healed';
  });
}
