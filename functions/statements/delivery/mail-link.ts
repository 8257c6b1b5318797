import type { Clock } from '../../../shared/calendar/clock.ts';
import { addressHashOf, type Link, lastsFrom } from '../../../shared/links/link.ts';
import type { LinkStore } from '../../../shared/links/link-store.ts';
import { hashOfSecret, newSecret } from '../../../shared/links/secret.ts';
import { type ComposeDeps, composeMail } from '../../../shared/mail/compose-mail.ts';
import type { MailBody } from '../../../shared/mail/plain-mail.ts';
import { type SendOnceDeps, type SendOutcome, sendOnce } from '../../../shared/mail/send-once.ts';
import type { Addressee } from './find-asked-file.ts';
import { type TellDeps, tellUndeliverable } from './tell-undeliverable.ts';

export interface MailLinkDeps extends SendOnceDeps, ComposeDeps, Omit<TellDeps, 'now'> {
  readonly clock: Clock;
  readonly links: LinkStore;
  /** Where the pages answer, without a slash at the end. */
  readonly publicUrl: string;
}

export const LINK_TOPIC = 'statement-link';
const mailOf = (linkId: string) => ({ topic: LINK_TOPIC, subject: linkId });

export interface LinkToMail extends Pick<Link, 'linkId' | 'bornBy' | 'askedBy'> {
  readonly addressee: Addressee;
  /** How long it lasts. */
  readonly hours: number;
  /** Called when the mail is about to leave. */
  readonly body: (link: { readonly url: string; readonly validUntil: Date }) => Promise<MailBody>;
}

/**
 * Mails a link, once: its id is its mail's. The token is made when the mail is about to leave and is nowhere but in it, so that
 * one cut off before is done again with another token. Which of two was mailed is known by the mail's try alone: once it is
 * written, by whoever was first, the link that nobody got is revoked. The link follows what became of the mail; an address that
 * takes none is told.
 */
export async function mailLink(deps: MailLinkDeps, link: LinkToMail): Promise<SendOutcome> {
  const { linkId, addressee } = link;
  let born: { readonly hasTwin: boolean } | undefined;
  const sending = await sendOnce(deps, mailOf(linkId), async () => {
    const prepared = await prepare(deps, link);
    born = prepared.born;
    return prepared;
  });
  // Of two that have a link at once the later to write the try is `in-progress`, and the other may not have seen it.
  if (born !== undefined && (born.hasTwin || sending.outcome === 'in-progress')) await keepMailed(deps, link);
  await noteOutcome(deps, linkId, sending);
  if (sending.outcome === 'suppressed') {
    const { fileId, office } = addressee.file;
    const { clock, undeliverable, log } = deps;
    const whose = { fileId, office, signatory: addressee.signatory.signatory, linkId };
    const because = { eventId: linkId, because: 'suppressed' } as const;
    await tellUndeliverable({ now: clock.now, undeliverable, log }, whose, because);
  }
  return sending;
}

async function keepMailed(
  { links, mails, clock }: MailLinkDeps,
  { linkId, addressee: { file, signatory } }: LinkToMail,
): Promise<void> {
  const hash = (await mails.tries(mailOf(linkId))).at(-1)?.sha256;
  if (hash === undefined) return;
  await links.keepMailed({ linkId, hash, fileId: file.fileId, signatory: signatory.signatory }, clock.now());
}

async function prepare(deps: MailLinkDeps, { linkId, bornBy, askedBy, addressee, hours, body }: LinkToMail) {
  const { file, signatory, noteIds, address } = addressee;
  const now = deps.clock.now();
  const token = newSecret();
  const hash = hashOfSecret(token);
  const lasts = lastsFrom(now, hours);
  const born = await deps.links.bear(
    {
      ...{ linkId, hash, purpose: 'statement', fileId: file.fileId, office: file.office, bornBy, askedBy },
      ...{ signatory: signatory.signatory, noteIds: noteIds === null ? null : [...noteIds], ...lasts },
      ...{ addressHash: addressHashOf(linkId, address), messageId: null, state: 'queued', history: [], version: 1 },
    },
    now,
  );
  const url = `${deps.publicUrl}/e/${token}`;
  const mail = await body({ url, validUntil: new Date(lasts.validUntil) });
  return { born, recipients: [address], sha256: hash, compose: composeMail(deps, linkId, mail) };
}

/** What SES told may have come first, or the person: then the link is further on already. */
async function noteOutcome(
  { links, clock }: MailLinkDeps,
  linkId: string,
  { outcome, mail }: SendOutcome,
): Promise<void> {
  const step = stepOf(outcome);
  const hash = step && (mail?.sha256 ?? (await links.ofMail(linkId))?.hash);
  if (step === undefined || hash === undefined) return;
  const messageId = mail?.messageId ?? undefined;
  await links.step(hash, step, { now: clock.now(), key: linkId, ...(messageId !== undefined && { messageId }) });
}

function stepOf(outcome: SendOutcome['outcome']): 'send' | 'suppress' | 'fail' | undefined {
  switch (outcome) {
    case 'sent':
    case 'already-sent':
      return 'send';
    case 'suppressed':
      return 'suppress';
    case 'failed':
    case 'given-up':
      return 'fail';
    case 'uncertain':
    case 'in-progress':
      return undefined;
  }
}
