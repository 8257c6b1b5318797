import { S3Client } from '@aws-sdk/client-s3';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { createStandings } from '../../shared/http/standing.ts';
import { createRequestClaims } from '../../shared/ledger/request-claim.ts';
import { openFunction } from '../../shared/observability/function-frame.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { recoveryReportsEnvironment } from './environment.ts';
import { heardClosings } from './money-signals.ts';
import { recipientsFrom, reportDeps } from './reports/report-deps.ts';
import { reportRoutes } from './reports/report-routes.ts';
import { reportUseCases } from './reports/report-use-cases.ts';

const environment = recoveryReportsEnvironment.parse(process.env);
const frame = openFunction('recovery-reports');
const clock = clockFrom(environment.CLOCK, frame.now);
const documents = documentClient();
const recipients = recipientsFrom(environment.REPORT_RECIPIENTS);
const reports = reportDeps(documents, new S3Client({}), environment, clock, recipients);

/** Reports as JSON, their mails, the accounting month. Reads sums, writes no money. */
export const handler = createApiHandler({
  routes: reportRoutes,
  useCases: reportUseCases,
  deps: {
    ...reports,
    frozen: heardClosings(reports.frozen, frame.log),
    claims: createRequestClaims(documents, environment.IDEMPOTENCY_TABLE),
  },
  standings: createStandings(documents, environment.SYSTEM_TABLE),
  ...frame,
});
