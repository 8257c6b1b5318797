import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { recordsShown } from '../audit/access.ts';
import type { AccessTrail } from '../audit/access-trail.ts';
import type { FunctionFrame } from '../observability/function-frame.ts';
import { withinInvocation } from '../observability/invocation.ts';
import type { HttpReply } from './http-reply.ts';
import { accessNoted, input, passage, passageOf, problemJson, roles, route, stillIn } from './middlewares.ts';
import type { ReadInput } from './request-input.ts';
import type { Caller, Route, RouteAnswer, UseCases } from './route.ts';
import { replyFor } from './route-answer.ts';
import { createRouteMatcher } from './route-matcher.ts';
import type { Standings } from './standing.ts';

export interface ApiOptions<Deps, Table extends readonly Route[]> extends FunctionFrame {
  readonly routes: Table;
  /** One per route of the table; the compiler demands each and no other. */
  readonly useCases: UseCases<Deps, Table>;
  /** Built once by the handler. */
  readonly deps: Deps;
  /** Where accesses to personal data are noted. Demanded when a route of the table says `personalData`. */
  readonly trail?: AccessTrail;
  /** Who was suspended or signed out, and what the others are called. Demanded when a route of the table is for people. */
  readonly standings?: Standings;
}

export type ApiHandler = (event: unknown, context: Context) => Promise<HttpReply>;

type AnyUseCase<Deps> = (deps: Deps, input: ReadInput, caller: Caller) => Promise<RouteAnswer>;

/** A request that is still running this long before the Lambda's end is answered 503, with its log line. */
const TIME_TO_ANSWER_MS = 500;

/**
 * The handler of an HTTP function: finds the route, checks the role (deny by default), reads the input, calls the use
 * case, lets only declared fields out, and answers refusals as problem+json and anything else as an opaque 500.
 * Throws when it is made for personal data without a trail to note who sees it, or for people without word of who is out.
 */
export function createApiHandler<Deps, const Table extends readonly Route[]>(
  options: ApiOptions<Deps, Table>,
): ApiHandler {
  // The compiler has matched each use case with its route; which one a request needs is known only when it comes.
  const useCases = new Map(Object.entries(options.useCases) as [string, AnyUseCase<Deps>][]);

  const { trail, standings, now } = options;
  const personal = options.routes.find(({ personalData }) => personalData === true);
  if (personal !== undefined && trail === undefined) {
    throw new Error(`${personal.operationId} shows personal data and nobody would note it`);
  }
  const guarded = options.routes.find(({ roles }) => roles !== 'public');
  if (guarded !== undefined && standings === undefined) {
    throw new Error(`${guarded.operationId} is for people and nobody would know who was suspended`);
  }
  const staying = standings === undefined ? [] : [stillIn(standings)];
  const noting = trail === undefined ? [] : [accessNoted({ trail, now })];
  const handler = middy<unknown, HttpReply>({ timeoutEarlyInMillis: TIME_TO_ANSWER_MS })
    .use([passage(options), problemJson(), route(createRouteMatcher(options.routes)), roles()])
    .use([...staying, input(), ...noting])
    .handler(async (event: unknown) => {
      const opened = passageOf(event);
      const { match, caller, input: read } = opened.admitted;
      const useCase = useCases.get(match.route.operationId);
      if (useCase === undefined) throw new Error(`no use case for ${match.route.operationId}`);
      const answer = await useCase(options.deps, read, caller);
      opened.searched = answer.searched;
      opened.shown = answer.records ?? recordsShown(answer.body);
      return replyFor(match.route, answer);
    });
  return (event, context) => withinInvocation(context.awsRequestId, () => handler(event, context));
}
