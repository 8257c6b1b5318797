import { clockFrom } from '../../shared/calendar/clock.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { refuseLedger } from '../../shared/ledger/ledger-refusals.ts';
import { createLog } from '../../shared/observability/log.ts';
import { createMetrics } from '../../shared/observability/metrics.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { recoveryApiEnvironment } from './environment.ts';
import { paymentDeps } from './payment-deps.ts';
import { refuse } from './refusals.ts';
import { windowApiRoutes, windowUseCases } from './window/window-use-cases.ts';

const environment = recoveryApiEnvironment.parse(process.env);
const now = () => new Date();
const heard = {
  log: createLog({ functionName: 'recovery-api', now }),
  metrics: createMetrics({ functionName: 'recovery-api', now }),
};

/** The cashiers' windows. */
export const handler = createApiHandler({
  routes: windowApiRoutes,
  useCases: windowUseCases,
  deps: paymentDeps(documentClient(), environment, clockFrom(environment.CLOCK, now), heard),
  areaRefusals: { ...refuse.rules, ...refuseLedger.rules },
  ...heard,
});
