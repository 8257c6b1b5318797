import { clockFrom } from '../../shared/calendar/clock.ts';
import { createJobRequests, jobEventSchema } from '../../shared/jobs/job-request.ts';
import { createAddressHolds } from '../../shared/links/address-change.ts';
import { openMail } from '../../shared/mail/open-mail.ts';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { bankingCalendar } from '../../shared/register/banking-calendar.ts';
import { registerStoreReader } from '../../shared/register/register-store-reader.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { createDisputeStore } from './disputes/dispute-store.ts';
import { runDisputeJob } from './disputes/run-dispute-job.ts';
import { statementsDeliverEnvironment } from './environment.ts';

const environment = statementsDeliverEnvironment.parse(process.env);
const { now, log, metrics } = openFunction('statements-disputes');
const documents = documentClient();
const { LINKS_TABLE: links, SYSTEM_TABLE: system } = environment;
const deps = {
  clock: clockFrom(environment.CLOCK, now),
  ...{ metrics, log },
  disputes: createDisputeStore(documents, { system, links }),
  calendar: bankingCalendar(documents, system),
  requests: createJobRequests(documents, links),
  holds: createAddressHolds(documents, links),
  register: registerStoreReader({ documents, tableName: environment.REGISTER_TABLE }),
  ...openMail(documents, environment),
};

/** Somebody presented a dispute, or something became of one. */
export const handler = eventHandler({ log }, async (event): Promise<void> => {
  const { job } = jobEventSchema.parse(event);
  const outcome = await runDisputeJob(deps, job);
  log.event('link-request-ended', { requestId: job.id, outcome });
});
