import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../assembly/json.ts';
import type { EventBus } from '../events/event-bus.ts';
import type { FeedbackDestination } from './configuration-sets.ts';
import type { Mail } from './mailbox.ts';

/** What may become of a mail, as event destinations name it. */
export type Fate = 'send' | 'delivery' | 'bounce' | 'complaint';

const TOLD: Readonly<Record<Fate, { readonly detailType: string; readonly eventType: string }>> = {
  send: { detailType: 'Email Sent', eventType: 'Send' },
  delivery: { detailType: 'Email Delivered', eventType: 'Delivery' },
  bounce: { detailType: 'Email Bounced', eventType: 'Bounce' },
  complaint: { detailType: 'Email Complaint Received', eventType: 'Complaint' },
};

export interface MailFeedbackOptions {
  readonly destinations: readonly FeedbackDestination[];
  readonly bus: Pick<EventBus, 'put'>;
  /** The configuration set of a mail that names none, by its sender. */
  readonly defaultSet: (from: string) => string | undefined;
}

/** Tells the buses of the template what became of mails: by the simulator's addresses, or by hand. */
export class MailFeedback {
  readonly #options: MailFeedbackOptions;

  constructor(options: MailFeedbackOptions) {
    this.#options = options;
  }

  /** For every accepted mail: sent, and delivered to whoever the simulator does not make bounce. */
  async accepted(mail: Mail): Promise<void> {
    const to = (name: string) => mail.to.filter((address) => isSimulator(name, address));
    const bounced = to('bounce');
    const delivered = mail.to.filter((address) => !bounced.includes(address));
    await this.tell('send', mail, mail.to);
    for (const [fate, recipients] of [
      ['delivery', delivered],
      ['bounce', bounced],
      ['complaint', to('complaint')],
    ] as const)
      if (recipients.length > 0) await this.tell(fate, mail, recipients);
  }

  /** Answers how many destinations heard of it: none, when the mail's configuration set has none for this fate. */
  async tell(fate: Fate, mail: Mail, recipients: readonly string[]): Promise<number> {
    const { destinations, bus, defaultSet } = this.#options;
    const set = mail.configurationSet ?? defaultSet(mail.from);
    const hearing = destinations.filter(({ configurationSet, fates }) => configurationSet === set && fates.has(fate));
    const { detailType, eventType } = TOLD[fate];
    for (const { bus: name } of hearing) {
      const detail = { eventType, mail: described(mail, set), [fate]: detailOf(fate, recipients) };
      await bus.put({ bus: name, source: 'aws.ses', detailType, detail });
    }
    return hearing.length;
  }
}

/** `bounce@simulator.amazonses.com`, also with a label: `bounce+expediente-7@…`. */
function isSimulator(name: string, address: string): boolean {
  const bare = (/<([^>]+)>/.exec(address)?.[1] ?? address).trim().toLowerCase();
  return new RegExp(`^${name}(\\+[^@]*)?@simulator\\.amazonses\\.com$`).test(bare);
}

function described({ id, at, from, to, subject, tags }: Mail, set: string | undefined): JsonObject {
  return {
    timestamp: at,
    source: from,
    messageId: id,
    destination: to,
    headersTruncated: false,
    headers: [
      { name: 'From', value: from },
      { name: 'To', value: to.join(', ') },
      { name: 'Subject', value: subject },
    ],
    commonHeaders: { from: [from], to, subject, messageId: id },
    tags: {
      ...Object.fromEntries(Object.entries(tags ?? {}).map(([name, value]) => [name, [value]])),
      ...(set === undefined ? {} : { 'ses:configuration-set': [set] }),
    },
  };
}

function detailOf(fate: Fate, recipients: readonly string[]): JsonObject {
  const timestamp = new Date().toISOString();
  const reportingMTA = 'dns; local';
  switch (fate) {
    case 'send':
      return {};
    case 'delivery':
      return { timestamp, processingTimeMillis: 1, recipients, smtpResponse: '250 2.0.0 Ok', reportingMTA };
    case 'bounce':
      return {
        feedbackId: randomUUID(),
        bounceType: 'Permanent',
        bounceSubType: 'General',
        bouncedRecipients: recipients.map((emailAddress) => ({
          emailAddress,
          action: 'failed',
          status: '5.1.1',
          diagnosticCode: 'smtp; 550 5.1.1 user unknown',
        })),
        timestamp,
        reportingMTA,
      };
    case 'complaint':
      return {
        feedbackId: randomUUID(),
        complainedRecipients: recipients.map((emailAddress) => ({ emailAddress })),
        timestamp,
        complaintFeedbackType: 'abuse',
        arrivalDate: timestamp,
      };
  }
}
