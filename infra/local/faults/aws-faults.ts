import type { AnswerAws } from '../answer-aws.ts';
import type { Answer } from '../http-messages.ts';
import { callerOf } from '../recording/caller.ts';
import type { RawRequest } from '../s3/s3-server.ts';
import type { FaultPlan } from './fault-plan.ts';

/**
 * A service of the AWS endpoint that fails now and then when functions call it, before it does anything or behind it.
 * What people and tests ask is left alone.
 */
export function failingNowAndThen(
  service: string,
  answer: AnswerAws,
  plan: Pick<FaultPlan, 'strikes'>,
  functionIds: ReadonlySet<string>,
): AnswerAws {
  return async (request) => {
    if (!functionIds.has(callerOf(request.headers.authorization))) return answer(request);
    const place = `${service} ${request.method} ${request.headers['x-amz-target'] ?? request.url.pathname}`;
    const thing = contentOf(request);
    if (plan.strikes('aws-5xx-before', place, thing)) return failure(service);
    const done = await answer(request);
    return plan.strikes('aws-5xx-after', place, thing) ? failure(service) : done;
  };
}

/** What a request asks, without what differs in each: its signature and its number. */
const contentOf = ({ url, body }: RawRequest): string => `${url.pathname}${url.search}|${body.toString('latin1')}`;

function failure(service: string): Answer {
  const message = 'We encountered an internal error. Please try again.';
  if (service === 's3' || service === 'ses') {
    const error = `<Error><Type>Receiver</Type><Code>InternalError</Code><Message>${message}</Message></Error>`;
    const body = service === 's3' ? error : `<ErrorResponse>${error}</ErrorResponse>`;
    return { status: 500, headers: { 'content-type': 'application/xml' }, body };
  }
  const body = JSON.stringify({ __type: 'InternalServiceException', message });
  return { status: 500, headers: { 'content-type': 'application/x-amz-json-1.0' }, body };
}
