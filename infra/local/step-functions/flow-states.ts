import type { ChoiceState, FailState, PassState, SucceedState, WaitState } from './definition.ts';
import { leave } from './leave.ts';
import type { Outcome, Visiting } from './scope.ts';
import { StatesError } from './states-error.ts';
import { waitUntil } from './waiting.ts';

export function performPass(state: PassState, visiting: Visiting): Promise<Outcome> {
  return leave(state, visiting, state.Next);
}

export function performSucceed(state: SucceedState, visiting: Visiting): Promise<Outcome> {
  return leave(state, visiting, undefined);
}

export async function performFail({ Error: error, Cause }: FailState, visiting: Visiting): Promise<Outcome> {
  const [name, cause] = [await visiting.evaluate(error ?? ''), await visiting.evaluate(Cause ?? '')];
  throw new StatesError(String(name), String(cause));
}

export async function performChoice(state: ChoiceState, visiting: Visiting): Promise<Outcome> {
  for (const choice of state.Choices) {
    const holds = await visiting.evaluate(choice.Condition);
    if (typeof holds !== 'boolean')
      throw new StatesError(
        'States.QueryEvaluationError',
        `the condition ${choice.Condition} is neither true nor false`,
      );
    if (holds) return leave(choice, visiting, choice.Next);
  }
  if (state.Default === undefined) throw new StatesError('States.NoChoiceMatched', 'no condition holds');
  return leave(state, visiting, state.Default);
}

/** The end of the wait is written down, so that a start in between does not make it longer. */
export async function performWait(state: WaitState, visiting: Visiting): Promise<Outcome> {
  const { scope, at } = visiting;
  const known = scope.run.record.visit(at).until;
  const until = known ?? (await endOf(state, visiting));
  if (known === undefined) await scope.run.write({ is: 'until', time: Date.now(), at, until });
  await scope.run.parked(waitUntil(until, scope));
  return leave(state, visiting, state.Next);
}

async function endOf({ Seconds, Timestamp }: WaitState, visiting: Visiting): Promise<number> {
  if (Seconds !== undefined) return Date.now() + (await visiting.evaluateNumber(Seconds)) * 1000;
  const instant = await visiting.evaluate(Timestamp ?? '');
  const until = Date.parse(String(instant));
  if (Number.isNaN(until)) throw new StatesError('States.QueryEvaluationError', `${instant} is no instant`);
  return until;
}
