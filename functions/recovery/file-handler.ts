import { randomUUID } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { recoveryPostFileEnvironment } from './environment.ts';
import { arrivals, deliveryOf } from './intake/file-events.ts';
import { createS3IntakeObjects } from './intake/intake-objects.ts';
import { createIntakeSignals } from './intake/intake-signals.ts';
import { registerFile } from './intake/register-file.ts';
import { runFile } from './intake/run-file.ts';
import { paymentDeps } from './payment-deps.ts';

const environment = recoveryPostFileEnvironment.parse(process.env);
const { now, log, metrics } = openFunction('recovery-post-file');
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
export const handler = eventHandler({ log }, async (event, context): Promise<void> => {
  const remainingMs = () => context.getRemainingTimeInMillis();
  for (const arrival of arrivals(event)) {
    const fileId = 'fileId' in arrival ? arrival.fileId : await registerFile(deps, arrival);
    await runFile({ ...deps, remainingMs }, fileId, deliveryOf(arrival));
  }
});
