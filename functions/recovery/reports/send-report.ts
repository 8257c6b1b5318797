import type { Clock } from '../../../shared/calendar/clock.ts';
import { isMailAddress, mailboxOf } from '../../../shared/documents/mail-message.ts';
import type { Metrics } from '../../../shared/observability/metrics.ts';
import { figuresHash } from './frozen-report.ts';
import type { RecoveryReport, ReportMailInput, SeriesPoint } from './recovery-report.ts';
import { MailRefused, type ReportMailer } from './report-mailer.ts';
import { refuseReport } from './report-refusals.ts';
import { automaticStep, SCHEDULE, type Sending } from './sending.ts';
import type { SendingStore } from './sending-store.ts';
import { settled } from './settle-sendings.ts';

export interface SendReportDeps {
  readonly clock: Clock;
  /** The report to mail; undefined while it is not frozen and has to be. */
  reportOf(report: Sending['report'], period: string): Promise<RecoveryReport | undefined>;
  readonly sendings: SendingStore;
  readonly mailer: ReportMailer;
  readonly metrics: Pick<Metrics, 'record'>;
  /** Addresses of those who get this report. */
  recipients(report: Sending['report']): Promise<readonly string[]>;
  /** Non-business days after the reported day up to yesterday, with their totals. */
  restDays(report: RecoveryReport): Promise<readonly SeriesPoint[]>;
  /** MIME bytes with figures, chart, PDF and workbook. `attempt` makes the Message-ID. */
  compose(
    input: ReportMailInput,
    mail: { readonly recipients: readonly string[]; readonly attempt: number; readonly date: Date },
  ): Promise<Uint8Array>;
}

export interface SendReportInput {
  readonly report: Sending['report'];
  /** "2026-11-19" or "2026-11". */
  readonly period: string;
  /** A person sends it again, and why; absent for the schedule. */
  readonly manual?: { readonly requestId: string; readonly subject: string; readonly reason: string };
}

export type SendOutcome =
  | { readonly outcome: 'sent' | 'failed' | 'uncertain'; readonly sending: Sending }
  | { readonly outcome: 'already-sent' | 'in-progress' | 'given-up'; readonly sending: undefined };

/**
 * Mails a report. The schedule never sends it twice: the try is written down before the mail leaves, and one
 * without an end becomes `uncertain`, with its metric, and stays for a person. A refusal of SES wrote nothing, so the
 * schedule may try again, three times in all. A person may send it again at any time, with a reason, as a new try.
 * Refuses `report-not-frozen`, `no-recipients`, and for a person `sending-in-progress`.
 */
export async function sendReport(deps: SendReportDeps, input: SendReportInput): Promise<SendOutcome> {
  const kept = await deps.sendings.tries(input.report, input.period);
  const tries = await Promise.all(kept.map((sending) => settled(deps, sending)));
  if (input.manual === undefined) {
    const step = automaticStep(tries);
    if (step === 'uncertain') return uncertainFrom(tries);
    if (step !== 'send') return { outcome: step, sending: undefined };
  } else if (tries.some(({ requestId }) => requestId === input.manual?.requestId)) {
    return { outcome: 'already-sent', sending: undefined };
  } else if (tries.at(-1)?.state === 'sending') {
    throw refuseReport(
      'sending-in-progress',
      'Hay un envío en curso de este reporte. Espere unos minutos y consulte su estado.',
    );
  }
  const report = await deps.reportOf(input.report, input.period);
  if (report === undefined) {
    throw refuseReport(
      'report-not-frozen',
      `El reporte ${input.period} aún no está congelado; ciérrelo antes de enviarlo.`,
    );
  }
  const list = await deps.recipients(input.report);
  const recipients = deliverable(list);
  if (recipients.length === 0) {
    throw refuseReport('no-recipients', 'La lista de destinatarios está vacía. Agregue al menos un correo.');
  }
  // Everything that may fail without a mail is done before the try is written down.
  const attempt = (tries.at(-1)?.attempt ?? 0) + 1;
  const restDays = await deps.restDays(report);
  const raw = await deps.compose({ report, restDays }, { recipients, attempt, date: deps.clock.now() });
  const sending = newSending(deps, input, {
    attempt,
    recipients: recipients.length,
    refusedRecipients: list.length - recipients.length,
    sha256: report.sha256 ?? figuresHash(report),
  });
  if (!(await deps.sendings.begin(sending))) return { outcome: 'in-progress', sending: undefined };
  return transmit(deps, sending, raw, recipients);
}

/** Those that are an address, each mailbox once: one that is none would stop the mail for all. */
function deliverable(list: readonly string[]): string[] {
  const byMailbox = new Map(list.filter(isMailAddress).map((address) => [mailboxOf(address), address]));
  return [...byMailbox.values()];
}

async function transmit(
  deps: SendReportDeps,
  sending: Sending,
  raw: Uint8Array,
  recipients: readonly string[],
): Promise<SendOutcome> {
  const ended = (change: Partial<Sending>): Sending => ({
    ...sending,
    endedAt: deps.clock.now().toISOString(),
    ...change,
  });
  try {
    const { messageId, refused } = await deps.mailer.send(raw, recipients);
    const sent = ended({
      ...{ state: 'sent', messageId },
      recipients: sending.recipients - refused,
      refusedRecipients: sending.refusedRecipients + refused,
    });
    await deps.sendings.end(sent);
    deps.metrics.record('ReportsSent');
    return { outcome: 'sent', sending: sent };
  } catch (error) {
    const refused = error instanceof MailRefused;
    const failed = refused
      ? ended({ state: 'failed', failure: error.code })
      : ended({ state: 'uncertain', failure: error instanceof Error ? error.name : 'unknown' });
    await deps.sendings.end(failed);
    deps.metrics.record(refused ? 'ReportsFailed' : 'ReportsUncertain');
    return { outcome: refused ? 'failed' : 'uncertain', sending: failed };
  }
}

function uncertainFrom(tries: readonly Sending[]): SendOutcome {
  const sending = tries.findLast(({ state }) => state === 'uncertain');
  return sending === undefined ? { outcome: 'in-progress', sending: undefined } : { outcome: 'uncertain', sending };
}

function newSending(
  deps: SendReportDeps,
  { report, period, manual }: SendReportInput,
  of: Pick<Sending, 'attempt' | 'recipients' | 'refusedRecipients' | 'sha256'>,
): Sending {
  return {
    report,
    period,
    ...of,
    state: 'sending',
    requestedBy: manual?.subject ?? SCHEDULE,
    reason: manual?.reason ?? null,
    requestId: manual?.requestId ?? null,
    startedAt: deps.clock.now().toISOString(),
    endedAt: null,
    messageId: null,
    failure: null,
  };
}
