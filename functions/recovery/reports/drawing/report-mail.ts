import type { AssetReader } from '../../../../shared/documents/assets.ts';
import { type MailMessage, mailBytes } from '../../../../shared/documents/mail-message.ts';
import { formatMxn } from '../../../../shared/money/centavos.ts';
import type { RecoveryReport, ReportMailInput } from '../figures/recovery-report.ts';
import type { SendReportDeps } from '../send-report.ts';
import { reportChartPng } from './report-chart.ts';
import { reportMailHtml, reportMailText } from './report-mail-body.ts';
import { reportPdf } from './report-pdf.ts';
import { paymentCount, periodPhrase, reportFileName } from './report-texts.ts';
import { reportWorkbook } from './report-workbook.ts';

/** Who sends the mail to whom, and what makes it the same mail when it is sent again. */
export type ReportMailEnvelope = Pick<MailMessage, 'from' | 'fromName' | 'to' | 'messageId' | 'date'> & {
  readonly replyTo?: string;
};

const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** "Recuperación del viernes 20 de noviembre de 2026: $1,250.00 (3 pagos)"; what is not right comes first. */
export function reportSubject(report: RecoveryReport): string {
  const { payments } = report.totals;
  const warning = report.reconciliation.status === 'different' ? 'CON DIFERENCIAS · ' : '';
  const provisional = report.state === 'provisional' ? ' · provisional' : '';
  const figures = `${formatMxn(payments.amount)} (${paymentCount(payments.count)})`;
  return `${warning}Recuperación ${periodPhrase(report)}: ${figures}${provisional}`;
}

/**
 * The director's mail: figures in the body (HTML and text), the chart inline, PDF and XLSX attached.
 * `envelope.date` is the instant printed on the attachments too. Give the result to `mailBytes`.
 */
export async function reportMail(
  assets: AssetReader,
  input: ReportMailInput,
  envelope: ReportMailEnvelope,
): Promise<MailMessage> {
  const { report } = input;
  const name = reportFileName(report);
  const [chart, pdf, workbook] = await Promise.all([
    reportChartPng(assets, report),
    reportPdf(assets, report, envelope.date),
    reportWorkbook(report, envelope.date),
  ]);
  const cid = `grafica@${name}`;
  return {
    ...envelope,
    subject: reportSubject(report),
    html: reportMailHtml(input, cid),
    text: reportMailText(input),
    inlineImages: [{ cid, filename: `${name}.png`, contentType: 'image/png', content: chart }],
    attachments: [
      { filename: `${name}.pdf`, contentType: 'application/pdf', content: pdf },
      { filename: `${name}.xlsx`, contentType: XLSX_TYPE, content: workbook },
    ],
  };
}

const SENDER_NAME = 'Cartera · Crédito Educativo';

/** MIME bytes of a report's mail. The Message-ID names report and try: the same try is the same mail. */
export function composeReportMail(assets: AssetReader, from: string): SendReportDeps['compose'] {
  const domain = from.split('@').at(-1) ?? 'localhost';
  return async (input, { recipients, attempt, date }) => {
    const messageId = `<${reportFileName(input.report)}.${attempt}@${domain}>`;
    return mailBytes(await reportMail(assets, input, { from, fromName: SENDER_NAME, to: recipients, messageId, date }));
  };
}
