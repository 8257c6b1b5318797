import type { Json, JsonObject } from '../assembly/json.ts';
import { RunnerStopping } from '../lambda/lambda-error.ts';
import type { State } from './definition.ts';
import type { Visit } from './execution-record.ts';
import { evaluate, evaluateNumber } from './expressions.ts';
import { performChoice, performFail, performPass, performSucceed, performWait } from './flow-states.ts';
import { JournalLost } from './journal.ts';
import { performMap } from './map-state.ts';
import { performParallel } from './parallel-state.ts';
import { recoveryFrom } from './recovery.ts';
import type { Outcome, Scope, Visiting } from './scope.ts';
import { Cancelled, ExecutionOver, StatesError } from './states-error.ts';
import { performTask } from './task-state.ts';
import { goOn, waitUntil } from './waiting.ts';

/**
 * Visits one state until it is left: attempt after attempt while a retrier wants it, else by its catcher. Throws the
 * failure that nobody caught. Every way out is in the journal before this answers.
 */
export async function visitState(state: State, name: string, input: Json, scope: Scope, at: string): Promise<Outcome> {
  const { run } = scope;
  const visit = run.record.visit(at);
  if (visit.left !== undefined) return { ...visit.left, next: visit.left.next };
  if (visit.failed !== undefined) throw new StatesError(visit.failed.error, visit.failed.cause);
  goOn(scope);
  if (visit.entered === undefined)
    void run
      .write({ is: 'entered', time: Date.now(), at, state: name, type: state.Type, input })
      .catch(() => undefined);
  for (;;) {
    if (visit.retryAt !== undefined) await waitUntil(visit.retryAt, scope);
    const visiting = visitingOf(visit, name, input, scope, at);
    try {
      const outcome = await perform(state, visiting);
      return await left(visiting, outcome);
    } catch (thrown) {
      const failure = failureFrom(thrown, scope);
      const recovery = await recoveryFrom(failure, state, visit, visiting).catch((error: unknown) => ({
        failed: failureFrom(error, scope),
      }));
      if ('failed' in recovery) {
        const { error, causeText } = recovery.failed;
        await run.write({ is: 'failed', time: Date.now(), at, error, cause: causeText });
        throw recovery.failed;
      }
      if ('caught' in recovery) return left(visiting, recovery.caught, failure);
      await run.write({ is: 'retrying', time: Date.now(), at, ...recovery.retry });
    }
  }
}

function visitingOf(visit: Visit, name: string, input: Json, scope: Scope, at: string): Visiting {
  const retries = [...visit.retries.values()].reduce((sum, count) => sum + count, 0);
  const entered = new Date(visit.entered?.time ?? Date.now()).toISOString();
  const context = { ...scope.context, State: { Name: name, EnteredTime: entered, RetryCount: retries } };
  const bindings = (more: JsonObject = {}) => ({
    states: { input, context, ...more },
    variables: scope.variables,
  });
  return {
    scope,
    at,
    attempt: visit.attempt,
    input,
    context,
    evaluate: (value, more) => evaluate(value, bindings(more)),
    evaluateNumber: (value) => evaluateNumber(value, bindings()),
  };
}

function perform(state: State, visiting: Visiting): Promise<Outcome> {
  switch (state.Type) {
    case 'Pass':
      return performPass(state, visiting);
    case 'Task':
      return performTask(state, visiting);
    case 'Choice':
      return performChoice(state, visiting);
    case 'Wait':
      return performWait(state, visiting);
    case 'Succeed':
      return performSucceed(state, visiting);
    case 'Fail':
      return performFail(state, visiting);
    case 'Parallel':
      return performParallel(state, visiting);
    case 'Map':
      return performMap(state, visiting);
  }
}

async function left({ scope, at }: Visiting, outcome: Outcome, failure?: StatesError): Promise<Outcome> {
  const { output, next, assigned } = outcome;
  await scope.run.write({
    is: 'left',
    time: Date.now(),
    at,
    output,
    assigned,
    ...(next === undefined ? {} : { next }),
    ...(failure === undefined ? {} : { caught: { error: failure.error, cause: failure.causeText } }),
  });
  return outcome;
}

/** What a Retry or a Catch may see of what was thrown. What is no failure of the state passes by them. */
function failureFrom(thrown: unknown, { signal }: Scope): StatesError {
  if ([RunnerStopping, JournalLost, ExecutionOver, Cancelled].some((kind) => thrown instanceof kind)) throw thrown;
  signal.throwIfAborted();
  if (thrown instanceof StatesError) return thrown;
  return new StatesError(
    'States.Runtime',
    thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown),
  );
}
