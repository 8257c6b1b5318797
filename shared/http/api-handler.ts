import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { Log } from '../observability/log.ts';
import type { Metrics } from '../observability/metrics.ts';
import { refuse } from '../refusals/shared-refusals.ts';
import { callerFor } from './caller.ts';
import { CORRELATION_HEADER } from './correlation-id.ts';
import { EVERY_ANSWER, type HttpReply } from './http-reply.ts';
import { keyOfCaller } from './key-of-caller.ts';
import { Passage } from './passage.ts';
import { notePersonalDataRead } from './personal-data-read.ts';
import { type RefusalRules, refusalCatalogue } from './refusal-catalogue.ts';
import { type ReadInput, readInput } from './request-input.ts';
import type { Caller, Route, RouteAnswer, UseCases } from './route.ts';
import { replyFor } from './route-answer.ts';
import { createRouteMatcher } from './route-matcher.ts';

export interface ApiOptions<Deps, Table extends readonly Route[]> {
  readonly routes: Table;
  /** One per route of the table; the compiler demands each and no other. */
  readonly useCases: UseCases<Deps, Table>;
  /** Built once by the handler. */
  readonly deps: Deps;
  /** `refuse.rules` of the area, so that no two rooms use one code for two things. */
  readonly areaRefusals: RefusalRules;
  readonly log: Log;
  readonly metrics: Metrics;
}

export type ApiHandler = (event: unknown, context: Context) => Promise<HttpReply>;

type AnyUseCase<Deps> = (deps: Deps, input: ReadInput, caller: Caller) => Promise<RouteAnswer>;

/** A request that is still running this long before the Lambda's end is answered 503, with its log line. */
const TIME_TO_ANSWER_MS = 500;

/**
 * The handler of an HTTP function: finds the route, checks the role (deny by default), reads the input, calls the use
 * case, lets only declared fields out, and answers refusals as problem+json and anything else as an opaque 500.
 * Throws when it is made with two meanings for one refusal code.
 */
export function createApiHandler<Deps, const Table extends readonly Route[]>(
  options: ApiOptions<Deps, Table>,
): ApiHandler {
  refusalCatalogue([options.areaRefusals]);
  const findRoute = createRouteMatcher(options.routes);
  // The compiler has matched each use case with its route; which one a request needs is known only when it comes.
  const useCases = new Map(Object.entries(options.useCases) as [string, AnyUseCase<Deps>][]);

  async function serve(passage: Passage): Promise<HttpReply> {
    if (passage.request === undefined) throw new Error('the event is no request of the HTTP API');
    passage.match = findRoute(passage.request.method, passage.request.path);
    if (passage.match === undefined) throw refuse('not-found', 'Esta dirección no existe en la API.');
    const { route } = passage.match;
    const caller = callerFor(route, passage.request.claims, passage.correlationId);
    const input = keyOfCaller(readInput(passage.match, passage.request), caller);
    const useCase = useCases.get(route.operationId);
    if (useCase === undefined) throw new Error(`no use case for ${route.operationId}`);
    const reply = replyFor(route, await useCase(options.deps, input, caller));
    notePersonalDataRead(passage.log, passage.match, caller);
    return reply;
  }

  const finish = (passage: Passage, reply: HttpReply): HttpReply => {
    passage.logAnswer(reply.statusCode);
    return { ...reply, headers: { ...EVERY_ANSWER, [CORRELATION_HEADER]: passage.correlationId, ...reply.headers } };
  };

  // Middlewares end in the reverse of their order: the error becomes an answer before the answer is finished.
  const handler = middy<unknown, HttpReply>({ timeoutEarlyInMillis: TIME_TO_ANSWER_MS })
    .use({
      before: (request) => {
        request.event = new Passage(request.event, options.log, options.metrics);
      },
      after: (request) => {
        if (request.response) request.response = finish(passageOf(request.event), request.response);
      },
      onError: (request) => {
        if (request.response) request.response = finish(passageOf(request.event), request.response);
      },
    })
    .onError((request) => {
      request.response = passageOf(request.event).answerTo(request.error);
    })
    .handler((event: unknown) => serve(passageOf(event)));
  return (event, context) => handler(event, context);
}

function passageOf(event: unknown): Passage {
  if (event instanceof Passage) return event;
  throw new Error('the request was not opened');
}
