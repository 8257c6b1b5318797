import { type Html, html, joinHtml } from './html.ts';
import type { SchemaNode } from './openapi-reading.ts';

export type Schemas = Readonly<Record<string, SchemaNode>>;

/** Schemas nested deeper than this are named, not opened. */
const DEEPEST = 5;
const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'texto',
  number: 'número',
  integer: 'entero',
  boolean: 'sí o no (true, false)',
  null: 'nulo',
  object: 'objeto',
  array: 'lista',
};

/** The schema that a `$ref` of the document points at, or the node itself. */
export function resolved(node: SchemaNode, schemas: Schemas): SchemaNode {
  const name = node.$ref?.split('/').at(-1);
  return name === undefined ? node : { ...schemas[name], ...(node.description && { description: node.description }) };
}

/** The fields of a schema as a definition list, nested. */
export function schemaView(given: SchemaNode, schemas: Schemas, depth = 0): Html {
  const node = resolved(given, schemas);
  const { properties } = node;
  if (depth < DEEPEST && properties !== undefined) {
    const required = new Set(node.required ?? []);
    const rows = Object.entries(properties).map(([name, child]) =>
      fieldView(name, child, required.has(name), schemas, depth),
    );
    return html`<dl>${joinHtml(rows)}</dl>`;
  }
  if (node.items !== undefined) return schemaView(node.items, schemas, depth);
  const choices = node.anyOf ?? node.oneOf ?? node.allOf ?? [];
  const open = choices.filter((choice) => resolved(choice, schemas).properties !== undefined);
  return joinHtml(
    open.map((choice) => schemaView(choice, schemas, depth)),
    '<p>o bien</p>',
  );
}

function fieldView(name: string, given: SchemaNode, required: boolean, schemas: Schemas, depth: number): Html {
  const node = resolved(given, schemas);
  return html`<dt><code>${name}</code> <small>${kindOf(node, schemas)}${required ? '' : ', opcional'}</small></dt>
<dd>${node.description}${schemaView(node, schemas, depth + 1)}</dd>`;
}

/** "texto", "lista de objeto", "uno de: a, b", "texto o nulo": what a value may be, with its limits. */
export function kindOf(given: SchemaNode, schemas: Schemas): string {
  const node = resolved(given, schemas);
  if (node.const !== undefined) return `siempre ${JSON.stringify(node.const)}`;
  if (node.enum !== undefined) return `uno de: ${node.enum.map(String).join(', ')}`;
  const choices = node.anyOf ?? node.oneOf;
  if (choices !== undefined) return [...new Set(choices.map((choice) => kindOf(choice, schemas)))].join(' o ');
  if (node.items !== undefined) return `lista de ${kindOf(node.items, schemas)}`;
  const types = [node.type ?? 'object'].flat().map((type) => TYPE_NAMES[type] ?? type);
  return [types.join(' o '), limitsOf(node)].filter((text) => text !== '').join(', ');
}

function limitsOf(node: SchemaNode): string {
  const limits = [
    node.minLength !== undefined && `mínimo ${node.minLength} caracteres`,
    node.maxLength !== undefined && `máximo ${node.maxLength} caracteres`,
    node.minimum !== undefined && node.minimum > Number.MIN_SAFE_INTEGER && `desde ${node.minimum}`,
    node.maximum !== undefined && node.maximum < Number.MAX_SAFE_INTEGER && `hasta ${node.maximum}`,
    node.default !== undefined && `si falta: ${JSON.stringify(node.default)}`,
  ];
  return limits.filter((text) => text !== false).join(', ');
}
