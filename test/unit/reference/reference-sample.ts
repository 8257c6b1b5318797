import { routes } from '../../../functions/reference/routes.ts';
import { openApiDocument } from '../../../shared/http/openapi.ts';
import { sampleRefusals, sampleRoutes } from '../http/sample-api.ts';

/** An OpenAPI document as `npm run bundle` writes it, of the reference's own routes and the sample's. */
export function readDocuments(): string {
  const refusals = [sampleRefusals.rules];
  return JSON.stringify(openApiDocument({ routes: [...routes, ...sampleRoutes], refusals, version: '1.2.3' }));
}
