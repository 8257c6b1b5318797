import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Agreements } from '../../../shared/ledger/agreements.ts';
import type { AddressHolds } from '../../../shared/links/address-change.ts';
import { hashOfSecret } from '../../../shared/links/secret.ts';
import { type ComposeDeps, composeMail } from '../../../shared/mail/compose-mail.ts';
import { MAY_BE_ONE_ADDRESS } from '../../../shared/mail/mailer.ts';
import { type Outgoing, type SendOnceDeps, sendOnce } from '../../../shared/mail/send-once.ts';
import type { RegisterPort } from '../../../shared/register/register-port.ts';
import { type AgreementRecord, folioOf } from '../agreements/agreement.ts';
import { isUnmet } from './due-reminders.ts';
import { mailOfReminder, REMINDER_TOPIC, reminderMail } from './reminder-mail.ts';
import type { ReminderEnd } from './reminder-store.ts';

export interface SendReminderDeps extends SendOnceDeps, ComposeDeps {
  readonly clock: Clock;
  readonly agreementsOfFile: Agreements['agreementsOfFile'];
  readonly register: Pick<RegisterPort, 'wholeFile'>;
  readonly holds: Pick<AddressHolds, 'heldUntil'>;
  /** Where the pages answer, without a slash at the end. */
  readonly publicUrl: string;
}

/** The mail service takes nobody's mail now: going on with the others would spend their tries. */
export class MailServiceRefuses extends Error {
  override readonly name = 'MailServiceRefuses';
}

/** Thrown while a mail is prepared: why there is none. */
class NoReminder extends Error {
  override readonly name = 'NoReminder';
  readonly end: ReminderEnd;
  constructor(end: ReminderEnd) {
    super(`no reminder: ${end}`);
    this.end = end;
  }
}

/**
 * Reminds the borrower of the payment of a day, once however often it is called, and answers how that ended; `open` while
 * another sender's try is under way. What left before is found first; only then is everything looked at as it is now:
 * whether the agreement lives, whether the payment is covered, the address. Throws MailServiceRefuses.
 */
export async function sendReminder(
  deps: SendReminderDeps,
  record: AgreementRecord,
  due: CalendarDate,
): Promise<ReminderEnd | 'open'> {
  const mail = mailOfReminder({ agreementId: record.agreementId, due });
  try {
    for (;;) {
      const sending = await sendOnce(deps, mail, () => prepare(deps, record, due));
      switch (sending.outcome) {
        case 'sent':
        case 'already-sent':
          return 'sent';
        case 'uncertain':
        case 'suppressed':
          return sending.outcome;
        case 'given-up':
          return 'refused';
        case 'in-progress':
          return 'open';
        case 'failed':
          // Tried again at once, three times in all, unless it is nobody's address.
          if (!MAY_BE_ONE_ADDRESS.has(sending.mail.failure ?? ''))
            throw new MailServiceRefuses(`mail is refused: ${sending.mail.failure}`);
      }
    }
  } catch (error) {
    if (error instanceof NoReminder) return error.end;
    throw error;
  }
}

/** The mail as of this morning; throws NoReminder. */
async function prepare(deps: SendReminderDeps, record: AgreementRecord, due: CalendarDate): Promise<Outgoing> {
  const { fileId, agreementId } = record;
  const found = (await deps.agreementsOfFile(fileId, deps.clock.today())).find(
    (one) => one.agreementId === agreementId,
  );
  if (found?.standing?.kind !== 'live') throw new NoReminder('ended');
  if (!isUnmet(found.plan, found.counted, due)) throw new NoReminder('covered');
  const file = await deps.register.wholeFile(fileId);
  if (file === undefined) throw new NoReminder('no-file');
  const borrower = file.signatories.find(({ signatory }) => signatory === 'borrower');
  const [address] = borrower?.emails ?? [];
  if (address === undefined) throw new NoReminder('no-address');
  if ((await deps.holds.heldUntil(fileId, 'borrower', deps.clock.now())) !== undefined)
    throw new NoReminder('new-address');
  const body = reminderMail({ folio: folioOf(record), due }, `${deps.publicUrl}/solicitar`);
  return {
    recipients: [address],
    sha256: hashOfSecret(body.text),
    compose: composeMail(deps, `${REMINDER_TOPIC}-${agreementId}-${due}`, body),
  };
}
