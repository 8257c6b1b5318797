import { createAccessTrail } from '../../shared/audit/access-trail.ts';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { createStandings } from '../../shared/http/standing.ts';
import { createRequestClaims } from '../../shared/ledger/request-claim.ts';
import { createSuppressions } from '../../shared/mail/suppression.ts';
import { openFunction } from '../../shared/observability/function-frame.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { systemApiEnvironment } from './environment.ts';
import { routes } from './routes.ts';
import { suppressionUseCases } from './suppressions/suppression-use-cases.ts';

const environment = systemApiEnvironment.parse(process.env);
const frame = openFunction('system-api');
const documents = documentClient();

export const handler = createApiHandler({
  routes,
  useCases: suppressionUseCases,
  deps: {
    clock: clockFrom(environment.CLOCK, frame.now),
    suppressions: createSuppressions(documents, environment.SYSTEM_TABLE),
    claims: createRequestClaims(documents, environment.IDEMPOTENCY_TABLE),
  },
  trail: createAccessTrail(documents, environment.SYSTEM_TABLE),
  standings: createStandings(documents, environment.SYSTEM_TABLE),
  ...frame,
});
