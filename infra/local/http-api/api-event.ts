import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Json } from '../assembly/json.ts';
import type { Answer } from '../http-messages.ts';
import type { ApiRoute } from './api-routes.ts';
import type { Authorization } from './jwt-authorizer.ts';

export interface ApiRequest {
  readonly method: string;
  readonly url: URL;
  /** Path as routes see it: decoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly sourceIp: string;
}

const TEXT_TYPES = /^text\/|json|xml|javascript|x-www-form-urlencoded/;

/** The event of payload format 2.0. */
export function apiEvent(
  route: ApiRoute,
  request: ApiRequest,
  authorization: Extract<Authorization, { allowed: true }> | undefined,
): Json {
  const { method, url, path, body, sourceIp } = request;
  const { cookie, ...headers } = request.headers;
  const type = headers['content-type'] ?? '';
  const isText = type === '' || TEXT_TYPES.test(type);
  const query: Record<string, string> = {};
  for (const [name, value] of url.searchParams)
    query[name] = query[name] === undefined ? value : `${query[name]},${value}`;
  const parameters: Record<string, string> = {};
  const matched = route.pattern.exec(path) ?? [];
  route.parameterNames.forEach((name, index) => {
    parameters[name] = matched[index + 1] ?? '';
  });
  const now = new Date();
  return {
    version: '2.0',
    routeKey: route.key,
    rawPath: path,
    rawQueryString: url.search.slice(1),
    ...(cookie === undefined ? {} : { cookies: cookie.split(/; ?/) }),
    headers,
    ...(Object.keys(query).length === 0 ? {} : { queryStringParameters: query }),
    ...(route.parameterNames.length === 0 ? {} : { pathParameters: parameters }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'local',
      domainName: url.host,
      domainPrefix: 'local',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp, userAgent: headers['user-agent'] ?? '' },
      requestId: randomUUID(),
      routeKey: route.key,
      stage: '$default',
      time: now.toUTCString(),
      timeEpoch: now.getTime(),
      ...(authorization === undefined
        ? {}
        : { authorizer: { jwt: { claims: authorization.claims, scopes: authorization.scopes } } }),
    },
    ...(body.length === 0 ? {} : { body: body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

const resultSchema = z.object({
  statusCode: z.coerce.number(),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/** The HTTP answer for what a function returned; a value without statusCode becomes a JSON body, as on AWS. */
export function apiAnswer(result: Json): Answer {
  const full = resultSchema.safeParse(result);
  if (!full.success) {
    const body = typeof result === 'string' ? result : JSON.stringify(result);
    return { status: 200, headers: { 'content-type': 'application/json' }, body };
  }
  const { statusCode, cookies, body, isBase64Encoded } = full.data;
  const headers: Record<string, string | readonly string[]> = {};
  for (const [name, value] of Object.entries(full.data.headers ?? {})) headers[name.toLowerCase()] = String(value);
  if (typeof body === 'string' && headers['content-type'] === undefined)
    headers['content-type'] = 'text/plain;charset=UTF-8';
  if (cookies !== null && cookies !== undefined && cookies.length > 0) headers['set-cookie'] = cookies;
  return { status: statusCode, headers, body: Buffer.from(body ?? '', isBase64Encoded === true ? 'base64' : 'utf8') };
}
