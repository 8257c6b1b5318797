import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { MailStore } from '../../../shared/mail/mail-store.ts';
import { mailOfReminder } from './reminder-mail.ts';
import type { ListedEnd, Reminder, ReminderStore } from './reminder-store.ts';

export interface NotRemindedDeps {
  readonly reminders: Pick<ReminderStore, 'page'>;
  readonly mails: Pick<MailStore, 'tries'>;
}

/** Why nobody was reminded, in Spanish; `returned`: the mail left and came back. */
export const NOT_REMINDED_ES = {
  'no-address': 'sin correo registrado',
  'new-address': 'correo recién cambiado, en espera de objeción',
  suppressed: 'correo que ya devolvió mensajes',
  refused: 'rechazado por el servicio de correo',
  uncertain: 'no se sabe si salió',
  'no-file': 'expediente que no está en el registro',
  returned: 'salió y volvió',
} as const satisfies Readonly<Record<Exclude<ListedEnd, 'sent'> | 'returned', string>>;
export type NotReminded = keyof typeof NOT_REMINDED_ES;

/**
 * Reminders that reached nobody, with one reason, by the day that decided them. Of those that left the mail's own record says
 * whether it came back, so that a page of them may hold fewer than asked for, and none, with more to come.
 */
export async function listNotReminded(
  { reminders, mails }: NotRemindedDeps,
  {
    status,
    ...asked
  }: {
    readonly status: NotReminded;
    readonly from?: CalendarDate | undefined;
    readonly to?: CalendarDate | undefined;
    readonly limit: number;
    readonly cursor?: string | undefined;
  },
  { offices }: Caller,
): Promise<{ readonly reminders: readonly Reminder[]; readonly cursor: string | undefined }> {
  const page = await reminders.page(status === 'returned' ? 'sent' : status, { ...asked, offices });
  if (status !== 'returned') return page;
  const returned = await Promise.all(
    page.reminders.map(async (reminder) => {
      const tries = await mails.tries(mailOfReminder(reminder));
      return tries.some(({ state }) => state === 'bounced') ? [reminder] : [];
    }),
  );
  return { ...page, reminders: returned.flat() };
}
