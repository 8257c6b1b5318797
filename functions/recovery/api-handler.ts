import { S3Client } from '@aws-sdk/client-s3';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { refuseLedger } from '../../shared/ledger/ledger-refusals.ts';
import { createLog } from '../../shared/observability/log.ts';
import { createMetrics } from '../../shared/observability/metrics.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { recoveryApiEnvironment } from './environment.ts';
import { heardClosings } from './money-signals.ts';
import { paymentDeps } from './payment-deps.ts';
import { refuse } from './refusals.ts';
import { recipientsFrom, reportDeps } from './reports/report-deps.ts';
import { reportRoutes } from './reports/report-routes.ts';
import { reportUseCases } from './reports/report-use-cases.ts';
import { windowApiRoutes, windowUseCases } from './window/window-use-cases.ts';

const environment = recoveryApiEnvironment.parse(process.env);
const now = () => new Date();
const clock = clockFrom(environment.CLOCK, now);
const documents = documentClient();
const heard = {
  log: createLog({ functionName: 'recovery-api', now }),
  metrics: createMetrics({ functionName: 'recovery-api', now }),
};
const recipients = recipientsFrom(environment.REPORT_RECIPIENTS);
const reports = reportDeps(documents, new S3Client({}), environment, clock, recipients);

/** Windows and reports. */
export const handler = createApiHandler({
  routes: [...windowApiRoutes, ...reportRoutes],
  useCases: { ...windowUseCases, ...reportUseCases },
  deps: {
    ...reports,
    frozen: heardClosings(reports.frozen, heard.log),
    ...paymentDeps(documents, environment, clock, heard),
  },
  areaRefusals: { ...refuse.rules, ...refuseLedger.rules },
  ...heard,
});
