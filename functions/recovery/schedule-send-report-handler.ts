import { S3Client } from '@aws-sdk/client-s3';
import { SESClient } from '@aws-sdk/client-ses';
import { previousBusinessDay } from '../../shared/calendar/business-days.ts';
import { type CalendarDate, dayOf } from '../../shared/calendar/calendar-date.ts';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { layerAssets } from '../../shared/documents/assets.ts';
import { createLog, failureFields } from '../../shared/observability/log.ts';
import { createMetrics } from '../../shared/observability/metrics.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { recoverySendReportEnvironment } from './environment.ts';
import { eachDay, missedDays, missedSince } from './missed-days.ts';
import { composeReportMail } from './reports/compose-mail.ts';
import { recipientsFrom, reportDeps } from './reports/report-deps.ts';
import { createReportMailer } from './reports/report-mailer.ts';
import { reportToSend } from './reports/report-to-send.ts';
import { resendRequests } from './reports/resend-requests.ts';
import { readRestDays } from './reports/rest-days.ts';
import { dayMeant, reportEventSchema } from './reports/schedule-event.ts';
import { dayToTell, monthBefore, monthBeforeMonth } from './reports/scheduled-report.ts';
import { type SendOutcome, type SendReportInput, sendReport } from './reports/send-report.ts';
import { isOver, type Sending } from './reports/sending.ts';

const environment = recoverySendReportEnvironment.parse(process.env);
const now = () => new Date();
const clock = clockFrom(environment.CLOCK, now);
const log = createLog({ functionName: 'recovery-send-report', now });
const metrics = createMetrics({ functionName: 'recovery-send-report', now });
const stores = reportDeps(
  documentClient(),
  new S3Client({}),
  environment,
  clock,
  recipientsFrom(environment.REPORT_RECIPIENTS),
);
const deps = {
  ...stores,
  metrics,
  // One try: a second one after a lost answer could be a second mail.
  mailer: createReportMailer(new SESClient({ maxAttempts: 1 }), {
    from: environment.MAIL_FROM,
    configurationSet: environment.MAIL_CONFIGURATION_SET,
  }),
  recipients: async (report: Sending['report']) => {
    const { recipients } = await stores.recipients.read();
    return recipients.filter(({ reports }) => reports.includes(report)).map(({ email }) => email);
  },
  reportOf: reportToSend(stores),
  restDays: readRestDays(stores),
  compose: composeReportMail(layerAssets(environment.ASSETS_DIR), environment.MAIL_FROM),
};

/**
 * Scheduled: the report of the business day before, and of those before it that no mail told of, oldest first; or of the
 * month before. "Before" is before the day for which the schedule was meant, however late it comes. From the system
 * table's stream: a person's resend.
 */
export async function handler(event: unknown): Promise<{ outcomes: string[] }> {
  const requests = resendRequests(event);
  if (requests !== undefined) {
    const outcomes: string[] = [];
    for (const { report, period, ...manual } of requests) outcomes.push(await send({ report, period, manual }));
    return { outcomes };
  }
  const asked = reportEventSchema.parse(event);
  if (asked.period !== undefined) return { outcomes: [await send({ report: asked.report, period: asked.period })] };
  const today = dayMeant(asked, clock.today());
  if (asked.report === 'monthly') return { outcomes: await sendMonths(today) };
  // On the first the monthly schedule has its turn; on any other day, months that it missed.
  const months = dayOf(today) === 1 ? [] : await sendMissedMonths(today);
  return { outcomes: [...(await sendDays(today)), ...months] };
}

const monthIsTold = async (month: string) => isOver(await stores.sendings.tries('monthly', month));
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
  const isTold = async (day: CalendarDate) => isOver(await stores.sendings.tries('daily', day));
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
async function send(input: SendReportInput): Promise<SendOutcome['outcome']> {
  const { report, period } = input;
  const started = now().getTime();
  try {
    const { outcome, sending } = await sendReport(deps, input);
    const milliseconds = now().getTime() - started;
    if (outcome === 'sent') log.event('report-sent', { report, period, recipients: sending.recipients, milliseconds });
    const refused = sending?.refusedRecipients ?? 0;
    if (refused > 0) log.event('recipients-refused', { report, period, recipients: refused });
    if (outcome === 'already-sent') log.event('report-already-sent', { report, period });
    if (outcome === 'uncertain') log.event('report-uncertain', { report, period });
    if (outcome === 'failed') throw new Error(`the report ${period} was refused: ${sending.failure}`);
    return outcome;
  } catch (error) {
    log.event('report-failed', { report, period, ...failureFields(error) });
    throw error;
  }
}
