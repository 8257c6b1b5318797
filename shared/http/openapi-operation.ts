import * as z from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiParameters, ZodOpenApiResponsesObject } from 'zod-openapi';
import { ROLE_POSTS } from '../institute/posts.ts';
import type { RefusalRule } from '../refusals/refusal.ts';
import type { refuse } from '../refusals/shared-refusals.ts';
import { scopeFor } from './groups-and-scopes.ts';
import { INTERNAL_ERROR, type refuseHttp } from './http-refusals.ts';
import { PROBLEM_CONTENT_TYPE } from './problem.ts';
import { mayBeLeftOut } from './request-body.ts';
import type { Route } from './route.ts';

/** problem+json as callers see it (shared/http/problem.ts makes it). */
export const problemSchema = z
  .object({
    type: z.string().meta({ example: 'urn:cartera:problema:not-found' }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'Qué pasó y qué hacer, para mostrarse a la persona.' }),
    code: z.string().meta({ description: 'Código estable, para programar contra él.' }),
    correlationId: z.string().meta({ description: 'Folio de la solicitud para Sistemas.' }),
    errors: z.array(
      z.object({
        pointer: z.string().optional().meta({
          description: 'Lugar: puntero JSON en el cuerpo («/amount»), «query/…», «path/…» o «header/…».',
        }),
        line: z.int().optional(),
        column: z.int().optional(),
        message: z.string(),
      }),
    ),
  })
  .meta({ id: 'Problem', description: 'Error según RFC 9457.' });

type Code = keyof typeof refuse.rules | keyof typeof refuseHttp.rules;

/** One route as an OpenAPI operation: parameters, body, answers, who may call it, and every code it may refuse with. */
export function openApiOperation(route: Route, catalogue: ReadonlyMap<string, RefusalRule>): ZodOpenApiOperationObject {
  const requestParams = parametersOf(route);
  return {
    operationId: route.operationId,
    summary: route.summary,
    description: `**Puestos:** ${rolesText(route)}.`,
    tags: [route.tag],
    'x-roles': route.roles === 'public' ? 'public' : [...route.roles],
    security: securityOf(route),
    ...(Object.keys(requestParams).length > 0 && { requestParams }),
    ...(route.body !== undefined && {
      requestBody: { required: !mayBeLeftOut(route.body), content: { 'application/json': { schema: route.body } } },
    }),
    responses: { ...successOf(route), ...problemsOf(route, catalogue) },
  };
}

function rolesText(route: Route): string {
  return route.roles === 'public'
    ? 'cualquiera, sin sesión'
    : route.roles.map((role) => ROLE_POSTS[role].name).join(', ');
}

function securityOf(route: Route): Record<string, string[]>[] {
  if (route.roles === 'public') return [];
  const kinds = route.roles.map((role) => ROLE_POSTS[role].kind);
  return [
    ...(kinds.includes('person') ? [{ person: [] }] : []),
    ...(kinds.includes('machine') ? [{ portal: [scopeFor(route)] }] : []),
  ];
}

const IDEMPOTENCY_HEADER = z.string().min(8).max(128).meta({
  description: 'Clave única de la operación; repítala igual al reintentar.',
  example: '0193f1c2-7c1a-7b7e-9d3e',
});
const IF_MATCH_HEADER = z.string().meta({
  description: 'ETag que se leyó, entre comillas. Si el registro cambió, la respuesta es 412.',
  example: '"3"',
});

function parametersOf(route: Route): ZodOpenApiParameters {
  const headers = {
    ...(route.idempotent === true && { 'Idempotency-Key': IDEMPOTENCY_HEADER }),
    ...(route.ifMatch === true && { 'If-Match': IF_MATCH_HEADER }),
  };
  return {
    ...(route.params instanceof z.ZodObject && { path: route.params }),
    ...(route.query instanceof z.ZodObject && { query: route.query }),
    ...(Object.keys(headers).length > 0 && { header: z.object(headers) }),
  };
}

const REPEATED = 'La solicitud repite una ya atendida: la misma respuesta, sin hacer nada de nuevo.';

function successOf(route: Route): ZodOpenApiResponsesObject {
  const { status, repeated, body, contentType } = route.success;
  const content =
    contentType !== undefined
      ? { [contentType]: { schema: { type: 'string' as const, format: 'binary' } } }
      : body !== undefined && { 'application/json': { schema: body } };
  const described = (description: string) => ({ description, ...(content !== false && { content }) });
  return {
    [`${status}` as const]: described(route.summary),
    ...(repeated !== undefined && { [`${repeated}` as const]: described(REPEATED) }),
  };
}

/** Codes by status, one answer each: OpenAPI knows statuses only. */
function problemsOf(route: Route, catalogue: ReadonlyMap<string, RefusalRule>): ZodOpenApiResponsesObject {
  const codes = [...new Set<string>([...roomCodes(route), ...(route.refusals ?? [])])];
  const responses: ZodOpenApiResponsesObject = {};
  const rules = codes.flatMap((code) => {
    const rule = catalogue.get(code);
    return rule === undefined ? [] : [{ code, title: rule.title, status: rule.status as number }];
  });
  for (const status of [...new Set(rules.map((rule) => rule.status))].toSorted()) {
    const same = rules.filter((rule) => rule.status === status);
    responses[`${status}` as '400'] = problemAnswer(same);
  }
  return { ...responses, '500': problemAnswer([INTERNAL_ERROR]) };
}

function problemAnswer(rules: readonly { readonly code: string; readonly title: string }[]) {
  const description = rules.map((rule) => `\`${rule.code}\`: ${rule.title}.`).join(' ');
  return { description, content: { [PROBLEM_CONTENT_TYPE]: { schema: problemSchema } } };
}

/** The codes that the HTTP room itself refuses this route with. */
function roomCodes(route: Route): Code[] {
  return [
    'malformed-request',
    ...(route.roles === 'public' ? [] : (['not-authenticated', 'role-not-allowed', 'busy-try-later'] as const)),
    ...(route.roles !== 'public' && route.roles.includes('portal') ? (['scope-not-allowed'] as const) : []),
    ...(route.params === undefined ? [] : (['not-found'] as const)),
    ...(route.body === undefined ? [] : (['body-too-large', 'unsupported-content-type'] as const)),
    ...(route.idempotent === true ? (['idempotency-key-required', 'idempotency-key-reused'] as const) : []),
    ...(route.ifMatch === true ? (['version-required', 'version-changed'] as const) : []),
  ];
}
