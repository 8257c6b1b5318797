import { createAccessTrail } from '../../shared/audit/access-trail.ts';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { createStandings } from '../../shared/http/standing.ts';
import { openFunction } from '../../shared/observability/function-frame.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { correctionRoutes } from './corrections/correction-routes.ts';
import { createCorrectionStore } from './corrections/correction-store.ts';
import { correctionUseCases } from './corrections/correction-use-cases.ts';
import { recoveryApiEnvironment } from './environment.ts';
import { paymentDeps } from './payment-deps.ts';
import { windowApiRoutes, windowUseCases } from './window/window-use-cases.ts';

const environment = recoveryApiEnvironment.parse(process.env);
const documents = documentClient();
const frame = openFunction('recovery-api');

/** The cashiers' windows, and the correction of payments. */
export const handler = createApiHandler({
  routes: [...windowApiRoutes, ...correctionRoutes],
  useCases: { ...windowUseCases, ...correctionUseCases },
  deps: {
    ...paymentDeps(documents, environment, clockFrom(environment.CLOCK, frame.now), frame),
    corrections: createCorrectionStore(documents, environment.SYSTEM_TABLE),
  },
  trail: createAccessTrail(documents, environment.SYSTEM_TABLE),
  standings: createStandings(documents, environment.SYSTEM_TABLE),
  ...frame,
});
