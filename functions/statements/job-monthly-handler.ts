import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { createJobRequests, jobEventSchema } from '../../shared/jobs/job-request.ts';
import { resumeWork } from '../../shared/jobs/resume-work.ts';
import { createAddressHolds } from '../../shared/links/address-change.ts';
import { createLinkStore } from '../../shared/links/link-store.ts';
import { createUndeliverableAddresses } from '../../shared/links/undeliverable.ts';
import { createWrongData } from '../../shared/links/wrong-data.ts';
import { openMail } from '../../shared/mail/open-mail.ts';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { registerStoreReader } from '../../shared/register/register-store-reader.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { statementsMonthlyEnvironment } from './environment.ts';
import { carryOutMonth, MONTHLY_TASK } from './monthly/carry-out-month.ts';
import { monthlyMachine } from './monthly/monthly-machine.ts';
import { createMonthlyList, createMonthlyStore } from './monthly/monthly-store.ts';
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
  list: createMonthlyList(documents, environment.SYSTEM_TABLE),
  jobs: createJobRequests(documents, environment.SYSTEM_TABLE),
  links: createLinkStore(documents, environment.LINKS_TABLE),
  preferences: createPreferencesStore(documents, environment.LINKS_TABLE),
  tokens: createUnsubscribeTokens(documents, environment.LINKS_TABLE),
  undeliverable: createUndeliverableAddresses(documents, environment.LINKS_TABLE),
  holds: createAddressHolds(documents, environment.LINKS_TABLE),
  wrongData: createWrongData(documents, environment.LINKS_TABLE),
  register: registerStoreReader({ documents, tableName: environment.REGISTER_TABLE }),
  ...openMail(documents, environment),
  newRunId: randomUUID,
};

const eventSchema = z.union([jobEventSchema, z.object({ work: z.literal('resume') })]);

/** A month was started or is to be gone on with (shared/jobs), or the schedule looks whether one stands still. */
export const handler = eventHandler({ log }, async (event, context): Promise<void> => {
  const asked = eventSchema.parse(event);
  if ('work' in asked) {
    await resumeWork(deps, { task: MONTHLY_TASK, machine: monthlyMachine }, deps.runs);
    return;
  }
  const { id: month, name } = asked.job;
  const remainingMs = () => context.getRemainingTimeInMillis();
  const end = await carryOutMonth({ ...deps, remainingMs }, month, name);
  log.event('monthly-statements-run', { month, end });
});
