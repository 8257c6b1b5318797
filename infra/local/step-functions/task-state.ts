import type { Json } from '../assembly/json.ts';
import type { TaskState } from './definition.ts';
import type { Answer } from './journal-record.ts';
import { leave } from './leave.ts';
import type { Outcome, Visiting } from './scope.ts';
import { StatesError } from './states-error.ts';
import { newToken } from './task-token.ts';
import { sleepUntil, unlessAborted } from './waiting.ts';

/**
 * Calls another service and gives on what it answers, or what somebody answers to the token it was handed. After a
 * crash a call that had no written answer is made again: at least once, as on AWS. With a token the second call carries
 * the same one, and is not made when the first was answered.
 */
export async function performTask(state: TaskState, visiting: Visiting): Promise<Outcome> {
  const { resource, pattern } = resourceOf(state.Resource);
  const token = pattern === 'waitForTaskToken' ? tokenOf(visiting) : undefined;
  const more = token === undefined ? {} : { context: { ...visiting.context, Task: { Token: token } } };
  const parameters = state.Arguments === undefined ? visiting.input : await visiting.evaluate(state.Arguments, more);
  const timeout = state.TimeoutSeconds === undefined ? 0 : await visiting.evaluateNumber(state.TimeoutSeconds);
  const heartbeat = state.HeartbeatSeconds === undefined ? 0 : await visiting.evaluateNumber(state.HeartbeatSeconds);
  const began = await schedule(visiting, resource, parameters, token);
  const deadline = timeout === 0 ? undefined : began + timeout * 1000;
  const result = await withinTime(deadline, visiting, async (signal) => {
    if (token === undefined) return call(visiting, resource, parameters, pattern === 'sync', signal);
    const { run } = visiting.scope;
    if (!run.record.visit(visiting.at).submitted) {
      await call(visiting, resource, parameters, false, signal);
      await run.write({ is: 'submitted', time: Date.now(), at: visiting.at, attempt: visiting.attempt });
    }
    return outputOf(await unlessAborted(run.parked(run.answerOf(token, heartbeat)), signal));
  });
  return leave(state, visiting, state.Next, { result });
}

type Pattern = 'request' | 'sync' | 'waitForTaskToken';

function resourceOf(arn: string): { readonly resource: string; readonly pattern: Pattern } {
  if (!arn.startsWith('arn:aws:states:')) return { resource: arn, pattern: 'request' };
  const [, resource = '', suffix] =
    /^arn:aws:states:[^:]*:[^:]*:(.+?)(?:\.(waitForTaskToken|sync:2))?$/.exec(arn) ?? [];
  if (suffix === undefined) return { resource, pattern: 'request' };
  return { resource, pattern: suffix === 'waitForTaskToken' ? suffix : 'sync' };
}

function tokenOf({ scope, at, attempt }: Visiting): string {
  const { record } = scope.run;
  return record.visit(at).scheduled?.token ?? newToken({ execution: record.started.arn, at, attempt });
}

/** Epoch milliseconds from which the time limit counts: of a handed-out token its first call, else this call. */
async function schedule(
  { scope, at, attempt }: Visiting,
  resource: string,
  parameters: Json,
  token: string | undefined,
): Promise<number> {
  const known = scope.run.record.visit(at).scheduled;
  if (known !== undefined && token !== undefined) return known.time;
  const time = Date.now();
  const written = scope.run.write({
    is: 'scheduled',
    time,
    at,
    attempt,
    resource,
    parameters,
    ...(token === undefined ? {} : { token }),
  });
  // A token must outlive a crash before anybody has it; other calls need no trace before their answer.
  if (token !== undefined) await written;
  return time;
}

async function call(
  { scope, at, attempt }: Visiting,
  resource: string,
  parameters: Json,
  sync: boolean,
  signal: AbortSignal,
): Promise<Json> {
  const { integrations, record } = scope.run;
  const integration = integrations.find(resource);
  if (integration === undefined) throw new StatesError('States.Runtime', `${resource} is not available locally`);
  const idempotencyName = `${record.started.arn}/${record.redrives}/${at}~${attempt}`;
  return integration({ arguments: parameters, idempotencyName, sync, signal });
}

async function withinTime(
  deadline: number | undefined,
  { scope }: Visiting,
  work: (signal: AbortSignal) => Promise<Json>,
): Promise<Json> {
  const late = new AbortController();
  const done = new AbortController();
  if (deadline !== undefined)
    sleepUntil(deadline, done.signal).then(
      () => late.abort(new StatesError('States.Timeout', 'the task took longer than its TimeoutSeconds')),
      () => undefined,
    );
  const signal = AbortSignal.any([scope.signal, late.signal]);
  try {
    return await unlessAborted(work(signal), signal);
  } finally {
    done.abort();
  }
}

function outputOf(answer: Answer): Json {
  if ('output' in answer) return answer.output;
  throw new StatesError(answer.error, answer.cause);
}
