import { type HolidayCalendar, isBusinessDay } from '../../../shared/calendar/business-days.ts';
import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { failureFields, type Log } from '../../../shared/observability/log.ts';
import type { AgreementRecord } from '../agreements/agreement.ts';
import type { AgreementStore } from '../agreements/agreement-store.ts';
import { dueReminders } from './due-reminders.ts';
import { reminderParametersOn } from './reminder-parameters.ts';
import type { ReminderEnd, ReminderStore } from './reminder-store.ts';
import { MailServiceRefuses, type SendReminderDeps, sendReminder } from './send-reminder.ts';

export interface RemindDeps extends SendReminderDeps {
  readonly agreements: Pick<AgreementStore, 'all'>;
  readonly reminders: Pick<ReminderStore, 'find' | 'keep'>;
  readonly calendar: () => Promise<HolidayCalendar>;
  readonly log: Pick<Log, 'event'>;
  /** Milliseconds until this process is stopped (Lambda's limit). */
  readonly remainingMs: () => number;
}

/** What is kept for the mail that is leaving and its note. */
const TIME_RESERVE_MS = 60_000;

/** Of the payments whose morning has come: expected = before + those of `ends` + open. */
export interface Reminding {
  readonly expected: number;
  /** Had their end before this pass. */
  readonly before: number;
  readonly ends: Readonly<Partial<Record<ReminderEnd, number>>>;
  /** Left to the next pass: no time, a failure, or another sender's try under way. */
  readonly open: number;
}

/**
 * One pass over the live agreements: everybody whose payment falls due in so many business days (reminder-parameters.ts) is
 * reminded of it by mail, once. Nothing on a day on which the institute is closed. Every reminder gets its end written
 * beside its agreement and is not looked at again; a pass that is cut off leaves the rest to the next one. One that fails
 * is logged, the others go on, and the pass fails at the end; a mail service that takes nobody's mail ends it at once.
 */
export async function remindOfPayments(deps: RemindDeps): Promise<Reminding> {
  const { clock, log, reminders } = deps;
  const today = clock.today();
  const calendar = await deps.calendar();
  const ends: Partial<Record<ReminderEnd, number>> = {};
  const count = { expected: 0, before: 0, open: 0 };
  const failures: unknown[] = [];
  let isPassing = isBusinessDay(today, calendar);

  const remind = async (record: AgreementRecord, due: CalendarDate): Promise<void> => {
    const { agreementId, fileId, office } = record;
    if ((await reminders.find({ agreementId, due })) !== undefined) {
      count.before += 1;
      return;
    }
    const end = await sendReminder(deps, record, due);
    if (end === 'open') {
      count.open += 1;
      return;
    }
    await reminders.keep({ agreementId, fileId, office, due, end, decidedOn: today });
    ends[end] = (ends[end] ?? 0) + 1;
  };

  if (isPassing) {
    const { businessDaysBefore } = reminderParametersOn(today);
    for await (const record of deps.agreements.all('live')) {
      for (const due of dueReminders(record, { today, businessDaysBefore }, calendar)) {
        count.expected += 1;
        isPassing &&= deps.remainingMs() > TIME_RESERVE_MS;
        if (!isPassing) {
          count.open += 1;
          continue;
        }
        try {
          await remind(record, due);
        } catch (error) {
          log.event('job-failed', { job: 'remind-of-payments', ...failureFields(error) });
          failures.push(error);
          count.open += 1;
          if (error instanceof MailServiceRefuses) isPassing = false;
        }
      }
    }
  }
  log.event('payments-reminded', { date: today, ...count, ...ends });
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} reminders failed`);
  return { ...count, ends };
}
