import { SESClient } from '@aws-sdk/client-ses';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { createJobRequests, jobEventSchema } from '../../shared/jobs/job-request.ts';
import { createMailStore } from '../../shared/mail/mail-store.ts';
import { createMailer } from '../../shared/mail/mailer.ts';
import { createSuppressions } from '../../shared/mail/suppression.ts';
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
  register: registerStoreReader({ documents, tableName: environment.REGISTER_TABLE }),
  mails: createMailStore(documents, system),
  suppressions: createSuppressions(documents, system),
  // One try: a second one after a lost answer could be a second mail.
  mailer: createMailer(new SESClient({ maxAttempts: 1 }), {
    from: environment.MAIL_FROM,
    configurationSet: environment.MAIL_CONFIGURATION_SET,
    perSecond: environment.MAIL_PER_SECOND,
  }),
  publicUrl: environment.PUBLIC_URL.replace(/\/$/, ''),
  from: environment.MAIL_FROM,
};

/** Somebody presented a dispute, or something became of one. */
export const handler = eventHandler({ log }, async (event): Promise<void> => {
  const { job } = jobEventSchema.parse(event);
  const outcome = await runDisputeJob(deps, job);
  log.event('link-request-ended', { requestId: job.id, outcome });
});
