import type { HolidayCalendar } from '../../../shared/calendar/business-days.ts';
import { addDays } from '../../../shared/calendar/calendar-date.ts';
import { type Clock, hermosilloMinutes } from '../../../shared/calendar/clock.ts';
import type { MailStore } from '../../../shared/mail/mail-store.ts';
import { isOver } from '../../../shared/mail/mail-try.ts';
import type { Log } from '../../../shared/observability/log.ts';
import type { Metrics } from '../../../shared/observability/metrics.ts';
import type { FrozenMarks } from './closing/frozen-report.ts';
import { dayToTell } from './report-schedule.ts';
import { mailOf } from './send-report.ts';

/** 07:30 in Hermosillo: half an hour after the mail should have left. */
const OVERDUE_FROM_MINUTE = 7 * 60 + 30;

export interface WatchDeps {
  readonly clock: Clock;
  readonly marks: FrozenMarks;
  readonly mails: Pick<MailStore, 'tries'>;
  calendar(): Promise<HolidayCalendar>;
  readonly log: Pick<Log, 'event'>;
  readonly metrics: Pick<Metrics, 'record'>;
}

/**
 * What this morning lacks: yesterday was not closed (nor valued, which closing needs), or the report of the business day
 * before has neither left nor waits for a person. A job that never ran makes no error of its own; told again at each run
 * until it is there, so that the alarm stays. Answers how many things are lacking.
 */
export async function watchMorning({ clock, marks, mails, calendar, log, metrics }: WatchDeps): Promise<number> {
  if (hermosilloMinutes(clock.now()) < OVERDUE_FROM_MINUTE) return 0;
  const date = clock.today();
  const told = dayToTell(date, await calendar());
  const lacks = [
    ...((await marks.find('daily', addDays(date, -1))) === undefined ? ['day-not-closed'] : []),
    ...(told !== null && !isOver(await mails.tries(mailOf({ report: 'daily', period: told })))
      ? ['report-not-sent']
      : []),
  ];
  if (lacks.length > 0) {
    log.event('morning-overdue', { date, lacks });
    metrics.record('MorningsOverdue');
  }
  return lacks.length;
}
