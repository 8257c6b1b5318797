import type { LinkStore } from '../../../shared/links/link-store.ts';
import type { UndeliverableAddresses } from '../../../shared/links/undeliverable.ts';
import type { MailFate } from '../../../shared/mail/feedback.ts';
import type { Log } from '../../../shared/observability/log.ts';
import { LINK_TOPIC } from './mail-link.ts';
import { tellUndeliverable } from './tell-undeliverable.ts';

export interface FollowDeps {
  readonly now: () => Date;
  readonly links: Pick<LinkStore, 'ofMail' | 'step'>;
  readonly undeliverable: Pick<UndeliverableAddresses, 'tell' | 'clear'>;
  readonly log: Pick<Log, 'event'>;
}

/**
 * Moves a link by what SES tells of its mail, in any order and any number of times; of other mails nothing. What comes
 * before the sender has noted "sent" is kept, and the sender's word comes too late then. A mail that came back for good
 * is also the work of correcting an address; one that arrived ends it.
 */
export async function followMail(deps: FollowDeps, { eventId, mail, fate }: MailFate): Promise<void> {
  const { now, links, undeliverable } = deps;
  if (mail?.topic !== LINK_TOPIC || fate === undefined) return;
  const link = await links.ofMail(mail.subject);
  if (link === undefined) return;
  await links.step(link.hash, fate, { now: now(), key: eventId });
  if (fate === 'bounce') await tellUndeliverable(deps, link, { eventId, because: 'bounced' });
  if (fate === 'deliver') await undeliverable.clear(link);
}
