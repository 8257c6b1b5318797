import { randomUUID } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import type { Context } from 'aws-lambda';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { createLog } from '../../shared/observability/log.ts';
import { createMetrics } from '../../shared/observability/metrics.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { recoveryPostFileEnvironment } from './environment.ts';
import { arrivals, deliveryOf } from './intake/file-events.ts';
import { createS3IntakeObjects } from './intake/intake-objects.ts';
import { createIntakeSignals } from './intake/intake-signals.ts';
import { registerFile } from './intake/register-file.ts';
import { runFile } from './intake/run-file.ts';
import { paymentDeps } from './payment-deps.ts';

const environment = recoveryPostFileEnvironment.parse(process.env);
const now = () => new Date();
const log = createLog({ functionName: 'recovery-post-file', now });
const metrics = createMetrics({ functionName: 'recovery-post-file', now });
const deps = {
  ...paymentDeps(documentClient(), environment, clockFrom(environment.CLOCK, now), { log, metrics }),
  objects: createS3IntakeObjects(new S3Client({}), environment.INTAKE_BUCKET),
  signals: createIntakeSignals(log, metrics),
  newRunId: randomUUID,
};

/**
 * A bank file arrived (S3), or one is to be gone on with (a request of shared/jobs). A failure is
 * thrown after its checkpoint: Lambda tries again, and the resume job does when Lambda gives up.
 */
export async function handler(event: unknown, context: Context): Promise<void> {
  const remainingMs = () => context.getRemainingTimeInMillis();
  for (const arrival of arrivals(event)) {
    const fileId = 'fileId' in arrival ? arrival.fileId : await registerFile(deps, arrival);
    await runFile({ ...deps, remainingMs }, fileId, deliveryOf(arrival));
  }
}
