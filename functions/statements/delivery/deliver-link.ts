import type { Clock } from '../../../shared/calendar/clock.ts';
import type { JobRequest } from '../../../shared/jobs/job-request.ts';
import { addressHashOf, lastsFrom, REQUESTED_HOURS } from '../../../shared/links/link.ts';
import type { LinkStore } from '../../../shared/links/link-store.ts';
import { hashOfSecret, newSecret } from '../../../shared/links/secret.ts';
import type { WrongData } from '../../../shared/links/wrong-data.ts';
import { type SendOnceDeps, type SendOutcome, sendOnce } from '../../../shared/mail/send-once.ts';
import { type Asked, askedSchema } from '../asking/asked.ts';
import { composeMail } from './compose-mail.ts';
import { type Addressee, type FindDeps, findAddressee, type NoAddressee } from './find-asked-file.ts';
import { blockedMail, linkMail } from './link-mail.ts';
import type { MailBudget } from './mail-budget.ts';
import { type TellDeps, tellUndeliverable } from './tell-undeliverable.ts';

export interface DeliverDeps extends FindDeps, SendOnceDeps, Omit<TellDeps, 'now'> {
  readonly clock: Clock;
  readonly links: LinkStore;
  readonly wrongData: Pick<WrongData, 'read'>;
  readonly budget: MailBudget;
  /** Where the pages answer, without a slash at the end. */
  readonly publicUrl: string;
  readonly from: string;
}

export const LINK_TOPIC = 'statement-link';
const BLOCKED_TOPIC = 'links-blocked';

export type DeliveryOutcome = NoAddressee | 'file-blocked' | 'limited' | SendOutcome['outcome'];

/**
 * Mails what was asked for, once: the request's id is the link's and its mail's. The token is made when the mail is about to
 * leave and is nowhere but in it, so that a delivery cut off before is done again with another token and the link that nobody
 * got is revoked. A mail that SES refused throws, so that it is tried again (three times in all).
 */
export async function deliverLink(deps: DeliverDeps, job: JobRequest): Promise<DeliveryOutcome> {
  const asked = askedSchema.parse(job.input);
  const addressee = await findAddressee(deps, job.id, asked);
  if (typeof addressee === 'string') return addressee;
  if (asked.kind === 'blocked') return sendBlockedNotice(deps, job, addressee);
  const { fileId } = addressee.file;
  const now = deps.clock.now();
  if ((await deps.wrongData.read(fileId)).isBlocked) return 'file-blocked';
  // Staff see whom they send to; strangers may not fill somebody's mailbox.
  if (asked.kind === 'request' && !(await deps.budget.take(fileId, job.id, now))) return 'limited';
  const { outcome, mail } = await sendOnce(deps, { topic: LINK_TOPIC, subject: job.id }, () =>
    prepareLink(deps, job, asked, addressee),
  );
  await noteOutcome(deps, job.id, outcome, mail?.messageId ?? undefined);
  if (outcome === 'suppressed') {
    const { signatory } = addressee.signatory;
    const whose = { fileId, office: addressee.file.office, signatory, linkId: job.id };
    const { undeliverable, log } = deps;
    await tellUndeliverable({ now: deps.clock.now, undeliverable, log }, whose, {
      ...{ eventId: job.id, because: 'suppressed' },
    });
  }
  if (outcome === 'failed') throw new Error(`the mail of link ${job.id} was refused: ${mail.failure}`);
  return outcome;
}

async function prepareLink(
  deps: DeliverDeps,
  job: JobRequest,
  { kind, askedBy }: Exclude<Asked, { kind: 'blocked' }>,
  { file, signatory, noteIds, address }: Addressee,
) {
  const now = deps.clock.now();
  const token = newSecret();
  const hash = hashOfSecret(token);
  const lasts = lastsFrom(now, REQUESTED_HOURS);
  await deps.links.bear(
    {
      ...{
        linkId: job.id,
        hash,
        purpose: 'statement',
        fileId: file.fileId,
        office: file.office,
        bornBy: kind,
        askedBy,
      },
      ...{ signatory: signatory.signatory, noteIds: noteIds === null ? null : [...noteIds], ...lasts },
      ...{ addressHash: addressHashOf(job.id, address), messageId: null, state: 'queued', history: [], version: 1 },
    },
    now,
  );
  const body = linkMail({
    url: `${deps.publicUrl}/e/${token}`,
    askedAt: new Date(job.askedAt),
    validUntil: new Date(lasts.validUntil),
    askedBy: kind,
  });
  return { recipients: [address], sha256: hash, compose: composeMail(deps, job.id, body) };
}

/** What SES told may have come first, or the person: then the link is further on already. */
async function noteOutcome(
  { links, clock }: DeliverDeps,
  linkId: string,
  outcome: SendOutcome['outcome'],
  messageId: string | undefined,
): Promise<void> {
  const step = stepOf(outcome);
  const link = step === undefined ? undefined : await links.ofMail(linkId);
  if (step === undefined || link === undefined) return;
  const stamp = { now: clock.now(), key: linkId, ...(messageId !== undefined && { messageId }) };
  await links.step(link.hash, step, stamp);
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

async function sendBlockedNotice(
  deps: DeliverDeps,
  job: JobRequest,
  { address }: Addressee,
): Promise<SendOutcome['outcome']> {
  const body = blockedMail(new Date(job.askedAt));
  const { outcome } = await sendOnce(deps, { topic: BLOCKED_TOPIC, subject: job.id }, async () => ({
    recipients: [address],
    sha256: hashOfSecret(body.text),
    compose: composeMail(deps, job.id, body),
  }));
  return outcome;
}
