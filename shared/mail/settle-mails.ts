import { randomUUID } from 'node:crypto';
import type { Clock } from '../calendar/clock.ts';
import type { Log } from '../observability/log.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { MailStore } from './mail-store.ts';
import { isAbandoned, MAIL_LEASE_MS, type MailTry, mailStep } from './mail-try.ts';

export interface SettleDeps {
  readonly clock: Pick<Clock, 'now'>;
  readonly mails: Pick<MailStore, 'write'>;
  readonly metrics: Pick<Metrics, 'record'>;
}

/** A try that a dead process left behind, as `uncertain`, with its metric once; any other as it is. */
export async function settled(deps: SettleDeps, mail: MailTry): Promise<MailTry> {
  return (await lose(deps, mail))?.mail ?? mail;
}

/**
 * Settles every try that a dead sender left behind; answers how many. The sender's own retries come while the try may
 * still be alive, so without this nobody would look again before the next day, and no alarm would ask a person
 * whether the mail left. Whoever ends a try first wins: one that the index still shows but has ended stays as it is.
 */
export async function settleMails(
  deps: SettleDeps & { readonly mails: MailStore; readonly log: Pick<Log, 'event'> },
): Promise<number> {
  let ended = 0;
  for await (const mail of deps.mails.begunBefore(new Date(deps.clock.now().getTime() - MAIL_LEASE_MS))) {
    const lost = await lose(deps, mail);
    if (lost?.isOurs !== true) continue;
    deps.log.event('mail-uncertain', { topic: mail.topic, subject: mail.subject });
    ended += 1;
  }
  return ended;
}

async function lose(deps: SettleDeps, mail: MailTry): Promise<{ mail: MailTry; isOurs: boolean } | undefined> {
  const now = deps.clock.now();
  if (!isAbandoned(mail, now)) return undefined;
  // A key of its own: of two that find it at one moment, one has ended it.
  const next = mailStep(mail, 'lose', { now, key: randomUUID(), endedAt: now.toISOString(), failure: 'abandoned' });
  if (next === undefined) return undefined;
  const isOurs = await deps.mails.write(next);
  if (isOurs) deps.metrics.record('MailsUncertain');
  return { mail: next, isOurs };
}
