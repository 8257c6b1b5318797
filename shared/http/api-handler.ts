import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { FunctionFrame } from '../observability/function-frame.ts';
import { withinInvocation } from '../observability/invocation.ts';
import type { HttpReply } from './http-reply.ts';
import { input, passage, passageOf, problemJson, roles, route } from './middlewares.ts';
import { notePersonalDataRead } from './personal-data-read.ts';
import { type RefusalRules, refusalCatalogue } from './refusal-catalogue.ts';
import type { ReadInput } from './request-input.ts';
import type { Caller, Route, RouteAnswer, UseCases } from './route.ts';
import { replyFor } from './route-answer.ts';
import { createRouteMatcher } from './route-matcher.ts';

export interface ApiOptions<Deps, Table extends readonly Route[]> extends Pick<FunctionFrame, 'log' | 'metrics'> {
  readonly routes: Table;
  /** One per route of the table; the compiler demands each and no other. */
  readonly useCases: UseCases<Deps, Table>;
  /** Built once by the handler. */
  readonly deps: Deps;
  /** `refuse.rules` of the area, so that no two rooms use one code for two things. */
  readonly areaRefusals: RefusalRules;
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
  // The compiler has matched each use case with its route; which one a request needs is known only when it comes.
  const useCases = new Map(Object.entries(options.useCases) as [string, AnyUseCase<Deps>][]);

  const handler = middy<unknown, HttpReply>({ timeoutEarlyInMillis: TIME_TO_ANSWER_MS })
    .use([passage(options), problemJson(), route(createRouteMatcher(options.routes)), roles(), input()])
    .handler(async (event: unknown) => {
      const opened = passageOf(event);
      const { match, caller, input: read } = opened.admitted;
      const useCase = useCases.get(match.route.operationId);
      if (useCase === undefined) throw new Error(`no use case for ${match.route.operationId}`);
      const reply = replyFor(match.route, await useCase(options.deps, read, caller));
      notePersonalDataRead(opened.log, match, caller);
      return reply;
    });
  return (event, context) => withinInvocation(context.awsRequestId, () => handler(event, context));
}
