import { clockFrom } from '../../shared/calendar/clock.ts';
import { createLinkStore } from '../../shared/links/link-store.ts';
import { createUndeliverableAddresses } from '../../shared/links/undeliverable.ts';
import { mailFateSchema } from '../../shared/mail/feedback.ts';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { followMail } from './delivery/follow-mail.ts';
import { createDisputeStore } from './disputes/dispute-store.ts';
import { followDispute } from './disputes/tell-dispute.ts';
import { statementsTickEnvironment } from './environment.ts';

const environment = statementsTickEnvironment.parse(process.env);
const { now, log } = openFunction('statements-mail-feedback');
const documents = documentClient();
const links = createLinkStore(documents, environment.LINKS_TABLE);
const undeliverable = createUndeliverableAddresses(documents, environment.LINKS_TABLE);
const disputes = createDisputeStore(documents, { system: environment.SYSTEM_TABLE, links: environment.LINKS_TABLE });
const clock = clockFrom(environment.CLOCK, now);

/** SES tells what became of a mail: a link's state follows, the work of correcting an address, and a dispute whose answer arrived. */
export const handler = eventHandler({ log }, async (event): Promise<void> => {
  const fate = mailFateSchema.parse(event);
  await followMail({ now, links, undeliverable, log }, fate);
  await followDispute({ disputes, clock }, fate);
});
