import type { JobRequest } from '../../../shared/jobs/job-request.ts';
import type { AddressHolds } from '../../../shared/links/address-change.ts';
import { REQUESTED_HOURS } from '../../../shared/links/link.ts';
import { hashOfSecret } from '../../../shared/links/secret.ts';
import type { WrongData } from '../../../shared/links/wrong-data.ts';
import { composeMail } from '../../../shared/mail/compose-mail.ts';
import { type SendOutcome, sendOnce } from '../../../shared/mail/send-once.ts';
import { askedSchema } from '../asking/asked.ts';
import { type Addressee, type FindDeps, findAddressee, type NoAddressee } from './find-asked-file.ts';
import { blockedMail, linkMail } from './link-mail.ts';
import type { MailBudget } from './mail-budget.ts';
import { type MailLinkDeps, mailLink } from './mail-link.ts';

export interface DeliverDeps extends FindDeps, MailLinkDeps {
  readonly wrongData: Pick<WrongData, 'read'>;
  readonly budget: MailBudget;
  readonly holds: Pick<AddressHolds, 'heldUntil'>;
}

const BLOCKED_TOPIC = 'links-blocked';

export type DeliveryOutcome = NoAddressee | 'file-blocked' | 'address-new' | 'limited' | SendOutcome['outcome'];

/**
 * Mails what was asked for, once: the request's id is the link's. A mail that SES refused throws, so that it is tried again
 * (three times in all).
 */
export async function deliverLink(deps: DeliverDeps, job: JobRequest): Promise<DeliveryOutcome> {
  const asked = askedSchema.parse(job.input);
  const addressee = await findAddressee(deps, job.id, asked);
  if (typeof addressee === 'string') return addressee;
  const { fileId } = addressee.file;
  // The address before was told that nothing goes to this one while it may object.
  const held = await deps.holds.heldUntil(fileId, addressee.signatory.signatory, deps.clock.now());
  if (asked.kind === 'blocked') return held === undefined ? sendBlockedNotice(deps, job, addressee) : 'address-new';
  if ((await deps.wrongData.read(fileId)).isBlocked) return 'file-blocked';
  if (held !== undefined) return 'address-new';
  // Staff see whom they send to; strangers may not fill somebody's mailbox.
  if (asked.kind === 'request' && !(await deps.budget.take(fileId, job.id, deps.clock.now()))) return 'limited';
  const askedAt = new Date(job.askedAt);
  const { outcome, mail } = await mailLink(deps, {
    ...{ linkId: job.id, bornBy: asked.kind, askedBy: asked.askedBy, addressee, hours: REQUESTED_HOURS },
    body: async (link) => linkMail({ ...link, askedAt, askedBy: asked.kind }),
  });
  if (outcome === 'failed') throw new Error(`the mail of link ${job.id} was refused: ${mail.failure}`);
  return outcome;
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
