import type { MiddlewareObj } from '@middy/core';
import { type Accessed, SEARCH } from '../audit/access.ts';
import type { AccessTrail } from '../audit/access-trail.ts';
import { ROLE_POSTS } from '../institute/posts.ts';
import type { FunctionFrame } from '../observability/function-frame.ts';
import { refuse } from '../refusals/shared-refusals.ts';
import { callerFor } from './caller.ts';
import { CORRELATION_HEADER } from './correlation-id.ts';
import { EVERY_ANSWER, type HttpReply } from './http-reply.ts';
import { keyOfCaller } from './key-of-caller.ts';
import { Passage } from './passage.ts';
import { notePersonalDataRead } from './personal-data-read.ts';
import { readInput } from './request-input.ts';
import type { Caller } from './route.ts';
import type { RouteMatch } from './route-matcher.ts';
import type { Standings } from './standing.ts';

/**
 * What every HTTP function shares, one step each. They run in the order of their list; on the way back in the reverse,
 * so that an error becomes an answer before the answer is finished.
 */
type HttpMiddleware = MiddlewareObj<unknown, HttpReply>;

/** The event becomes a passage, which the others fill; it leaves with its headers and its line in the log. */
export const passage = (heard: Pick<FunctionFrame, 'log' | 'metrics'>): HttpMiddleware => {
  const finish: HttpMiddleware['after'] = (request) => {
    const { response } = request;
    if (response === undefined || response === null) return;
    const opened = passageOf(request.event);
    opened.logAnswer(response.statusCode);
    const headers = { ...EVERY_ANSWER, [CORRELATION_HEADER]: opened.correlationId, ...response.headers };
    request.response = { ...response, headers };
  };
  return {
    before: (request) => {
      request.event = new Passage(request.event, heard.log, heard.metrics);
    },
    after: finish,
    onError: finish,
  };
};

/** Refusals leave as problem+json, anything else as an opaque 500. */
export const problemJson = (): HttpMiddleware => ({
  onError: (request) => {
    request.response = passageOf(request.event).answerTo(request.error);
  },
});

/** Finds the route; 404 when there is none. */
export const route = (find: (method: string, path: string) => RouteMatch | undefined): HttpMiddleware => ({
  before: ({ event }) => {
    const opened = passageOf(event);
    if (opened.request === undefined) throw new Error('the event is no request of the HTTP API');
    opened.match = find(opened.request.method, opened.request.path);
    if (opened.match === undefined) throw refuse('not-found', 'Esta dirección no existe en la API.');
  },
});

/** Lets in whom the route admits; deny by default. */
export const roles = (): HttpMiddleware => ({
  before: ({ event }) => {
    const opened = passageOf(event);
    const { match, request } = opened.found;
    opened.caller = callerFor(match.route, request.claims, opened.correlationId);
  },
});

/**
 * Turns away a person who was suspended or signed out since the token was issued, and tells the others' name: one GetItem
 * a request, cached nowhere. The portal has no record of its own.
 */
export const stillIn = (standings: Standings): HttpMiddleware => ({
  before: async ({ event }) => {
    const opened = passageOf(event);
    const caller = callerOf(opened);
    const { subject, roles } = caller;
    if (opened.found.match.route.roles === 'public' || roles.every((role) => ROLE_POSTS[role].kind === 'machine'))
      return;
    const standing = await standings.of(subject);
    if (standing === undefined) return;
    // A token that does not say when it was issued is as old as can be.
    const issued = Number(opened.found.request.claims?.iat) || 0;
    if (issued < standing.signedOutBefore) {
      throw refuse('not-authenticated', 'Su sesión terminó o su acceso cambió. Inicie sesión de nuevo.');
    }
    opened.caller = { ...caller, name: standing.name };
  },
});

/**
 * Reads parameters, query, body and headers by the schemas of the route: nothing raw reaches a use case, and an
 * Idempotency-Key is the caller's own.
 */
export const input = (): HttpMiddleware => ({
  before: ({ event }) => {
    const opened = passageOf(event);
    opened.input = keyOfCaller(readInput(opened.found.match, opened.found.request), callerOf(opened));
  },
});

/**
 * Notes whose personal data the answer shows or the request changed, before it leaves: what cannot be noted is not shown
 * (503 or 500). For routes that say `personalData`.
 */
export const accessNoted = ({ trail, now }: AccessNoting): HttpMiddleware => ({
  after: async ({ event, response }) => {
    const { admitted, shown, searched, correlationId, log } = passageOf(event);
    const { match, caller } = admitted;
    if (match.route.personalData !== true || response === undefined || response === null) return;
    const ids = searched !== undefined ? [SEARCH, ...shown] : shown.length > 0 ? shown : Object.values(match.params);
    const access: Accessed['access'] =
      match.route.method === 'GET' || match.route.readsOnly === true ? 'read' : 'write';
    const { subject: reader, name: readerName, roles } = caller;
    const at = now().toISOString();
    const { operationId } = match.route;
    const accessed = { at, reader, readerName, roles: [...roles], operationId, access, correlationId };
    await trail.note({ ...accessed, ...(searched !== undefined && { searched }) }, ids);
    notePersonalDataRead(log, match, caller);
  },
});

export interface AccessNoting {
  readonly trail: Pick<AccessTrail, 'note'>;
  readonly now: () => Date;
}

function callerOf({ caller }: Passage): Caller {
  if (caller === undefined) throw new Error('nobody was admitted yet');
  return caller;
}

/** The passage that the first middleware opened. */
export function passageOf(event: unknown): Passage {
  if (event instanceof Passage) return event;
  throw new Error('the request was not opened');
}
