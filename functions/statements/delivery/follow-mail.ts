import type { LinkStore } from '../../../shared/links/link-store.ts';
import type { MailFate } from '../../../shared/mail/feedback.ts';
import { LINK_TOPIC } from './deliver-link.ts';

export interface FollowDeps {
  readonly now: () => Date;
  readonly links: Pick<LinkStore, 'ofMail' | 'step'>;
}

/**
 * Moves a link by what SES tells of its mail, in any order and any number of times; of other mails nothing. What comes
 * before the sender has noted "sent" is kept, and the sender's word comes too late then.
 */
export async function followMail({ now, links }: FollowDeps, { eventId, mail, fate }: MailFate): Promise<void> {
  if (mail?.topic !== LINK_TOPIC || fate === undefined) return;
  const link = await links.ofMail(mail.subject);
  if (link !== undefined) await links.step(link.hash, fate, { now: now(), key: eventId });
}
