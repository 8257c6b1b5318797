import type { Clock } from '../calendar/clock.ts';
import { failureFields, type Log } from '../observability/log.ts';
import type { RecordStore } from '../store/record-store.ts';
import type { StateMachine } from '../transitions/state-machine.ts';
import { takeStep } from '../transitions/take-step.ts';
import { SYSTEM } from '../transitions/tracked.ts';
import type { JobRequests } from './job-request.ts';
import { isLeaseOver, leaseFrom, takeLease } from './lease.ts';
import { type LongWork, nextRun } from './long-work.ts';

export interface RunDeps<Thing extends LongWork> {
  readonly records: Pick<RecordStore<Thing>, 'find' | 'write'>;
  readonly jobs: JobRequests;
  readonly clock: Clock;
  readonly log: Pick<Log, 'event'>;
  /** Milliseconds until this process is stopped (Lambda's limit). */
  readonly remainingMs: () => number;
  /** A fresh id for this run. */
  readonly newRunId: () => string;
}

/** What a run's work may change: its own fields, never the lease nor the history. */
type Change<Thing extends LongWork> = Partial<Omit<Thing, keyof LongWork>>;

/** A run as its work sees it. */
export interface Run<Thing extends LongWork> {
  /** The thing as this run last wrote it. */
  readonly thing: () => Thing;
  /** A checkpoint, which renews the lease as well. Throws LeaseLost when another run took over. */
  readonly save: (change: Change<Thing>) => Promise<void>;
  /** Whether there is time for one more piece. */
  readonly hasTime: () => boolean;
}

/** Another run took over: this one must write nothing more. */
class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

export type RunEnd = 'not-taken' | 'done' | 'continued' | 'lease-lost';

/** What is kept for one piece of work and its checkpoint: a run stops before a piece that might be cut off. */
const TIME_RESERVE_MS = 180_000;

/**
 * One run over work, from its checkpoint: takes the lease, lets `work` go on until it is through (true) or its time is up
 * (false: another run is asked for). `delivery` names the event that started it: delivered again, it takes over from the
 * run that died of it. `not-taken`: another run works on it, or it has ended. A failure is thrown after the lease was given
 * back, so that the next try takes it up at the last checkpoint.
 */
export async function runWork<State extends string, Name extends string, Thing extends LongWork<State | 'under-way'>>(
  deps: RunDeps<Thing>,
  {
    task,
    machine,
    id,
    delivery,
  }: {
    readonly task: string;
    readonly machine: StateMachine<State | 'under-way', Name | 'finish'>;
    readonly id: string;
    readonly delivery: string | null;
  },
  work: (run: Run<Thing>) => Promise<boolean>,
): Promise<RunEnd> {
  const { records, clock, log } = deps;
  const started = clock.now();
  const found = await records.find(id);
  if (found === undefined || found.state !== 'under-way') return 'not-taken';
  const isOwn = delivery !== null && delivery === found.delivery;
  if (!isOwn && !isLeaseOver(found, started)) return 'not-taken';
  const runId = deps.newRunId();
  const { next } = takeLease(found, { runId, delivery, now: started });
  let thing: Thing = { ...next, version: found.version + 1 };
  if (!(await records.write(thing))) return 'not-taken';

  const write = async (change: Thing): Promise<void> => {
    if (!(await records.write(change))) throw new LeaseLost(`another run works on ${task} ${id}`);
    thing = change;
  };
  const held = (change: object, leaseUntil: string | null): Thing => ({
    ...thing,
    ...change,
    leaseUntil,
    version: thing.version + 1,
  });
  const finish = async (): Promise<void> => {
    const now = clock.now();
    const stamp = { by: SYSTEM, on: clock.today(), key: runId, reason: null };
    const taking = takeStep(machine, thing, 'finish', stamp);
    if (taking.outcome !== 'taken') throw new RangeError(`work that is ${thing.state} cannot be finished`);
    await write({ ...taking.next, endedAt: now.toISOString(), leaseUntil: null });
    log.event('job-finished', { job: task, milliseconds: now.getTime() - started.getTime() });
  };
  try {
    const run: Run<Thing> = {
      thing: () => thing,
      save: (change) => write(held(change, leaseFrom(clock.now()))),
      hasTime: () => deps.remainingMs() > TIME_RESERVE_MS,
    };
    if (await work(run)) {
      await finish();
      return 'done';
    }
    const now = clock.now();
    await write(held({ stoppedBy: 'time-limit' }, now.toISOString()));
    await deps.jobs.ask(nextRun(task, id, thing, now));
    return 'continued';
  } catch (error) {
    if (error instanceof LeaseLost) return 'lease-lost';
    const stoppedBy = error instanceof Error ? error.name : 'unknown';
    // With the store down this fails too: then the lease ends by itself.
    await write(held({ stoppedBy }, clock.now().toISOString())).catch(() => undefined);
    log.event('job-failed', { job: task, ...failureFields(error) });
    throw error;
  }
}
