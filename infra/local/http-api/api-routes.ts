import * as z from 'zod';
import type { Assembly } from '../assembly/assembly.ts';
import { propertiesOf } from '../assembly/resource.ts';
import type { JwtAuthorizer } from './jwt-authorizer.ts';

/** One route of the template's HTTP API. */
export interface ApiRoute {
  /** "GET /v1/notes/{noteId}" or "$default". */
  readonly key: string;
  readonly method: string;
  readonly pattern: RegExp;
  readonly parameterNames: readonly string[];
  readonly functionArn: string;
  /** Milliseconds the API waits for the function; never more than 30 seconds. */
  readonly timeoutMs: number;
  readonly authorizer: JwtAuthorizer | undefined;
  readonly scopes: readonly string[];
}

const routeSchema = z.object({
  RouteKey: z.string(),
  Target: z.string(),
  AuthorizationType: z.string().default('NONE'),
  AuthorizerId: z.string().optional(),
  AuthorizationScopes: z.array(z.string()).default([]),
});
const integrationSchema = z.object({
  IntegrationUri: z.string(),
  TimeoutInMillis: z.coerce.number().default(30_000),
});
const authorizerSchema = z.object({
  AuthorizerType: z.string(),
  IdentitySource: z.array(z.string()).default([]),
  JwtConfiguration: z.object({ Audience: z.array(z.string()), Issuer: z.string() }).optional(),
});

/**
 * Reads the routes, most specific first, as the HTTP API chooses. A route whose authorizer is not a JWT
 * authorizer is refused by name rather than left open.
 */
export function apiRoutes(assembly: Assembly): readonly ApiRoute[] {
  const integrations = assembly.of('AWS::ApiGatewayV2::Integration');
  const routes = assembly.of('AWS::ApiGatewayV2::Route').map((resource): ApiRoute => {
    const route = propertiesOf(resource, routeSchema);
    const integration = integrations.find(({ name }) => route.Target === `integrations/${name}`);
    if (integration === undefined) throw new Error(`${route.RouteKey}: no integration ${route.Target}`);
    const { IntegrationUri, TimeoutInMillis } = propertiesOf(integration, integrationSchema);
    const [method = 'ANY', path = '$default'] = route.RouteKey === '$default' ? [] : route.RouteKey.split(' ');
    const secured = route.AuthorizationType !== 'NONE';
    return {
      key: route.RouteKey,
      method,
      ...pathPattern(path),
      functionArn: /arn:aws:lambda:[^/]+/.exec(IntegrationUri)?.[0] ?? IntegrationUri,
      timeoutMs: Math.min(30_000, TimeoutInMillis),
      authorizer: secured ? jwtAuthorizer(assembly, route.RouteKey, route.AuthorizerId) : undefined,
      scopes: route.AuthorizationScopes,
    };
  });
  return [...routes].sort((a, b) => vagueness(a) - vagueness(b));
}

function jwtAuthorizer(assembly: Assembly, routeKey: string, id: string | undefined): JwtAuthorizer {
  const resource = assembly.of('AWS::ApiGatewayV2::Authorizer').find(({ name }) => name === id);
  const properties = resource && propertiesOf(resource, authorizerSchema);
  if (properties?.AuthorizerType !== 'JWT' || properties.JwtConfiguration === undefined)
    throw new Error(`${routeKey}: only JWT authorizers are available locally`);
  const { Audience, Issuer } = properties.JwtConfiguration;
  const sources = properties.IdentitySource.map((source) => source.replace('$request.header.', '').toLowerCase());
  return { issuer: Issuer, audience: Audience, headerNames: sources.length > 0 ? sources : ['authorization'] };
}

function pathPattern(path: string): Pick<ApiRoute, 'pattern' | 'parameterNames'> {
  if (path === '$default') return { pattern: /^/, parameterNames: [] };
  const parameterNames: string[] = [];
  const source = path.split(/(\{[^}]+\})/).map((piece) => {
    const name = /^\{([^}+]+)(\+?)\}$/.exec(piece);
    if (name === null) return piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    parameterNames.push(name[1] ?? '');
    return name[2] === '+' ? '(.+)' : '([^/]+)';
  });
  return { pattern: new RegExp(`^${source.join('')}/?$`), parameterNames };
}

/** Literal paths before parameters, parameters before greedy ones, a method before ANY, $default last. */
function vagueness({ key, method, parameterNames }: ApiRoute): number {
  if (key === '$default') return Number.POSITIVE_INFINITY;
  return parameterNames.length * 100 + (key.includes('+}') ? 1_000_000 : 0) + (method === 'ANY' ? 1 : 0);
}
