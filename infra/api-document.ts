import packageJson from '../package.json' with { type: 'json' };
import { type OpenApiDocument, openApiDocument } from '../shared/http/openapi.ts';
import type { AreaContracts } from './area-contracts.ts';

/** The OpenAPI document of the whole product, from the route tables: what `/openapi.json` answers. */
export function apiDocument({ routes, refusals }: AreaContracts): OpenApiDocument {
  return openApiDocument({ routes: routes.map(({ route }) => route), refusals, version: packageJson.version });
}
