import { clockFrom } from '../../shared/calendar/clock.ts';
import { jobEventSchema } from '../../shared/jobs/job-request.ts';
import { createAddressHolds, TELL_OLD_ADDRESS } from '../../shared/links/address-change.ts';
import { createLinkStore } from '../../shared/links/link-store.ts';
import { createUndeliverableAddresses } from '../../shared/links/undeliverable.ts';
import { createWrongData } from '../../shared/links/wrong-data.ts';
import { openMail } from '../../shared/mail/open-mail.ts';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { createBorrowerFinder } from '../../shared/register/find-borrowers.ts';
import { registerStoreReader } from '../../shared/register/register-store-reader.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { deliverLink } from './delivery/deliver-link.ts';
import { createMailBudget } from './delivery/mail-budget.ts';
import { tellOldAddress } from './delivery/tell-old-address.ts';
import { statementsDeliverEnvironment } from './environment.ts';

const environment = statementsDeliverEnvironment.parse(process.env);
const { now, log, metrics } = openFunction('statements-deliver');
const documents = documentClient();
const deps = {
  clock: clockFrom(environment.CLOCK, now),
  metrics,
  log,
  links: createLinkStore(documents, environment.LINKS_TABLE),
  undeliverable: createUndeliverableAddresses(documents, environment.LINKS_TABLE),
  holds: createAddressHolds(documents, environment.LINKS_TABLE),
  wrongData: createWrongData(documents, environment.LINKS_TABLE),
  budget: createMailBudget(documents, environment.LINKS_TABLE),
  finder: createBorrowerFinder(documents, environment.REGISTER_TABLE, now),
  register: registerStoreReader({ documents, tableName: environment.REGISTER_TABLE }),
  ...openMail(documents, environment),
};

/** Somebody asked for a link, a file's links were blocked or an address changed: the mail leaves, or nothing does and nobody is told. */
export const handler = eventHandler({ log }, async (event): Promise<void> => {
  const { job } = jobEventSchema.parse(event);
  const outcome = job.task === TELL_OLD_ADDRESS ? await tellOldAddress(deps, job) : await deliverLink(deps, job);
  log.event('link-request-ended', { requestId: job.id, outcome });
});
