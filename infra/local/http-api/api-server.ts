import { setTimeout as sleep } from 'node:timers/promises';
import type { Json } from '../assembly/json.ts';
import { type Answer, jsonAnswer } from '../http-messages.ts';
import type { SigningIdentity } from '../identity/signing-key.ts';
import { type LambdaRuntime, PAYLOAD_LIMIT_BYTES } from '../lambda/lambda-runtime.ts';
import { type ApiRequest, apiAnswer, apiEvent } from './api-event.ts';
import type { ApiRoute } from './api-routes.ts';
import { type CorsConfiguration, corsHeaders } from './cors.ts';
import { type Authorization, authorize } from './jwt-authorizer.ts';

const BODY_LIMIT_BYTES = 10 * 1024 * 1024;

export interface ApiServerOptions {
  readonly routes: readonly ApiRoute[];
  readonly cors: CorsConfiguration | undefined;
  /** Undefined when the template has no user pool: then secured routes are refused. */
  readonly identity: SigningIdentity | undefined;
  readonly lambdas: Pick<LambdaRuntime, 'invoke'>;
}

/** Answers one request as API Gateway's HTTP API would, its own refusals included. Never throws. */
export async function answerApi(request: ApiRequest, options: ApiServerOptions): Promise<Answer> {
  const preflight = request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined;
  const cors = corsHeaders(options.cors, request.headers.origin, preflight);
  const answer = preflight && options.cors !== undefined ? { status: 204 } : await routed(request, options);
  return { ...answer, headers: { ...answer.headers, ...cors } };
}

async function routed(request: ApiRequest, options: ApiServerOptions): Promise<Answer> {
  const { method, path, headers, body } = request;
  const route = options.routes.find(
    (candidate) => (candidate.method === 'ANY' || candidate.method === method) && candidate.pattern.test(path),
  );
  if (route === undefined) return jsonAnswer(404, { message: 'Not Found' });
  if (body.length > BODY_LIMIT_BYTES) return jsonAnswer(413, { message: 'Request Entity Too Large' });
  let authorization: Extract<Authorization, { allowed: true }> | undefined;
  if (route.authorizer !== undefined) {
    if (options.identity === undefined) return jsonAnswer(401, { message: 'Unauthorized' });
    const verdict = await authorize(route.authorizer, options.identity, route.scopes, headers);
    if (!verdict.allowed) return refused(verdict);
    authorization = verdict;
  }
  const event = apiEvent(route, request, authorization);
  if (Buffer.byteLength(JSON.stringify(event)) > PAYLOAD_LIMIT_BYTES)
    return jsonAnswer(413, { message: 'Request Entity Too Large' });
  return invoke(route, event, options);
}

function refused({ status, reason }: Extract<Authorization, { allowed: false }>): Answer {
  const message = status === 401 ? 'Unauthorized' : 'Forbidden';
  const error = status === 401 ? 'invalid_token' : 'insufficient_scope';
  const answer = jsonAnswer(status, { message });
  const challenge = `Bearer scope="" error="${error}" error_description="${reason.replace(/[^\w .-]/g, '')}"`;
  return { ...answer, headers: { ...answer.headers, 'www-authenticate': challenge } };
}

async function invoke(route: ApiRoute, event: Json, { lambdas }: ApiServerOptions): Promise<Answer> {
  const patience = new AbortController();
  try {
    const late = sleep(route.timeoutMs, 'late' as const, { signal: patience.signal, ref: false });
    const result = await Promise.race([lambdas.invoke(route.functionArn, event), late]);
    if (result === 'late') return jsonAnswer(503, { message: 'Service Unavailable' });
    const answer = apiAnswer(result);
    if ((answer.body?.length ?? 0) > PAYLOAD_LIMIT_BYTES) throw new Error('the answer is larger than 6 MB');
    return answer;
  } catch (error) {
    console.error(`${route.key}:`, error);
    return jsonAnswer(500, { message: 'Internal Server Error' });
  } finally {
    patience.abort();
  }
}
