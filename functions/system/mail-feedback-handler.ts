import { feedbackEventSchema, receiveFeedback } from '../../shared/mail/feedback.ts';
import { createMailStore } from '../../shared/mail/mail-store.ts';
import { createSuppressions } from '../../shared/mail/suppression.ts';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { systemMailFeedbackEnvironment } from './environment.ts';

const environment = systemMailFeedbackEnvironment.parse(process.env);
const { now, log, metrics } = openFunction('system-mail-feedback');
const documents = documentClient();
const deps = {
  now,
  mails: createMailStore(documents, environment.SYSTEM_TABLE),
  suppressions: createSuppressions(documents, environment.SYSTEM_TABLE),
  log,
  metrics,
};

/** SES tells that a mail bounced or was called unwanted: nothing more goes to that address. */
export const handler = eventHandler({ log }, async (event): Promise<void> => {
  await receiveFeedback(deps, feedbackEventSchema.parse(event));
});
