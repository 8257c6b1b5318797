import { randomUUID } from 'node:crypto';
import type { Clock } from '../calendar/clock.ts';
import type { Metrics } from '../observability/metrics.ts';
import { isMailAddress, mailboxOf } from './mail-address.ts';
import { type MailName, type MailStore, tryId } from './mail-store.ts';
import { automaticStep, type MailTry, mailStep, SCHEDULE } from './mail-try.ts';
import { type Delivery, type Mailer, MailRefused } from './mailer.ts';
import { settled } from './settle-mails.ts';
import type { Suppressions } from './suppression.ts';

export interface SendOnceDeps {
  readonly clock: Pick<Clock, 'now'>;
  readonly mails: MailStore;
  readonly mailer: Mailer;
  readonly suppressions: Pick<Suppressions, 'among'>;
  readonly metrics: Pick<Metrics, 'record'>;
}

export interface Outgoing {
  readonly recipients: readonly string[];
  /** Hash of what the mail carries. */
  readonly sha256: string;
  /** MIME bytes to those recipients that are not suppressed. `attempt` makes the Message-ID. */
  compose(mail: { readonly recipients: readonly string[]; readonly attempt: number }): Promise<Uint8Array>;
}

export interface SendOnceInput extends MailName {
  /** A person sends it again, and why; absent for the schedule. */
  readonly manual?: { readonly requestId: string; readonly subject: string; readonly reason: string } | undefined;
}

export type SendOutcome =
  | { readonly outcome: 'sent' | 'failed' | 'uncertain'; readonly mail: MailTry }
  /** `suppressed`: no recipient is left: mail to each came back before, or it is no address. */
  | { readonly outcome: 'already-sent' | 'in-progress' | 'given-up' | 'suppressed'; readonly mail: undefined };

/**
 * Sends a mail. The schedule never sends it twice: the try is written down before the mail leaves, and one without an
 * end becomes `uncertain`, with its metric, and stays for a person. A refusal of SES wrote nothing, so the schedule may
 * try again, three times in all. A person may send it again at any time, with a reason, as a new try, once a request.
 * `prepare` is called only when a mail is to leave; what it throws wrote nothing.
 */
export async function sendOnce(
  deps: SendOnceDeps,
  input: SendOnceInput,
  prepare: () => Promise<Outgoing>,
): Promise<SendOutcome> {
  const { topic, subject, manual } = input;
  const tries = await Promise.all((await deps.mails.tries(input)).map((mail) => settled(deps, mail)));
  if (manual === undefined) {
    const step = automaticStep(tries);
    if (step === 'uncertain') return uncertainFrom(tries);
    if (step !== 'send') return { outcome: step, mail: undefined };
  } else if (tries.some(({ requestId }) => requestId === manual.requestId)) {
    return { outcome: 'already-sent', mail: undefined };
  } else if (tries.at(-1)?.state === 'sending') {
    return { outcome: 'in-progress', mail: undefined };
  }
  // Everything that may fail without a mail is done before the try is written down.
  const outgoing = await prepare();
  const mailboxes = deliverable(outgoing.recipients);
  const suppressed = await deps.suppressions.among(mailboxes);
  const recipients = mailboxes.filter((address) => !suppressed.has(address));
  if (recipients.length === 0) return { outcome: 'suppressed', mail: undefined };
  const attempt = (tries.at(-1)?.attempt ?? 0) + 1;
  const raw = await outgoing.compose({ recipients, attempt });
  const mail: MailTry = {
    topic,
    subject,
    attempt,
    sender: randomUUID(),
    state: 'sending',
    requestedBy: manual?.subject ?? SCHEDULE,
    reason: manual?.reason ?? null,
    requestId: manual?.requestId ?? null,
    recipients: recipients.length,
    refusedRecipients: outgoing.recipients.length - mailboxes.length,
    suppressed: suppressed.size,
    sha256: outgoing.sha256,
    startedAt: deps.clock.now().toISOString(),
    endedAt: null,
    messageId: null,
    failure: null,
    history: [],
    version: 1,
  };
  if (!(await deps.mails.write(mail))) return { outcome: 'in-progress', mail: undefined };
  return transmit(deps, mail, raw, recipients);
}

/** Those that are an address, each mailbox once: one that is none would stop the mail for all. */
function deliverable(list: readonly string[]): string[] {
  return [...new Map(list.filter(isMailAddress).map((address) => [mailboxOf(address), address])).values()];
}

async function transmit(
  deps: SendOnceDeps,
  mail: MailTry,
  raw: Uint8Array,
  recipients: readonly string[],
): Promise<SendOutcome> {
  const end = async (step: 'take' | 'refuse' | 'lose', change: Partial<MailTry>): Promise<MailTry> => {
    const now = deps.clock.now();
    const next = mailStep(mail, step, { now, key: step, endedAt: now.toISOString(), ...change }) ?? mail;
    // False: an event of SES came in before us, and its word is the later one.
    await deps.mails.write(next);
    return next;
  };
  let delivery: Delivery;
  try {
    delivery = await deps.mailer.send(raw, recipients, tryId(mail));
  } catch (error) {
    if (error instanceof MailRefused) {
      const failed = await end('refuse', { failure: error.code });
      deps.metrics.record('MailsFailed');
      return { outcome: 'failed', mail: failed };
    }
    const lost = await end('lose', { failure: error instanceof Error ? error.name : 'unknown' });
    deps.metrics.record('MailsUncertain');
    return { outcome: 'uncertain', mail: lost };
  }
  const { messageId, refused } = delivery;
  const sent = await end('take', {
    messageId,
    recipients: mail.recipients - refused,
    refusedRecipients: mail.refusedRecipients + refused,
  });
  deps.metrics.record('MailsSent');
  return { outcome: 'sent', mail: sent };
}

function uncertainFrom(tries: readonly MailTry[]): SendOutcome {
  const mail = tries.findLast(({ state }) => state === 'uncertain');
  return mail === undefined ? { outcome: 'in-progress', mail: undefined } : { outcome: 'uncertain', mail };
}
