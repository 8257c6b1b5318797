import type { Refusal, RefusalDetail } from '../refusals/refusal.ts';
import { INTERNAL_ERROR } from './http-refusals.ts';
import { type HttpReply, jsonReply } from './http-reply.ts';

export const PROBLEM_TYPE_PREFIX = 'urn:cartera:problema:';
export const PROBLEM_CONTENT_TYPE = 'application/problem+json';

/** RFC 9457, with the product's code, the correlation id and every fault with its place. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly correlationId: string;
  readonly errors: readonly RefusalDetail[];
}

/** A refusal as its answer, with Retry-After when it says when to try again. */
export function refusalReply(refusal: Refusal, correlationId: string): HttpReply {
  const { code, detail, details, retryAfterSeconds } = refusal;
  const { title, status } = refusal.rule;
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterSeconds)) };
  return problemReply({ title, status, detail, code, correlationId, errors: details }, headers);
}

/** The answer to an unforeseen error: nothing of it but the id under which Systems finds it in the log. */
export function internalErrorReply(correlationId: string): HttpReply {
  const { code, title, status } = INTERNAL_ERROR;
  const detail = `Ocurrió un error que no depende de usted. Avise a Sistemas con este folio: ${correlationId}.`;
  return problemReply({ title, status, detail, code, correlationId, errors: [] }, {});
}

function problemReply(problem: Omit<Problem, 'type'>, headers: Readonly<Record<string, string>>): HttpReply {
  const body: Problem = { type: `${PROBLEM_TYPE_PREFIX}${problem.code}`, ...problem };
  return jsonReply(problem.status, body, headers, PROBLEM_CONTENT_TYPE);
}
