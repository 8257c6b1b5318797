import { readFileSync } from 'node:fs';
import openapiTypescript, { astToString, type OpenAPI3 } from 'openapi-typescript';
import * as z from 'zod';
import type { OpenApiDocument } from '../../shared/http/openapi.ts';

const operationSchema = z.looseObject({ 'x-roles': z.union([z.literal('public'), z.array(z.string())]) });

/**
 * The source of the portal's client, one file that stands on openapi-fetch alone: how to connect (connect.ts), and the
 * types of the operations that name the portal, of their money (text) and of their refusals (problem+json).
 */
export async function portalClientSource(document: OpenApiDocument): Promise<string> {
  const types = await openapiTypescript(ofPortal(document), {
    // A field with a default may be left out of a body.
    defaultNonNullable: false,
    silent: true,
  });
  const connecting = readFileSync(new URL('./connect.ts', import.meta.url), 'utf8');
  return [
    `// Cartera ${document.info.version}, client of the portal. Written by "npm run client" from the OpenAPI document: not to be edited.`,
    connecting,
    "export type Problem = components['schemas']['Problem'];",
    'export type PortalClient = Client<paths>;',
    'export const connectPortal = (access: PortalAccess): PortalClient => connect<paths>(access);\n',
    astToString(types),
  ].join('\n');
}

/** The document with the operations of the portal only. */
function ofPortal(document: OpenApiDocument): OpenAPI3 {
  const paths = Object.entries(document.paths ?? {}).flatMap(([path, item]) => {
    const operations = Object.entries(item ?? {}).filter(([, operation]) => {
      const roles = operationSchema.safeParse(operation).data?.['x-roles'];
      return Array.isArray(roles) && roles.includes('portal');
    });
    return operations.length === 0 ? [] : [[path, Object.fromEntries(operations)] as const];
  });
  if (paths.length === 0) throw new Error('no operation names the portal');
  return JSON.parse(JSON.stringify({ ...document, paths: Object.fromEntries(paths) }));
}
