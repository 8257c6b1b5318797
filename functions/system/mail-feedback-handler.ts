import { feedbackEventSchema, receiveFeedback } from '../../shared/mail/feedback.ts';
import { createMailStore } from '../../shared/mail/mail-store.ts';
import { createSuppressions } from '../../shared/mail/suppression.ts';
import { createLog } from '../../shared/observability/log.ts';
import { createMetrics } from '../../shared/observability/metrics.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { systemMailFeedbackEnvironment } from './environment.ts';

const environment = systemMailFeedbackEnvironment.parse(process.env);
const now = () => new Date();
const documents = documentClient();
const deps = {
  now,
  mails: createMailStore(documents, environment.SYSTEM_TABLE),
  suppressions: createSuppressions(documents, environment.SYSTEM_TABLE),
  log: createLog({ functionName: 'system-mail-feedback', now }),
  metrics: createMetrics({ functionName: 'system-mail-feedback', now }),
};

/** SES tells that a mail bounced or was called unwanted: nothing more goes to that address. */
export async function handler(event: unknown): Promise<void> {
  await receiveFeedback(deps, feedbackEventSchema.parse(event));
}
