import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { longDateWithWeekday } from '../../../shared/calendar/spanish-dates.ts';
import { whereToAsk } from '../../../shared/institute/institute-contact.ts';
import type { MailName } from '../../../shared/mail/mail-store.ts';
import { CARE_ES, type MailBody, plainMail } from '../../../shared/mail/plain-mail.ts';

export const REMINDER_TOPIC = 'agreement-reminder';

/** The mail of a reminder, whatever its tries. */
export const mailOfReminder = (of: { readonly agreementId: string; readonly due: CalendarDate }): MailName => ({
  ...{ topic: REMINDER_TOPIC, subject: `${of.agreementId}-${of.due}` },
});

/** No money, no "adeudo", no "convenio": a subject is read on a locked screen. */
export const REMINDER_SUBJECT = 'Un recordatorio del Instituto de Becas y Crédito Educativo';

/**
 * Reminds of the day of a payment. It has no amount, and no end of a contract either: that is the datum which opens the
 * statement (ADR 18), and may not lie in the mailbox that its link goes to. The first paragraph is what a locked screen
 * shows besides the subject.
 */
export const reminderMail = (
  { folio, due }: { readonly folio: string; readonly due: CalendarDate },
  askUrl: string,
): MailBody =>
  plainMail(REMINDER_SUBJECT, [
    'Le escribimos para recordarle una fecha que acordó con el Instituto.',
    `Un pago de su convenio con folio ${folio} vence el ${longDateWithWeekday(due)}. Si ya lo hizo, no haga caso de este correo.`,
    `Para ver de cuánto es y cómo pagarlo, pida la liga de su estado de cuenta: ${askUrl}`,
    CARE_ES,
    `¿Dudas, o no podrá pagar ese día? Acuda a ${whereToAsk()}.`,
  ]);
