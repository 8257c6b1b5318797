import { SESClient } from '@aws-sdk/client-ses';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { MailSettings } from './mail-settings.ts';
import { createMailStore } from './mail-store.ts';
import { createMailer } from './mailer.ts';
import { createSuppressions } from './suppression.ts';

/** What mailing borrowers takes, made once per process by a handler. `publicUrl` has no slash at its end. */
export function openMail(documents: DynamoDBDocumentClient, settings: MailSettings) {
  const { SYSTEM_TABLE, PUBLIC_URL, MAIL_FROM: from, MAIL_CONFIGURATION_SET, MAIL_PER_SECOND } = settings;
  return {
    mails: createMailStore(documents, SYSTEM_TABLE),
    suppressions: createSuppressions(documents, SYSTEM_TABLE),
    // One try: a second one after a lost answer could be a second mail.
    mailer: createMailer(new SESClient({ maxAttempts: 1 }), {
      from,
      configurationSet: MAIL_CONFIGURATION_SET,
      perSecond: MAIL_PER_SECOND,
    }),
    publicUrl: PUBLIC_URL.replace(/\/$/, ''),
    from,
  };
}
