import { readFileSync } from 'node:fs';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { openFunction } from '../../shared/observability/function-frame.ts';
import { referenceApiEnvironment } from './environment.ts';
import { readOpenApiDocument } from './page/openapi-reading.ts';
import { referencePage } from './page/reference-page.ts';
import { readOpenApi, readReference } from './read-documents.ts';
import { readHealth } from './read-health.ts';
import { routes } from './routes.ts';

const environment = referenceApiEnvironment.parse(process.env);
const frame = openFunction('reference-api');
// Written into the bundle's folder by `npm run bundle`.
const openApiJson = readFileSync(new URL('./openapi.json', import.meta.url));
const document = readOpenApiDocument(openApiJson.toString('utf8'));

export const handler = createApiHandler({
  routes,
  useCases: { readHealth, readOpenApi, readReference },
  deps: {
    clock: clockFrom(environment.CLOCK, frame.now),
    stage: environment.STAGE,
    version: document.info.version,
    openApiJson,
    page: Buffer.from(referencePage(document)),
  },
  ...frame,
});
