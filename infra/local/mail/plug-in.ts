import { LOCAL_REGION } from '../assembly/resource.ts';
import { awsEndpoint } from '../aws-endpoint.ts';
import { frontServer } from '../front-server.ts';
import { plugIn } from '../plug-in.ts';
import { callerOf } from '../recording/dynamodb-proxy.ts';
import { recording } from '../recording/plug-in.ts';
import { answerMail } from './mail-pages.ts';
import { Mailbox } from './mailbox.ts';
import { answerSesQuery } from './ses-query.ts';

/** SES: mails stay in the data folder and are read at /_local/mail. */
export const mail = plugIn<Mailbox>(['AWS::SES::EmailIdentity'], (machine) => {
  const { account, inside } = machine;
  const mailbox = new Mailbox(inside('mail'));
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
    frontServer.of(machine).page(place, ({ path }) => answerMail(mailbox, path));
  return { gives: mailbox };
});
