import type { AssetReader } from '../../../shared/documents/assets.ts';
import { mailBytes } from '../../../shared/documents/mail-message.ts';
import { reportMail } from './report-mail.ts';
import { reportFileName } from './report-texts.ts';
import type { SendReportDeps } from './send-report.ts';

const SENDER_NAME = 'Cartera · Crédito Educativo';

/** MIME bytes of a report's mail. The Message-ID names report and try: the same try is the same mail. */
export function composeReportMail(assets: AssetReader, from: string): SendReportDeps['compose'] {
  const domain = from.split('@').at(-1) ?? 'localhost';
  return async (input, { recipients, attempt, date }) => {
    const messageId = `<${reportFileName(input.report)}.${attempt}@${domain}>`;
    return mailBytes(await reportMail(assets, input, { from, fromName: SENDER_NAME, to: recipients, messageId, date }));
  };
}
