import { randomUUID } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { routesServedBy } from '../../shared/http/route-table.ts';
import { refuseLedger } from '../../shared/ledger/ledger-refusals.ts';
import { createLog } from '../../shared/observability/log.ts';
import { createMetrics } from '../../shared/observability/metrics.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { recoveryApiEnvironment } from './environment.ts';
import { createS3UploadSigner } from './intake/s3-upload-signer.ts';
import { heardClosings } from './money-signals.ts';
import { paymentDeps } from './payment-deps.ts';
import { refuse } from './refusals.ts';
import { reportDeps } from './reports/report-deps.ts';
import { routes } from './routes.ts';
import { apiUseCases } from './use-cases.ts';

const environment = recoveryApiEnvironment.parse(process.env);
const now = () => new Date();
const clock = clockFrom(environment.CLOCK, now);
const documents = documentClient();
const heard = {
  log: createLog({ functionName: 'recovery-api', now }),
  metrics: createMetrics({ functionName: 'recovery-api', now }),
};
const s3 = new S3Client({});

const reports = reportDeps(documents, s3, environment, clock);

export const handler = createApiHandler({
  routes: routesServedBy(routes, 'api'),
  useCases: apiUseCases,
  deps: {
    ...reports,
    frozen: heardClosings(reports.frozen, heard.log),
    ...paymentDeps(documents, environment, clock, heard),
    signer: createS3UploadSigner(s3, environment.INTAKE_BUCKET),
    newId: randomUUID,
  },
  areaRefusals: { ...refuse.rules, ...refuseLedger.rules },
  ...heard,
});
