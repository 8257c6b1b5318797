import { randomUUID } from 'node:crypto';
import { SESClient } from '@aws-sdk/client-ses';
import * as z from 'zod';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { createJobRequests, jobEventSchema } from '../../shared/jobs/job-request.ts';
import { createAddressHolds } from '../../shared/links/address-change.ts';
import { createLinkStore } from '../../shared/links/link-store.ts';
import { createUndeliverableAddresses } from '../../shared/links/undeliverable.ts';
import { createWrongData } from '../../shared/links/wrong-data.ts';
import { createMailStore } from '../../shared/mail/mail-store.ts';
import { createMailer } from '../../shared/mail/mailer.ts';
import { createSuppressions } from '../../shared/mail/suppression.ts';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { registerStoreReader } from '../../shared/register/register-store-reader.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { statementsMonthlyEnvironment } from './environment.ts';
import { carryOutMonth, nextRun } from './monthly/carry-out-month.ts';
import { createMonthlyStore } from './monthly/monthly-store.ts';
import { createPreferencesStore } from './preferences/preferences-store.ts';
import { createUnsubscribeTokens } from './preferences/unsubscribe-tokens.ts';

const environment = statementsMonthlyEnvironment.parse(process.env);
const { now, log, metrics } = openFunction('statements-monthly');
const documents = documentClient();
const deps = {
  clock: clockFrom(environment.CLOCK, now),
  metrics,
  log,
  runs: createMonthlyStore(documents, environment.SYSTEM_TABLE),
  jobs: createJobRequests(documents, environment.SYSTEM_TABLE),
  links: createLinkStore(documents, environment.LINKS_TABLE),
  preferences: createPreferencesStore(documents, environment.LINKS_TABLE),
  tokens: createUnsubscribeTokens(documents, environment.LINKS_TABLE),
  undeliverable: createUndeliverableAddresses(documents, environment.LINKS_TABLE),
  holds: createAddressHolds(documents, environment.LINKS_TABLE),
  wrongData: createWrongData(documents, environment.LINKS_TABLE),
  register: registerStoreReader({ documents, tableName: environment.REGISTER_TABLE }),
  mails: createMailStore(documents, environment.SYSTEM_TABLE),
  suppressions: createSuppressions(documents, environment.SYSTEM_TABLE),
  // One try: a second one after a lost answer could be a second mail.
  mailer: createMailer(new SESClient({ maxAttempts: 1 }), {
    from: environment.MAIL_FROM,
    configurationSet: environment.MAIL_CONFIGURATION_SET,
    perSecond: environment.MAIL_PER_SECOND,
  }),
  publicUrl: environment.PUBLIC_URL.replace(/\/$/, ''),
  from: environment.MAIL_FROM,
  newRunId: randomUUID,
};

const eventSchema = z.union([jobEventSchema, z.object({ work: z.literal('resume') })]);

/** A month was started or is to be gone on with (shared/jobs), or the schedule looks whether one stands still. */
export const handler = eventHandler({ log }, async (event, context): Promise<void> => {
  const asked = eventSchema.parse(event);
  if ('work' in asked) {
    for await (const run of deps.runs.stalled(deps.clock.now())) await deps.jobs.ask(nextRun(run, deps.clock.now()));
    return;
  }
  const { id: month, name } = asked.job;
  const remainingMs = () => context.getRemainingTimeInMillis();
  const end = await carryOutMonth({ ...deps, remainingMs }, month, name);
  log.event('monthly-statements-run', { month, end });
});
