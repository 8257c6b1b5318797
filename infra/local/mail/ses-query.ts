import { randomUUID } from 'node:crypto';
import type { Answer } from '../http-messages.ts';
import { element, textElement } from '../s3/xml.ts';
import { type Mailbox, MessageRejected } from './mailbox.ts';
import { simpleMessage } from './simple-message.ts';

/** The SES v1 Query API: SendRawEmail, SendEmail, GetSendQuota. Other actions are refused by name. */
export async function answerSesQuery(mailbox: Mailbox, body: string): Promise<Answer> {
  const form = new URLSearchParams(body);
  const action = form.get('Action') ?? '';
  const given = { configurationSet: form.get('ConfigurationSetName') ?? undefined, tags: tags(form) };
  try {
    switch (action) {
      case 'SendRawEmail': {
        const raw = Buffer.from(form.get('RawMessage.Data') ?? '', 'base64');
        const mail = { from: form.get('Source') ?? undefined, to: members(form, 'Destinations'), raw, ...given };
        return accepted(action, textElement('MessageId', await mailbox.accept(mail)));
      }
      case 'SendEmail': {
        const from = form.get('Source') ?? '';
        const to = ['To', 'Cc', 'Bcc'].flatMap((kind) => members(form, `Destination.${kind}Addresses`));
        const raw = simpleMessage({
          from,
          to,
          subject: form.get('Message.Subject.Data') ?? '',
          text: form.get('Message.Body.Text.Data') ?? undefined,
          html: form.get('Message.Body.Html.Data') ?? undefined,
        });
        return accepted(action, textElement('MessageId', await mailbox.accept({ from, to, raw, ...given })));
      }
      case 'GetSendQuota':
        return accepted(
          action,
          '<Max24HourSend>200.0</Max24HourSend><MaxSendRate>1.0</MaxSendRate><SentLast24Hours>0.0</SentLast24Hours>',
        );
    }
  } catch (error) {
    if (error instanceof MessageRejected) return refused(error.name, error.message);
    throw error;
  }
  return refused('InvalidAction', `${action} is not available locally`);
}

/** "Destinations.member.1", "Destinations.member.2" … in order. */
function members(form: URLSearchParams, list: string): readonly string[] {
  return [...form].filter(([name]) => name.startsWith(`${list}.member.`)).map(([, value]) => value);
}

/** "Tags.member.1.Name" and "Tags.member.1.Value". */
function tags(form: URLSearchParams): Record<string, string> {
  const named = [...form].filter(([field]) => /^Tags\.member\.\d+\.Name$/.test(field));
  return Object.fromEntries(named.map(([field, name]) => [name, form.get(field.replace(/Name$/, 'Value')) ?? '']));
}

function accepted(action: string, result: string): Answer {
  const metadata = element('ResponseMetadata', textElement('RequestId', randomUUID()));
  const body =
    `<${action}Response xmlns="http://ses.amazonaws.com/doc/2010-12-01/">` +
    `${element(`${action}Result`, result)}${metadata}</${action}Response>`;
  return { status: 200, headers: { 'content-type': 'text/xml' }, body };
}

function refused(code: string, message: string): Answer {
  const error = element(
    'Error',
    textElement('Type', 'Sender'),
    textElement('Code', code),
    textElement('Message', message),
  );
  const body = `<ErrorResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/">${error}</ErrorResponse>`;
  return { status: 400, headers: { 'content-type': 'text/xml' }, body };
}
