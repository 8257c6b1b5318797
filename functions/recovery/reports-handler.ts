import { S3Client } from '@aws-sdk/client-s3';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { createStandings } from '../../shared/http/standing.ts';
import { createJobRequests } from '../../shared/jobs/job-request.ts';
import { createRequestClaims } from '../../shared/ledger/request-claim.ts';
import { openFunction } from '../../shared/observability/function-frame.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { recoveryReportsEnvironment } from './environment.ts';
import { heardClosings } from './money-signals.ts';
import { createRestatementStore } from './portfolio-past/portfolio-restatement.ts';
import { createRestatementObjects } from './portfolio-past/restatement-objects.ts';
import { restatementRoutes } from './portfolio-past/restatement-routes.ts';
import { restatementUseCases } from './portfolio-past/restatement-use-cases.ts';
import { createObjectStore } from './reports/closing/object-store.ts';
import { recipientsFrom, reportDeps } from './reports/report-deps.ts';
import { reportRoutes } from './reports/report-routes.ts';
import { reportUseCases } from './reports/report-use-cases.ts';

const environment = recoveryReportsEnvironment.parse(process.env);
const frame = openFunction('recovery-reports');
const clock = clockFrom(environment.CLOCK, frame.now);
const documents = documentClient();
const s3 = new S3Client({});
const recipients = recipientsFrom(environment.REPORT_RECIPIENTS);
const reports = reportDeps(documents, s3, environment, clock, recipients);

/** Reports as JSON, their mails, the accounting month, the portfolio of past days. Reads sums, writes no money. */
export const handler = createApiHandler({
  routes: [...reportRoutes, ...restatementRoutes],
  useCases: { ...reportUseCases, ...restatementUseCases },
  deps: {
    ...reports,
    frozen: heardClosings(reports.frozen, frame.log),
    restatements: createRestatementStore(documents, environment.SYSTEM_TABLE),
    objects: createRestatementObjects(createObjectStore(s3, environment.REPORTS_BUCKET)),
    jobs: createJobRequests(documents, environment.SYSTEM_TABLE),
    claims: createRequestClaims(documents, environment.IDEMPOTENCY_TABLE),
  },
  standings: createStandings(documents, environment.SYSTEM_TABLE),
  ...frame,
});
