import middy, { type MiddlewareObj } from '@middy/core';
import type { Context } from 'aws-lambda';
import { withinInvocation } from './invocation.ts';
import { createLog, failureFields, type Log } from './log.ts';
import { createMetrics, type Metrics } from './metrics.ts';

/** What every function says of itself, and the machine's time (UTC). Made once per process by its handler. */
export interface FunctionFrame {
  readonly now: () => Date;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** `functionName` is that of the bundle: "recovery-close-day". */
export function openFunction(functionName: string): FunctionFrame {
  const now = () => new Date();
  return { now, log: createLog({ functionName, now }), metrics: createMetrics({ functionName, now }) };
}

/** Of a Lambda's context, what we read. */
export type Invocation = Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>;

/**
 * The handler of a function that nobody waits for (stream, queue, schedule, job): its lines carry the request id, and a
 * failure is logged with its cause before it is thrown, so that the alarm that rings for it can be followed up.
 */
export function eventHandler<Result, Event = unknown>(
  { log }: Pick<FunctionFrame, 'log'>,
  handle: (event: Event, context: Invocation) => Promise<Result>,
): (event: Event, context: Context) => Promise<Result> {
  const handler = middy<Event, Result>().use(failureLogged(log)).handler(handle);
  return (event, context) => withinInvocation(context.awsRequestId, () => handler(event, context));
}

/** Says in the log why an invocation failed. The error goes on: Lambda has to know. */
function failureLogged(log: Log): MiddlewareObj {
  return {
    onError: ({ error }) => {
      log.event('function-failed', failureFields(error));
    },
  };
}
