import { randomUUID } from 'node:crypto';
import { failureFields, type Log } from '../observability/log.ts';
import type { Metrics } from '../observability/metrics.ts';
import { readIdentity } from './caller.ts';
import { correlationIdOf } from './correlation-id.ts';
import { refusalOf } from './foreseen-errors.ts';
import type { HttpReply } from './http-reply.ts';
import { type HttpRequest, readHttpRequest } from './http-request.ts';
import { internalErrorReply, refusalReply } from './problem.ts';
import type { ReadInput } from './request-input.ts';
import type { Caller } from './route.ts';
import { AnswerMismatch } from './route-answer.ts';
import type { RouteMatch } from './route-matcher.ts';

/** One request on its way through the function: what its answer and its lines in the log need. */
export class Passage {
  readonly correlationId: string;
  readonly log: Log;
  /** Undefined when the event was none of the HTTP API's: answered as an internal error. */
  readonly request: HttpRequest | undefined;
  /** Filled one after the other by the middlewares. */
  match: RouteMatch | undefined;
  caller: Caller | undefined;
  input: ReadInput | undefined;
  /** What was searched for, when something was. */
  searched: string | undefined;
  /** Ids of the records that the answer shows. */
  shown: readonly string[] = [];
  readonly #started = performance.now();
  readonly #metrics: Metrics;
  #code: string | undefined;

  constructor(event: unknown, log: Log, metrics: Metrics) {
    this.request = readRequest(event);
    this.correlationId = this.request === undefined ? randomUUID() : correlationIdOf(this.request.headers);
    this.log = log.withCorrelation(this.correlationId);
    this.#metrics = metrics;
  }

  /** The request and its route. Throws when they are asked for too early. */
  get found(): { readonly request: HttpRequest; readonly match: RouteMatch } {
    const { request, match } = this;
    if (request === undefined || match === undefined) throw new Error('the route is not known yet');
    return { request, match };
  }

  /** What a use case is called with. Throws when it is asked for too early. */
  get admitted(): { readonly match: RouteMatch; readonly caller: Caller; readonly input: ReadInput } {
    const { match, caller, input } = this;
    if (match === undefined || caller === undefined || input === undefined) throw new Error('nobody was admitted yet');
    return { match, caller, input };
  }

  /** The answer to an error: a refusal as problem+json, anything else opaque; ours are logged and counted. */
  answerTo(error: unknown): HttpReply {
    const refusal = refusalOf(error);
    this.#code = refusal?.code ?? 'internal-error';
    if (refusal === undefined) {
      this.#metrics.record('RequestsFailed');
      this.#logFailure(error);
      return internalErrorReply(this.correlationId);
    }
    if (refusal.rule.status === 503) {
      this.#metrics.record('RequestsThrottled');
      this.log.event('store-busy', { operationId: this.#operationId, errorName: failureFields(error).errorName });
    }
    return refusalReply(refusal, this.correlationId);
  }

  /** Every request leaves one line: who, what, how it ended, how long; no query and no body. */
  logAnswer(status: number): void {
    const identity = readIdentity(this.request?.claims ?? {});
    this.log.event('request-answered', {
      ...this.#place,
      status,
      code: this.#code,
      milliseconds: Math.round(performance.now() - this.#started),
      subject: identity.subject,
      roles: identity.roles,
    });
  }

  get #operationId(): string | undefined {
    return this.match?.route.operationId;
  }

  get #place() {
    return {
      method: this.request?.method,
      route: this.match?.route.path ?? 'unknown',
      operationId: this.#operationId,
    };
  }

  #logFailure(error: unknown): void {
    if (error instanceof AnswerMismatch) {
      this.log.event('answer-mismatch', { operationId: this.#operationId, faults: error.faults });
    } else {
      this.log.event('request-failed', { ...this.#place, ...failureFields(error) });
    }
  }
}

function readRequest(event: unknown): HttpRequest | undefined {
  try {
    return readHttpRequest(event);
  } catch {
    return undefined;
  }
}
