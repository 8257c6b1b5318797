import { LOCAL_REGION } from '../assembly/resource.ts';
import { awsEndpoint } from '../aws-endpoint.ts';
import { events } from '../events/plug-in.ts';
import { frontServer } from '../front-server.ts';
import { plugIn } from '../plug-in.ts';
import { callerOf } from '../recording/caller.ts';
import { recording } from '../recording/plug-in.ts';
import { defaultConfigurationSets, feedbackDestinations } from './configuration-sets.ts';
import { answerFeedback } from './feedback-page.ts';
import { MailFeedback } from './mail-feedback.ts';
import { answerMail } from './mail-pages.ts';
import { Mailbox } from './mailbox.ts';
import { answerSesQuery } from './ses-query.ts';

const TYPES = ['EmailIdentity', 'ConfigurationSet', 'ConfigurationSetEventDestination'].map(
  (type) => `AWS::SES::${type}`,
);

/** SES: mails stay in the data folder and are read at /_local/mail; buses hear what becomes of them. */
export const mail = plugIn<Mailbox>(TYPES, (machine) => {
  const { account, assembly, inside } = machine;
  const feedback = new MailFeedback({
    destinations: feedbackDestinations(assembly),
    bus: events.of(machine),
    defaultSet: defaultConfigurationSets(assembly),
  });
  const mailbox = new Mailbox(inside('mail'), (accepted) => feedback.accepted(accepted));
  const record = recording.of(machine);
  awsEndpoint.of(machine).serve('ses', ({ headers, body }) => {
    const form = new URLSearchParams(body.toString());
    record({
      function: callerOf(headers.authorization),
      service: 'ses',
      action: `ses:${form.get('Action')}`,
      resource: `arn:aws:ses:${LOCAL_REGION}:${account}:identity/${form.get('Source') ?? '*'}`,
    });
    return answerSesQuery(mailbox, body.toString());
  });
  for (const place of ['/_local/mail', '/_local/mail.json'])
    frontServer
      .of(machine)
      .page(
        place,
        async (request) =>
          (await answerFeedback(request, mailbox, feedback)) ?? (await answerMail(mailbox, request.path)),
      );
  return { gives: mailbox };
});
