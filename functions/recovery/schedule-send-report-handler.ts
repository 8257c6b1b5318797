import { S3Client } from '@aws-sdk/client-s3';
import { SESClient } from '@aws-sdk/client-ses';
import { previousBusinessDay } from '../../shared/calendar/business-days.ts';
import { type CalendarDate, dayOf } from '../../shared/calendar/calendar-date.ts';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { layerAssets } from '../../shared/documents/assets.ts';
import { jobEventSchema } from '../../shared/jobs/job-request.ts';
import { isOver } from '../../shared/mail/mail-try.ts';
import { createMailer } from '../../shared/mail/mailer.ts';
import type { SendOnceInput, SendOutcome } from '../../shared/mail/send-once.ts';
import { createSuppressions } from '../../shared/mail/suppression.ts';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { failureFields } from '../../shared/observability/log.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { recoverySendReportEnvironment } from './environment.ts';
import { eachDay, missedDays, missedSince } from './missed-days.ts';
import { composeReportMail } from './reports/drawing/report-mail.ts';
import { recipientsFrom, reportDeps } from './reports/report-deps.ts';
import {
  dayMeant,
  dayToTell,
  monthBefore,
  monthBeforeMonth,
  readRestDays,
  reportEventSchema,
  resendInputSchema,
} from './reports/report-schedule.ts';
import { type MailedReport, mailOf, reportToSend, sendReport } from './reports/send-report.ts';

const environment = recoverySendReportEnvironment.parse(process.env);
const { now, log, metrics } = openFunction('recovery-send-report');
const clock = clockFrom(environment.CLOCK, now);
const documents = documentClient();
const stores = reportDeps(
  documents,
  new S3Client({}),
  environment,
  clock,
  recipientsFrom(environment.REPORT_RECIPIENTS),
);
const deps = {
  ...stores,
  metrics,
  suppressions: createSuppressions(documents, environment.SYSTEM_TABLE),
  // One try: a second one after a lost answer could be a second mail.
  mailer: createMailer(new SESClient({ maxAttempts: 1 }), {
    from: environment.MAIL_FROM,
    configurationSet: environment.MAIL_CONFIGURATION_SET,
    perSecond: environment.MAIL_PER_SECOND,
  }),
  recipients: async (report: MailedReport['report']) => {
    const { recipients } = await stores.recipients.read();
    return recipients.filter(({ reports }) => reports.includes(report)).map(({ email }) => email);
  },
  reportOf: reportToSend(stores),
  restDays: readRestDays(stores),
  compose: composeReportMail(layerAssets(environment.ASSETS_DIR), environment.MAIL_FROM),
};

/**
 * Scheduled: the report of the business day before, and of those before it that no mail told of, oldest first; or of the
 * month before. "Before" is before the day for which the schedule was meant, however late it comes. As a job: a person's
 * resend.
 */
export const handler = eventHandler({ log }, async (event): Promise<{ outcomes: string[] }> => {
  const asked = jobEventSchema.safeParse(event);
  if (asked.success) {
    const { name: requestId, input } = asked.data.job;
    const { report, period, ...manual } = resendInputSchema.parse(input);
    return { outcomes: [await send({ report, period, manual: { requestId, ...manual } })] };
  }
  const scheduled = reportEventSchema.parse(event);
  if (scheduled.period !== undefined)
    return { outcomes: [await send({ report: scheduled.report, period: scheduled.period })] };
  const today = dayMeant(scheduled, clock.today());
  if (scheduled.report === 'monthly') return { outcomes: await sendMonths(today) };
  // On the first the monthly schedule has its turn; on any other day, months that it missed.
  const months = dayOf(today) === 1 ? [] : await sendMissedMonths(today);
  return { outcomes: [...(await sendDays(today)), ...months] };
});

const monthIsTold = async (month: string) =>
  isOver(await stores.mails.tries(mailOf({ report: 'monthly', period: month })));
const sendMonth = (period: string) => send({ report: 'monthly', period });

/** The month before, and those before it that no mail told of; one that was told of already is answered as such. */
async function sendMonths(today: CalendarDate): Promise<string[]> {
  const due = monthBefore(today);
  const months = (await missedSince(due, monthIsTold, monthBeforeMonth)) ?? [due];
  const { days: outcomes } = await eachDay(months.length === 0 ? [due] : months, sendMonth, () => undefined);
  return [...outcomes];
}

/** Months since the last one told of. None told of: the schedule has never run here, and nothing was missed. */
async function sendMissedMonths(today: CalendarDate): Promise<string[]> {
  const months = (await missedSince(monthBefore(today), monthIsTold, monthBeforeMonth)) ?? [];
  const { days: outcomes } = await eachDay(months, sendMonth, () => undefined);
  return [...outcomes];
}

async function sendDays(today: CalendarDate): Promise<readonly string[]> {
  const calendar = await stores.calendar();
  const due = dayToTell(today, calendar);
  if (due === null) return ['bank-closed-today'];
  const isTold = async (day: CalendarDate) =>
    isOver(await stores.mails.tries(mailOf({ report: 'daily', period: day })));
  const days = await missedDays(due, isTold, (day) => previousBusinessDay(day, calendar));
  const { days: outcomes } = await eachDay(
    // One that was told of already is answered as such.
    days.length === 0 ? [due] : days,
    (day) => send({ report: 'daily', period: day }),
    () => undefined,
  );
  return outcomes;
}

/** A refused mail is thrown, so that the schedule tries it again; an uncertain one is not: that could send it twice. */
async function send(input: MailedReport & Pick<SendOnceInput, 'manual'>): Promise<SendOutcome['outcome']> {
  const { topic, subject } = mailOf(input);
  const started = now().getTime();
  try {
    const { outcome, mail } = await sendReport(deps, input);
    const milliseconds = now().getTime() - started;
    if (outcome === 'sent')
      log.event('mail-sent', {
        topic,
        subject,
        recipients: mail.recipients,
        suppressed: mail.suppressed,
        milliseconds,
      });
    const refused = mail?.refusedRecipients ?? 0;
    if (refused > 0) log.event('recipients-refused', { topic, subject, recipients: refused });
    if (outcome === 'already-sent') log.event('mail-already-sent', { topic, subject });
    if (outcome === 'uncertain') log.event('mail-uncertain', { topic, subject });
    if (outcome === 'failed') throw new Error(`the report ${subject} was refused: ${mail.failure}`);
    return outcome;
  } catch (error) {
    log.event('mail-failed', { topic, subject, ...failureFields(error) });
    throw error;
  }
}
