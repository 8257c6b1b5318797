import type { Operation, SchemaNode } from './openapi-reading.ts';
import { resolved, type Schemas } from './schema-view.ts';

const DEEPEST = 6;

/** A value that fits a schema, for the example of a body: its own example, or a plain one of its type. */
export function exampleOf(given: SchemaNode, schemas: Schemas, depth = 0): unknown {
  const node = resolved(given, schemas);
  if (node.example !== undefined) return node.example;
  if (node.const !== undefined) return node.const;
  if (node.default !== undefined) return node.default;
  if (node.enum !== undefined) return node.enum[0];
  const choice = node.anyOf?.[0] ?? node.oneOf?.[0] ?? node.allOf?.[0];
  if (depth > DEEPEST) return null;
  if (choice !== undefined) return exampleOf(choice, schemas, depth + 1);
  if (node.items !== undefined) return [exampleOf(node.items, schemas, depth + 1)];
  if (node.properties !== undefined) {
    const required = new Set(node.required ?? []);
    const shown = Object.entries(node.properties).filter(([name]) => required.has(name));
    return Object.fromEntries(shown.map(([name, child]) => [name, exampleOf(child, schemas, depth + 1)]));
  }
  const type = [node.type ?? 'string'].flat()[0];
  if (type === 'integer' || type === 'number') return node.minimum !== undefined && node.minimum > 0 ? node.minimum : 1;
  return type === 'boolean' ? true : type === 'null' ? null : 'texto';
}

/** A curl command for a terminal; `$CARTERA` is the address and `$TOKEN` the access token. */
export function exampleCall(method: string, path: string, operation: Operation, schemas: Schemas): string {
  const lines = [`curl -X ${method.toUpperCase()} "$CARTERA${filledPath(path, operation, schemas)}"`];
  if (operation['x-roles'] !== 'public') lines.push('-H "Authorization: Bearer $TOKEN"');
  for (const { name, schema } of operation.parameters.filter((parameter) => parameter.in === 'header')) {
    lines.push(`-H ${quoted(`${name}: ${String(exampleOf(schema, schemas))}`)}`);
  }
  const body = operation.requestBody?.content['application/json']?.schema;
  if (body !== undefined) {
    lines.push('-H "Content-Type: application/json"');
    lines.push(`-d ${quoted(JSON.stringify(exampleOf(body, schemas)))}`);
  }
  return lines.join(' \\\n  ');
}

function filledPath(path: string, operation: Operation, schemas: Schemas): string {
  const required = operation.parameters.filter((parameter) => parameter.required);
  const values = new Map(
    required.map(({ name, schema }) => [name, encodeURIComponent(String(exampleOf(schema, schemas)))]),
  );
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values.get(name) ?? name);
  const query = required
    .filter((parameter) => parameter.in === 'query')
    .map(({ name }) => `${name}=${values.get(name)}`);
  return query.length === 0 ? filled : `${filled}?${query.join('&')}`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
