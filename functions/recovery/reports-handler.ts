import { S3Client } from '@aws-sdk/client-s3';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { createLog } from '../../shared/observability/log.ts';
import { createMetrics } from '../../shared/observability/metrics.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { recoveryReportsEnvironment } from './environment.ts';
import { heardClosings } from './money-signals.ts';
import { refuse } from './refusals.ts';
import { recipientsFrom, reportDeps } from './reports/report-deps.ts';
import { reportRoutes } from './reports/report-routes.ts';
import { reportUseCases } from './reports/report-use-cases.ts';
import { createRequestClaims } from './request-claim.ts';

const environment = recoveryReportsEnvironment.parse(process.env);
const now = () => new Date();
const clock = clockFrom(environment.CLOCK, now);
const documents = documentClient();
const heard = {
  log: createLog({ functionName: 'recovery-reports', now }),
  metrics: createMetrics({ functionName: 'recovery-reports', now }),
};
const recipients = recipientsFrom(environment.REPORT_RECIPIENTS);
const reports = reportDeps(documents, new S3Client({}), environment, clock, recipients);

/** Reports as JSON, their mails, the accounting month. Reads sums, writes no money. */
export const handler = createApiHandler({
  routes: reportRoutes,
  useCases: reportUseCases,
  deps: {
    ...reports,
    frozen: heardClosings(reports.frozen, heard.log),
    claims: createRequestClaims(documents, environment.IDEMPOTENCY_TABLE),
  },
  areaRefusals: refuse.rules,
  ...heard,
});
