import type { JobRequest } from '../../../shared/jobs/job-request.ts';
import { type AddressHolds, addressChangeSchema, OBJECTION_HOURS } from '../../../shared/links/address-change.ts';
import { hashOfSecret } from '../../../shared/links/secret.ts';
import { composeMail } from '../../../shared/mail/compose-mail.ts';
import { type SendOnceDeps, type SendOutcome, sendOnce } from '../../../shared/mail/send-once.ts';
import { changedAddressMail } from './link-mail.ts';

export interface TellOldDeps extends SendOnceDeps {
  readonly from: string;
  readonly holds: Pick<AddressHolds, 'hold'>;
}

const CHANGED_TOPIC = 'address-changed';

/**
 * Tells addresses that were taken off the register, and lets links to the new one wait while their owner may object. An
 * address that sends mail back has no owner to ask: then nothing waits. The wait is there before the mail leaves.
 */
export async function tellOldAddress(deps: TellOldDeps, job: JobRequest): Promise<SendOutcome['outcome']> {
  const { fileId, signatory, old } = addressChangeSchema.parse(job.input);
  const suppressed = await deps.suppressions.among(old);
  if (old.every((address) => suppressed.has(address))) return 'suppressed';
  const changedAt = new Date(job.askedAt);
  const until = new Date(changedAt.getTime() + OBJECTION_HOURS * 3_600_000);
  await deps.holds.hold(fileId, signatory, until);
  const body = changedAddressMail(changedAt, until);
  const subject = `${fileId}-${job.name}`;
  const { outcome, mail } = await sendOnce(deps, { topic: CHANGED_TOPIC, subject }, async () => ({
    recipients: old,
    sha256: hashOfSecret(body.text),
    compose: composeMail(deps, subject, body),
  }));
  if (outcome === 'failed') throw new Error(`the notice to an old address was refused: ${mail.failure}`);
  return outcome;
}
