import { createApiHandler } from '../../shared/http/api-handler.ts';
import { createStandings } from '../../shared/http/standing.ts';
import { createRequestClaims } from '../../shared/ledger/request-claim.ts';
import { openFunction } from '../../shared/observability/function-frame.ts';
import { registerStoreReader } from '../../shared/register/register-store-reader.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { accessDeps } from './access-deps.ts';
import { accessApiEnvironment } from './environment.ts';
import { routes } from './routes.ts';
import { useCases } from './use-cases.ts';

const environment = accessApiEnvironment.parse(process.env);
const frame = openFunction('access-api');
const documents = documentClient();
const deps = {
  ...accessDeps(documents, environment, frame.now),
  claims: createRequestClaims(documents, environment.IDEMPOTENCY_TABLE),
  register: registerStoreReader({ documents, tableName: environment.REGISTER_TABLE }),
};

export const handler = createApiHandler({
  routes,
  useCases,
  deps,
  trail: deps.trail,
  standings: createStandings(documents, environment.SYSTEM_TABLE),
  ...frame,
});
