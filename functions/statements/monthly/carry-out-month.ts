import type { Clock } from '../../../shared/calendar/clock.ts';
import type { JobRequest, JobRequests } from '../../../shared/jobs/job-request.ts';
import { leaseFrom } from '../../../shared/jobs/lease.ts';
import { takeStep } from '../../../shared/transitions/take-step.ts';
import { SYSTEM } from '../../../shared/transitions/tracked.ts';
import type { PreferencesStore, Subscriber } from '../preferences/preferences-store.ts';
import { monthlyMachine } from './monthly-machine.ts';
import { isBalanced, type MonthlyRun, withOutcome } from './monthly-run.ts';
import { type MonthlyStore, PART_SIZE } from './monthly-store.ts';
import { type SendMonthlyDeps, sendMonthly } from './send-monthly.ts';

/** The task of statements-monthly: one more run over the month's list. */
export const MONTHLY_TASK = 'send-monthly-statements';

export interface CarryOutDeps extends SendMonthlyDeps {
  readonly clock: Clock;
  readonly runs: MonthlyStore;
  readonly preferences: Pick<PreferencesStore, 'find' | 'subscribers'>;
  readonly jobs: JobRequests;
  /** Milliseconds until this process is stopped (Lambda's limit). */
  readonly remainingMs: () => number;
  readonly newRunId: () => string;
}

/** What is kept for the mail that is leaving, the last checkpoint and a request to go on. */
const TIME_RESERVE_MS = 60_000;
/** People decided, and milliseconds, between two checkpoints: well within a lease, also at the slowest pace. */
const CHECKPOINT_PEOPLE = 10;
const CHECKPOINT_MS = 30_000;

export type MonthEnd = 'not-taken' | 'lease-lost' | 'continued' | 'done';

/**
 * One run over the month's list, from wherever it is. The list is written down when the first run begins, so that who comes or
 * goes meanwhile changes no count; whoever was decided since the last checkpoint is met again and, by the mail's own record, gets
 * no second one. A failure is thrown after the checkpoint, with the lease given back: Lambda and the schedule take it up again.
 * Throws a RangeError when the counts do not tie.
 */
export async function carryOutMonth(deps: CarryOutDeps, month: string, delivery: string | null): Promise<MonthEnd> {
  const runId = deps.newRunId();
  const now = () => deps.clock.now();
  let run = await deps.runs.acquire(month, { runId, delivery, now: now() });
  if (run === undefined) return 'not-taken';
  let saved = { decided: run.decided, at: now().getTime() };

  /** False: stopped by a person, or taken over. */
  const save = async (next: MonthlyRun): Promise<boolean> => {
    const kept = await deps.runs.save(next, runId);
    if (kept === undefined) return false;
    run = kept;
    saved = { decided: kept.decided, at: now().getTime() };
    return true;
  };
  const isDue = ({ decided }: MonthlyRun) =>
    decided - saved.decided >= CHECKPOINT_PEOPLE || now().getTime() - saved.at >= CHECKPOINT_MS;
  const giveBack = (at: MonthlyRun, stoppedBy: string) => save({ ...at, leaseUntil: now().toISOString(), stoppedBy });

  try {
    if (run.expected === null) {
      const expected = await writeList(deps, month);
      if (!(await save({ ...run, expected, startedAt: now().toISOString(), leaseUntil: leaseFrom(now()) })))
        return 'lease-lost';
    }
    for await (const member of membersFrom(deps.runs, run)) {
      if (deps.remainingMs() <= TIME_RESERVE_MS) {
        if (!(await giveBack(run, 'time-limit'))) return 'lease-lost';
        await deps.jobs.ask(nextRun(run, now()));
        return 'continued';
      }
      run = withOutcome(run, await sendMonthly(deps, month, member));
      if (isDue(run) && !(await save({ ...run, leaseUntil: leaseFrom(now()) }))) return 'lease-lost';
    }
    return (await save(finished(run, runId, deps.clock))) ? 'done' : 'lease-lost';
  } catch (error) {
    // With the store down this fails too: then the lease ends by itself.
    await giveBack(run, error instanceof Error ? error.name : 'unknown').catch(() => undefined);
    throw error;
  }
}

/** Everybody who said yes, in items of the run; answers how many. Written anew by a run that comes after one cut off here. */
async function writeList({ preferences, runs, clock }: CarryOutDeps, month: string): Promise<number> {
  let members: Subscriber[] = [];
  let parts = 0;
  const flush = async (): Promise<void> => {
    await runs.putPart(month, parts, members, clock.now());
    parts += 1;
    members = [];
  };
  let expected = 0;
  for await (const member of preferences.subscribers()) {
    members.push(member);
    expected += 1;
    if (members.length === PART_SIZE) await flush();
  }
  if (members.length > 0) await flush();
  return expected;
}

async function* membersFrom(
  runs: Pick<MonthlyStore, 'part'>,
  { month, decided, expected }: MonthlyRun,
): AsyncGenerator<Subscriber, void, undefined> {
  for (let at = decided; at < (expected ?? 0); ) {
    const members = (await runs.part(month, Math.floor(at / PART_SIZE))).slice(at % PART_SIZE);
    if (members.length === 0) throw new RangeError('the list of a month is shorter than it was counted');
    yield* members;
    at += members.length;
  }
}

function finished(run: MonthlyRun, key: string, clock: Clock): MonthlyRun {
  if (!isBalanced(run)) throw new RangeError(`the counts of ${run.month} do not tie`);
  const stamp = { by: SYSTEM, on: clock.today(), key, reason: null };
  const ended = { leaseUntil: null, runId: null, endedAt: clock.now().toISOString() };
  const taking = takeStep(monthlyMachine, run, 'finish', stamp, ended);
  if (taking.outcome !== 'taken') throw new RangeError(`a month that is ${run.state} cannot end`);
  // The store counts the write itself.
  return { ...taking.next, version: run.version };
}

/** The instant is part of the name: a request that was lost on its way is asked again. */
export function nextRun({ month, runs }: Pick<MonthlyRun, 'month' | 'runs'>, now: Date): JobRequest {
  const askedAt = now.toISOString();
  return { task: MONTHLY_TASK, id: month, name: `${String(runs + 1).padStart(6, '0')}#${askedAt}`, input: {}, askedAt };
}
