import * as z from 'zod';
import type { Route } from './route.ts';
import { pathParameters } from './route-matcher.ts';

/**
 * What is wrong with a route table, one sentence each; empty when it is fit to serve. Checked when the OpenAPI
 * document is made and in the areas' tests, not in the functions, so that their bundles stay small.
 * `knownCodes` are the refusal codes that routes may name.
 */
export function routeTableFaults(routes: readonly Route[], knownCodes?: ReadonlySet<string>): string[] {
  return [
    ...duplicates(routes.map((route) => route.operationId)).map((id) => `operationId used twice: ${id}`),
    ...duplicates(routes.map(shapeOf)).map((shape) => `two routes answer ${shape}`),
    ...routes.flatMap((route) => routeFaults(route, knownCodes).map((fault) => `${route.operationId}: ${fault}`)),
  ];
}

function routeFaults(route: Route, knownCodes: ReadonlySet<string> | undefined): string[] {
  const faults: string[] = [];
  const { body, contentType, status } = route.success;
  if (route.roles !== 'public' && route.roles.length === 0) faults.push('nobody may call it');
  if (route.method === 'GET' && (route.body ?? route.idempotent ?? route.ifMatch) !== undefined) {
    faults.push('a GET takes no body, Idempotency-Key or If-Match');
  }
  if (
    status === 204
      ? body !== undefined || contentType !== undefined
      : (body === undefined) === (contentType === undefined)
  ) {
    faults.push('success needs either a body or a contentType, and neither with 204');
  }
  const named = propertiesOf(route.params).toSorted().join();
  if (named !== pathParameters(route.path).toSorted().join()) faults.push(`params must be those of ${route.path}`);
  for (const part of ['params', 'query', 'body'] as const) {
    for (const place of looseObjects(route[part])) faults.push(`${part}${place} must be a z.strictObject`);
  }
  for (const code of route.refusals ?? []) {
    if (knownCodes !== undefined && !knownCodes.has(code)) faults.push(`unknown refusal code ${code}`);
  }
  return faults;
}

const shapeOf = (route: Route): string => `${route.method} ${route.path.replaceAll(/\{\w+\}/g, '{}')}`;

function duplicates(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

const objectSchema = z.looseObject({ properties: z.record(z.string(), z.unknown()) });

const jsonSchemaOf = (schema: z.ZodType): unknown => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });

function propertiesOf(schema: z.ZodType | undefined): string[] {
  const object = schema === undefined ? undefined : objectSchema.safeParse(jsonSchemaOf(schema));
  return Object.keys(object?.data?.properties ?? {});
}

/** Places of the objects in an input that would let unknown keys pass; records with declared values are fine. */
function looseObjects(schema: z.ZodType | undefined): string[] {
  return schema === undefined ? [] : looseIn(jsonSchemaOf(schema), '');
}

function looseIn(node: unknown, place: string): string[] {
  if (node === null || typeof node !== 'object') return [];
  const here = 'properties' in node && !('additionalProperties' in node && node.additionalProperties === false);
  const below = Object.entries(node).flatMap(([key, child]) => looseIn(child, `${place}/${key}`));
  return here ? [place, ...below] : below;
}
