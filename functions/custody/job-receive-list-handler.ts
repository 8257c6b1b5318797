import { randomUUID } from 'node:crypto';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { createJobRequests, jobEventSchema } from '../../shared/jobs/job-request.ts';
import type { RunEnd } from '../../shared/jobs/run-work.ts';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { registerStoreReader } from '../../shared/register/register-store-reader.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { custodyReceiveListEnvironment } from './environment.ts';
import { createOriginalStore } from './originals/original-store.ts';
import { createPlaceStore } from './places/place-store.ts';
import { createReceptionStore } from './receptions/reception-store.ts';
import { runReception } from './receptions/run-reception.ts';

const environment = custodyReceiveListEnvironment.parse(process.env);
const { now, log } = openFunction('custody-receive-list');
const documents = documentClient();
const deps = {
  receptions: createReceptionStore(documents, environment.DOCUMENTS_TABLE),
  originals: createOriginalStore(documents, environment.DOCUMENTS_TABLE),
  places: createPlaceStore(documents, environment.DOCUMENTS_TABLE),
  register: registerStoreReader({ documents, tableName: environment.REGISTER_TABLE }),
  jobs: createJobRequests(documents, environment.SYSTEM_TABLE),
  clock: clockFrom(environment.CLOCK, now),
  newRunId: randomUUID,
  log,
};

/** A list of originals is to be received, or gone on with. */
export const handler = eventHandler({ log }, async (event, context): Promise<{ readonly end: RunEnd }> => {
  const { job } = jobEventSchema.parse(event);
  const remainingMs = () => context.getRemainingTimeInMillis();
  return { end: await runReception({ ...deps, remainingMs }, { receptionId: job.id, delivery: job.name }) };
});
