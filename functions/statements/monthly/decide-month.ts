import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { JobRequestItems } from '../../../shared/jobs/job-request.ts';
import { beginWork, nextRun } from '../../../shared/jobs/long-work.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import { refuse } from '../../../shared/refusals/shared-refusals.ts';
import { performStep } from '../../../shared/transitions/perform-step.ts';
import { refuseStatement } from '../statement-refusals.ts';
import { MONTHLY_TASK } from './carry-out-month.ts';
import { monthlyMachine } from './monthly-machine.ts';
import type { MonthlyRun } from './monthly-run.ts';
import type { MonthlyStore } from './monthly-store.ts';

export interface MonthDeps {
  readonly clock: Clock;
  readonly runs: Pick<MonthlyStore, 'find' | 'write'>;
  /** Of the system table: the run is the staff's, not the public pages'. */
  readonly jobs: JobRequestItems;
  readonly claims: RequestClaims;
}

interface Asked {
  readonly idempotencyKey: string;
  readonly reason: string;
}

/**
 * Proposes this month's statements, or again those that were turned down or stopped; they go on from where they were. The month
 * is the one of the day in Hermosillo.
 */
export async function proposeMonth(
  deps: MonthDeps,
  { idempotencyKey: key, reason }: Asked,
  caller: Caller,
): Promise<MonthlyRun> {
  const on = deps.clock.today();
  const month = on.slice(0, 7);
  const known = await deps.runs.find(month);
  if (known !== undefined) return decideMonth(deps, 'propose', { month, idempotencyKey: key, reason }, caller);
  const proposed: MonthlyRun = {
    ...beginWork({ by: caller.subject, on, key, at: deps.clock.now() }),
    ...{ month, expected: null, decided: 0, sent: 0, uncertain: 0, skipped: {}, startedAt: null },
    ...{ state: 'proposed', history: [{ step: 'propose', by: caller.subject, on, key, reason }] },
  };
  await claim(deps, key, { operation: 'propose-monthly-statements', month, reason }, month);
  if (await deps.runs.write(proposed)) return proposed;
  // Somebody proposed it at the same moment.
  return decideMonth(deps, 'propose', { month, idempotencyKey: key, reason }, caller);
}

/** Starts, turns down or stops the month's statements. Who proposed them does not start them. */
export async function decideMonth(
  deps: MonthDeps,
  step: 'propose' | 'authorise' | 'reject' | 'stop',
  {
    month,
    idempotencyKey: key,
    reason,
  }: Omit<Asked, 'reason'> & { readonly month: string; readonly reason: string | null },
  caller: Caller,
): Promise<MonthlyRun> {
  const run = await readMonth(deps, month);
  const { nameEs } = monthlyMachine.steps[step];
  const now = deps.clock.now();
  const firstRun = (next: MonthlyRun) => deps.jobs.item(nextRun(MONTHLY_TASK, month, next, now));
  return performStep(monthlyMachine, run, {
    step,
    stamp: { by: caller.subject, on: deps.clock.today(), key, reason },
    // Whoever is sending finds another version at the next checkpoint.
    change: () => (step === 'stop' ? { leaseUntil: null, stoppedBy: 'person' } : { askedAt: now.toISOString() }),
    claim: () => claim(deps, key, { operation: `${step}-monthly-statements`, month, reason }, month),
    write: (next) => deps.runs.write(next, step === 'authorise' ? [firstRun(next)] : []),
    read: () => readMonth(deps, month),
    refuse: (why, { state }) =>
      why === 'same-person'
        ? refuse('same-person', 'Quien propuso el envío no puede autorizarlo. Pídalo a otra persona.')
        : refuseStatement(
            'month-not-open-to',
            `El envío del mes está: ${monthlyMachine.states[state]}. No se puede ${nameEs}.`,
          ),
  });
}

/** Throws `not-found`. */
export async function readMonth({ runs }: Pick<MonthDeps, 'runs'>, month: string): Promise<MonthlyRun> {
  const run = await runs.find(month);
  if (run === undefined) throw refuse('not-found', 'De ese mes no hay envío.');
  return run;
}

const claim = ({ claims, clock }: MonthDeps, key: string, input: object, id: string) =>
  claims.claim({ scope: 'LINK', key, input, source: { type: 'system', id }, recordedOn: clock.today() });
