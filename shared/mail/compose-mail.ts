import type { Clock } from '../calendar/clock.ts';
import { mailBytes } from '../documents/mail-message.ts';
import type { MailBody } from './plain-mail.ts';

export interface ComposeDeps {
  readonly clock: Pick<Clock, 'now'>;
  readonly from: string;
}

/** MIME bytes of a mail to a borrower; its id makes the Message-ID of each attempt. */
export function composeMail({ from, clock }: ComposeDeps, id: string, body: MailBody) {
  const domain = from.split('@').at(-1) ?? 'localhost';
  return ({ recipients, attempt }: { readonly recipients: readonly string[]; readonly attempt: number }) =>
    mailBytes({
      ...body,
      ...{ from, fromName: 'Instituto de Becas y Crédito Educativo', to: recipients },
      ...{ messageId: `<${id}.${attempt}@${domain}>`, date: clock.now() },
    });
}
