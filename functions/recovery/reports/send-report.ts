import type { Clock } from '../../../shared/calendar/clock.ts';
import type { JobRequest } from '../../../shared/jobs/job-request.ts';
import type { MailName } from '../../../shared/mail/mail-store.ts';
import { type SendOnceDeps, type SendOnceInput, type SendOutcome, sendOnce } from '../../../shared/mail/send-once.ts';
import { figuresHash } from './closing/frozen-report.ts';
import type { RecoveryReport, ReportMailInput, SeriesPoint } from './figures/recovery-report.ts';
import { monthPeriod } from './figures/report-period.ts';
import { type ReadReportDeps, readReport } from './read-report.ts';
import { refuseReport } from './report-refusals.ts';

/** A report that goes out by mail: a day ("2026-11-19") or a month ("2026-11"). */
export interface MailedReport {
  readonly report: 'daily' | 'monthly';
  readonly period: string;
}

export interface SendReportDeps extends SendOnceDeps {
  readonly clock: Clock;
  /** The report to mail; undefined while it is not frozen and has to be. */
  reportOf(report: MailedReport['report'], period: string): Promise<RecoveryReport | undefined>;
  /** Addresses of those who get this report. */
  recipients(report: MailedReport['report']): Promise<readonly string[]>;
  /** Non-business days after the reported day up to yesterday, with their totals. */
  restDays(report: RecoveryReport): Promise<readonly SeriesPoint[]>;
  /** MIME bytes with figures, chart, PDF and workbook. `attempt` makes the Message-ID. */
  compose(
    input: ReportMailInput,
    mail: { readonly recipients: readonly string[]; readonly attempt: number; readonly date: Date },
  ): Promise<Uint8Array>;
}

/** The mail of a report. */
export const mailOf = ({ report, period }: MailedReport): MailName => ({
  topic: `recovery-report-${report}`,
  subject: period,
});

/** The task of recovery-send-report: a person asked for a report again. */
export const RESEND_REPORT = 'resend-report';

/** A person's request to send a report again: once, however often it is written. */
export function resendRequest(
  { report, period }: MailedReport,
  { requestId, ...asked }: NonNullable<SendOnceInput['manual']>,
  askedAt: string,
): JobRequest {
  return {
    task: RESEND_REPORT,
    id: `${report}#${period}`,
    name: requestId,
    input: { report, period, ...asked },
    askedAt,
  };
}

/**
 * Mails a report once (shared/mail). Refuses `report-not-frozen`, `no-recipients`, and for a person
 * `sending-in-progress`.
 */
export async function sendReport(
  deps: SendReportDeps,
  { report, period, manual }: MailedReport & Pick<SendOnceInput, 'manual'>,
): Promise<SendOutcome> {
  const outcome = await sendOnce(deps, { ...mailOf({ report, period }), manual }, async () => {
    const figures = await deps.reportOf(report, period);
    if (figures === undefined) {
      throw refuseReport(
        'report-not-frozen',
        `El reporte ${period} aún no está congelado; ciérrelo antes de enviarlo.`,
      );
    }
    const recipients = await deps.recipients(report);
    if (recipients.length === 0)
      throw nobodyToSendTo('La lista de destinatarios está vacía. Agregue al menos un correo.');
    const restDays = await deps.restDays(figures);
    const date = deps.clock.now();
    return {
      recipients,
      sha256: figures.sha256 ?? figuresHash(figures),
      compose: (mail) => deps.compose({ report: figures, restDays }, { ...mail, date }),
    };
  });
  if (outcome.outcome === 'suppressed') {
    throw nobodyToSendTo('Los correos de la lista no existen o devolvieron envíos anteriores. Revise las direcciones.');
  }
  if (outcome.outcome === 'in-progress' && manual !== undefined) throw sendingInProgress();
  return outcome;
}

const nobodyToSendTo = (detail: string) => refuseReport('no-recipients', detail);

export const sendingInProgress = () =>
  refuseReport(
    'sending-in-progress',
    'Hay un envío en curso de este reporte. Espere unos minutos y consulte su estado.',
  );

/**
 * The report that a mail carries: a day's only when it is frozen; a month's as it stands, since the mail leaves on the
 * first and Accounting closes days later (its subject says that it is provisional until then).
 */
export function reportToSend(deps: ReadReportDeps): SendReportDeps['reportOf'] {
  return (report, period) =>
    report === 'daily'
      ? deps.frozen.find('daily', period)
      : readReport(deps, { period: monthPeriod(period), basis: 'recorded' });
}
