import { createAccessTrail } from '../../shared/audit/access-trail.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { openFunction } from '../../shared/observability/function-frame.ts';
import { registerStoreReader } from '../../shared/register/register-store-reader.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { accessApiEnvironment } from './environment.ts';
import { routes } from './routes.ts';
import { useCases } from './use-cases.ts';

const environment = accessApiEnvironment.parse(process.env);
const frame = openFunction('access-api');
const documents = documentClient();

export const handler = createApiHandler({
  routes,
  useCases,
  deps: {
    trail: createAccessTrail(documents, environment.SYSTEM_TABLE),
    register: registerStoreReader({ documents, tableName: environment.REGISTER_TABLE }),
  },
  ...frame,
});
