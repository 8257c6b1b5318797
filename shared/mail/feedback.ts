import * as z from 'zod';
import type { Log } from '../observability/log.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { MailName, MailStore } from './mail-store.ts';
import { mailStep } from './mail-try.ts';
import { TRY_TAG } from './mailer.ts';
import type { Suppressions } from './suppression.ts';

const recipient = z.object({ emailAddress: z.string() });
const mail = z.object({ tags: z.record(z.string(), z.array(z.string())).default({}) });

/**
 * What SES tells of a mail after it left, as EventBridge delivers it. A transient bounce (full mailbox, away) says
 * nothing about the address: SES goes on trying for hours.
 */
export const feedbackEventSchema = z.object({
  id: z.string(),
  source: z.literal('aws.ses'),
  detail: z.discriminatedUnion('eventType', [
    z.object({
      eventType: z.literal('Bounce'),
      mail,
      bounce: z.object({ bounceType: z.string(), bouncedRecipients: z.array(recipient) }),
    }),
    z.object({
      eventType: z.literal('Complaint'),
      mail,
      complaint: z.object({ complainedRecipients: z.array(recipient) }),
    }),
  ]),
});
type Feedback = z.output<typeof feedbackEventSchema>;

export interface FeedbackDeps {
  readonly now: () => Date;
  readonly mails: Pick<MailStore, 'find' | 'write'>;
  readonly suppressions: Pick<Suppressions, 'add'>;
  readonly log: Pick<Log, 'event'>;
  readonly metrics: Pick<Metrics, 'record'>;
}

/** Steps lost to somebody else's at the same moment, one after the other. */
const MOST_TRIES = 5;

/**
 * Notes on the try what came back of its mail, and sends nothing more to the addresses it came back from. The same event
 * delivered again changes nothing. A mail that names no try of ours only suppresses.
 */
export async function receiveFeedback(deps: FeedbackDeps, { id: eventId, detail }: Feedback): Promise<void> {
  const { because, step, recipients } = readFeedback(detail);
  if (recipients.length === 0) return;
  for (const { emailAddress } of recipients) await deps.suppressions.add(emailAddress, because, deps.now(), eventId);
  const id = detail.mail.tags[TRY_TAG]?.[0];
  deps.log.event('mail-came-back', { because, recipients: recipients.length, tryId: id ?? null });
  deps.metrics.record('MailsReturned');
  if (id === undefined) return;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const found = await deps.mails.find(id);
    const next = found && mailStep(found, step, { now: deps.now(), key: eventId });
    if (next === undefined || (await deps.mails.write(next))) return;
  }
  throw new Error('the try of a mail that came back is being changed by somebody else');
}

function readFeedback(detail: Feedback['detail']) {
  if (detail.eventType === 'Complaint') {
    return { because: 'complaint', step: 'complain', recipients: detail.complaint.complainedRecipients } as const;
  }
  const { bounceType, bouncedRecipients } = detail.bounce;
  return {
    because: 'bounce',
    step: 'bounce',
    recipients: bounceType === 'Permanent' ? bouncedRecipients : [],
  } as const;
}

/** What became of a mail, for whoever follows the mails of a topic. */
export interface MailFate {
  readonly eventId: string;
  /** Which mail; undefined when it names no try of ours. */
  readonly mail: MailName | undefined;
  /** Undefined: nothing is over yet (full mailbox, away). */
  readonly fate: 'deliver' | 'bounce' | 'fail' | undefined;
}

/** An event of SES, as EventBridge delivers it, read as a fate. */
export const mailFateSchema = z
  .object({
    id: z.string(),
    source: z.literal('aws.ses'),
    detail: z.object({
      eventType: z.enum(['Delivery', 'Bounce', 'Complaint', 'Reject']),
      mail,
      bounce: z.object({ bounceType: z.string() }).optional(),
    }),
  })
  .transform(({ id: eventId, detail }): MailFate => {
    const [topic, subject] = (detail.mail.tags[TRY_TAG]?.[0] ?? '').split('__');
    const named = topic === undefined || subject === undefined ? undefined : { topic, subject };
    return { eventId, mail: named, fate: fateOf(detail.eventType, detail.bounce?.bounceType) };
  });

function fateOf(eventType: 'Delivery' | 'Bounce' | 'Complaint' | 'Reject', bounceType?: string): MailFate['fate'] {
  switch (eventType) {
    case 'Delivery':
      return 'deliver';
    case 'Bounce':
      return bounceType === 'Permanent' ? 'bounce' : undefined;
    case 'Reject':
      return 'fail';
    case 'Complaint':
      return undefined;
  }
}
