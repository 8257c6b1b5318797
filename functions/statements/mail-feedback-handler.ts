import { createLinkStore } from '../../shared/links/link-store.ts';
import { mailFateSchema } from '../../shared/mail/feedback.ts';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { followMail } from './delivery/follow-mail.ts';
import { statementsMailFeedbackEnvironment } from './environment.ts';

const environment = statementsMailFeedbackEnvironment.parse(process.env);
const { now, log } = openFunction('statements-mail-feedback');
const links = createLinkStore(documentClient(), environment.LINKS_TABLE);

/** SES tells what became of a mail: a link's state follows. */
export const handler = eventHandler({ log }, async (event): Promise<void> => {
  await followMail({ now, links }, mailFateSchema.parse(event));
});
