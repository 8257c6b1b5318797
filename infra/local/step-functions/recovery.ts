import type { Catcher, Retrier, State } from './definition.ts';
import type { Visit } from './execution-record.ts';
import { leave } from './leave.ts';
import type { Outcome, Visiting } from './scope.ts';
import type { StatesError } from './states-error.ts';

/** How a state goes on after a failure: another attempt, or the way of a catcher. */
export type Recovery =
  | {
      readonly retry: {
        readonly error: string;
        readonly cause: string;
        readonly retrier: number;
        readonly attempt: number;
        /** Epoch milliseconds. */
        readonly until: number;
      };
    }
  | { readonly caught: Outcome }
  /** Nobody of the state's Retry and Catch wants it. */
  | { readonly failed: StatesError };

/** What the state's Retry and Catch, in this order, make of a failure. */
export async function recoveryFrom(
  failure: StatesError,
  state: State,
  visit: Visit,
  visiting: Visiting,
): Promise<Recovery> {
  if (!('Retry' in state)) return { failed: failure };
  const index = state.Retry.findIndex(({ ErrorEquals }) => matches(ErrorEquals, failure.error));
  const retrier = state.Retry[index];
  const given = visit.retries.get(index) ?? 0;
  if (retrier !== undefined && given < retrier.MaxAttempts) {
    const until = Date.now() + waitBefore(retrier, given) * 1000;
    const attempt = visit.attempt + 1;
    return { retry: { error: failure.error, cause: failure.causeText, retrier: index, attempt, until } };
  }
  const catcher = state.Catch.find(({ ErrorEquals }) => matches(ErrorEquals, failure.error));
  return catcher === undefined ? { failed: failure } : { caught: await caughtBy(catcher, failure, visiting) };
}

async function caughtBy(catcher: Catcher, failure: StatesError, visiting: Visiting): Promise<Outcome> {
  const errorOutput = { Error: failure.error, Cause: failure.causeText };
  return leave({ ...catcher, Output: catcher.Output ?? errorOutput }, visiting, catcher.Next, { errorOutput });
}

/** Seconds before the retry that follows `given` others. */
function waitBefore(retrier: Retrier, given: number): number {
  const { IntervalSeconds, BackoffRate, MaxDelaySeconds = Number.POSITIVE_INFINITY, JitterStrategy } = retrier;
  const longest = Math.min(IntervalSeconds * BackoffRate ** given, MaxDelaySeconds);
  return JitterStrategy === 'FULL' ? Math.random() * longest : longest;
}

/** Failures of the execution itself, which no wildcard takes. */
const TERMINAL = new Set(['States.Runtime', 'States.DataLimitExceeded']);

function matches(wanted: readonly string[], error: string): boolean {
  return wanted.some((name) => {
    if (name === error) return true;
    if (name === 'States.ALL') return !TERMINAL.has(error);
    if (name === 'States.Timeout') return error === 'States.HeartbeatTimeout';
    return name === 'States.TaskFailed' && !TERMINAL.has(error) && error !== 'States.Timeout';
  });
}
