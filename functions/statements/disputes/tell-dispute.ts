import * as z from 'zod';
import type { Clock } from '../../../shared/calendar/clock.ts';
import type { JobRequest, JobRequests } from '../../../shared/jobs/job-request.ts';
import type { AddressHolds } from '../../../shared/links/address-change.ts';
import { hashOfSecret } from '../../../shared/links/secret.ts';
import { type ComposeDeps, composeMail } from '../../../shared/mail/compose-mail.ts';
import type { MailFate } from '../../../shared/mail/feedback.ts';
import { type SendOnceDeps, type SendOutcome, sendOnce } from '../../../shared/mail/send-once.ts';
import type { Log } from '../../../shared/observability/log.ts';
import type { RegisterPort } from '../../../shared/register/register-port.ts';
import { tryStep } from '../../../shared/transitions/perform-step.ts';
import { SYSTEM } from '../../../shared/transitions/tracked.ts';
import type { Dispute } from './dispute.ts';
import { disputeMachine } from './dispute-machine.ts';
import { DISPUTE_NEWS, type DisputeNews, disputeMail } from './dispute-mail.ts';
import type { DisputeStore } from './dispute-store.ts';

export const TELL_TASK = 'tell-dispute';
const NEWS_TOPIC = 'dispute-news';
const ANSWER_TOPIC = 'dispute-answer';

const inputSchema = z.object({ news: z.enum(DISPUTE_NEWS), version: z.string() });

/** Asks for the mail about what a step of a dispute came to; once a step, whoever asks again. */
export const askToTell = (
  requests: JobRequests,
  { disputeId, version }: Pick<Dispute, 'disputeId' | 'version'>,
  news: DisputeNews,
  now: Date,
): Promise<boolean> =>
  requests.ask({
    ...{ task: TELL_TASK, id: disputeId, name: `${news}-${version}`, askedAt: now.toISOString() },
    input: { news, version: String(version) },
  });

export interface TellDeps extends SendOnceDeps, ComposeDeps {
  readonly clock: Clock;
  readonly disputes: DisputeStore;
  readonly register: Pick<RegisterPort, 'wholeFile'>;
  readonly log: Pick<Log, 'event'>;
  readonly holds: Pick<AddressHolds, 'heldUntil'>;
  /** Where the pages answer, without a slash at the end. */
  readonly publicUrl: string;
}

/**
 * Mails what became of a dispute to the address on file, once; to one that is new and may be objected to, nothing. That its receipt was mailed acknowledges it; its answer counts
 * as delivered when SES says so (`followDispute`), else somebody hands it over. A mail that SES refused throws, so that it is
 * tried again (three times in all).
 */
export async function tellDispute(
  deps: TellDeps,
  job: JobRequest,
): Promise<SendOutcome['outcome'] | 'no-address' | 'address-new'> {
  const { news, version } = inputSchema.parse(job.input);
  const dispute = await deps.disputes.find(job.id);
  const file = dispute && (await deps.register.wholeFile(dispute.fileId));
  const who = file?.signatories.find(({ signatory }) => signatory === dispute?.signatory);
  const [address] = who?.emails ?? [];
  if (dispute === undefined || address === undefined) return 'no-address';
  // The address before was told that nothing goes to this one while it may object.
  if ((await deps.holds.heldUntil(dispute.fileId, dispute.signatory, deps.clock.now())) !== undefined)
    return 'address-new';
  const mail = newsOf(news, job.id, version);
  const body = disputeMail(news, dispute, `${deps.publicUrl}/solicitar`);
  const { outcome } = await sendOnce(deps, mail, async () => ({
    recipients: [address],
    sha256: hashOfSecret(body.text),
    compose: composeMail(deps, `${mail.topic}-${mail.subject}`, body),
  }));
  deps.log.event('dispute-told', { disputeId: job.id, news, outcome });
  if (outcome === 'failed') throw new Error(`the mail about dispute ${job.id} was refused`);
  if (news === 'received' && (outcome === 'sent' || outcome === 'already-sent'))
    await move(deps, dispute, 'acknowledge-by-mail', job.name);
  return outcome;
}

const newsOf = (news: DisputeNews, disputeId: string, version: string) =>
  news === 'answered'
    ? { topic: ANSWER_TOPIC, subject: disputeId }
    : { topic: NEWS_TOPIC, subject: `${disputeId}-${version}` };

/** What SES tells of the mail with an answer: delivered, the dispute is closed; else it stays for somebody to hand over. */
export async function followDispute(
  deps: Pick<TellDeps, 'disputes' | 'clock'>,
  { eventId, mail, fate }: MailFate,
): Promise<void> {
  if (mail?.topic !== ANSWER_TOPIC || fate !== 'deliver') return;
  const dispute = await deps.disputes.find(mail.subject);
  if (dispute !== undefined) await move(deps, dispute, 'told-by-mail', eventId);
}

/** Lost to somebody else's step it is looked at again: an answer that arrived closes its dispute. */
async function move(
  { disputes, clock }: Pick<TellDeps, 'disputes' | 'clock'>,
  dispute: Dispute,
  step: 'acknowledge-by-mail' | 'told-by-mail',
  key: string,
): Promise<void> {
  const stamp = { by: SYSTEM, on: clock.today(), key, reason: null };
  const write = (next: Dispute) => disputes.write(next);
  if (await tryStep(disputeMachine, dispute, { step, stamp, write })) return;
  const now = await disputes.find(dispute.disputeId);
  if (now !== undefined && now.version !== dispute.version) await tryStep(disputeMachine, now, { step, stamp, write });
}
