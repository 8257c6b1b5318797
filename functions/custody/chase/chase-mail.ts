import { type CalendarDate, calendarDate, daysBetween } from '../../../shared/calendar/calendar-date.ts';
import { longDate } from '../../../shared/calendar/spanish-dates.ts';
import { OFFICE_NAMES_ES } from '../../../shared/institute/offices.ts';
import type { MailName } from '../../../shared/mail/mail-store.ts';
import { type MailBody, plainMail } from '../../../shared/mail/plain-mail.ts';
import { spokenLabel } from '../originals/label-code.ts';
import { loanParametersOn } from '../originals/loan-parameters.ts';
import { type Holder, ORIGINAL_KIND_NAMES_ES, type Original } from '../originals/original.ts';

export const CHASE_TOPIC = 'original-chase';

export type Borrowed = Extract<Holder, { type: 'party' }>;

/** Which reminder it is on a day: the first on the day after the deadline, then one every some days; 0 by the deadline. */
export function chaseNumber({ deadline }: Pick<Borrowed, 'deadline'>, today: CalendarDate): number {
  const late = daysBetween(calendarDate(deadline), today);
  return late <= 0 ? 0 : 1 + Math.floor((late - 1) / loanParametersOn(today).chasedEveryDays);
}

/** The mail of a reminder, whatever its tries. More time makes another deadline, and counts anew. */
export const mailOfChase = ({ labelCode }: Original, { deadline }: Borrowed, number: number): MailName => ({
  ...{ topic: CHASE_TOPIC, subject: `${labelCode}-${deadline}-${number}` },
});

/** After so many nobody has answered: it says that the next step is the search. */
const LAST_WORDS_FROM = 3;

/** Asks for an original back. It names the label and no debtor: a mail is read by whoever passes. */
export function chaseMail({ labelCode, kind, office }: Original, loan: Borrowed, number: number): MailBody {
  const { party, lentOn, deadline } = loan;
  const label = spokenLabel(labelCode);
  const last = `Es el recordatorio ${number}. Si el documento no vuelve ni se pide más plazo, se reporta como faltante.`;
  return plainMail(`Devolución del original ${label}: recordatorio ${number}`, [
    `El original con etiqueta ${label} (${ORIGINAL_KIND_NAMES_ES[kind].toLowerCase()}) se prestó a ${party.name} el ${longDate(calendarDate(lentOn))} y debía volver el ${longDate(calendarDate(deadline))}.`,
    `Devuélvalo al resguardo de la oficina de ${OFFICE_NAMES_ES[office]}, o pida ahí más plazo y diga para qué.`,
    ...(number >= LAST_WORDS_FROM ? [last] : []),
  ]);
}
