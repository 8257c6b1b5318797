import type * as z from 'zod';
import type { Clock } from '../../../shared/calendar/clock.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import { demandVersion, etagOf, versionChanged } from '../../../shared/http/record-version.ts';
import type { UseCases } from '../../../shared/http/route.ts';
import type { JobRequests } from '../../../shared/jobs/job-request.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import { mailMachine } from '../../../shared/mail/mail-machine.ts';
import type { MailStore } from '../../../shared/mail/mail-store.ts';
import { isAbandoned, type MailTry } from '../../../shared/mail/mail-try.ts';
import { type CloseMonthDeps, closeMonth, monthState } from './closing/close-month.ts';
import { NOT_RUN } from './figures/reconciliation-result.ts';
import type { Period } from './figures/report-period.ts';
import { reportable } from './figures/report-period.ts';
import { readReport } from './read-report.ts';
import type { RecipientsStore } from './recipients-store.ts';
import { refuseReport } from './report-refusals.ts';
import type { reportRoutes, sendingAnswer } from './report-routes.ts';
import { type MailedReport, mailOf, resendRequest, sendingInProgress } from './send-report.ts';

/** What the JSON routes of reports need. */
export interface ReportDeps extends CloseMonthDeps {
  readonly clock: Clock;
  readonly mails: Pick<MailStore, 'tries'>;
  readonly jobs: JobRequests;
  readonly recipients: RecipientsStore;
  readonly claims: RequestClaims;
}

type ReportUseCases<Deps extends ReportDeps> = UseCases<Deps, typeof reportRoutes>;

/** Use cases of `reportRoutes`, by operationId. */
export const reportUseCases: ReportUseCases<ReportDeps> = {
  getRecoveryReport: async (deps, { params, query }) => ({
    body: await readReport(deps, { period: reportable(params.period, deps.clock.today()), ...query }),
  }),
  listReportSendings: async (deps, { params }) => {
    const now = deps.clock.now();
    const tries = await deps.mails.tries(mailOf(mailedReport(params.period)));
    return { body: { sendings: tries.map((mail) => sendingToAnswer(mail, now)) } };
  },
  resendReport: async (deps, { params, body, idempotencyKey }, caller) =>
    resend(deps, mailedReport(params.period), { subject: caller.subject, ...body }, idempotencyKey),
  getReconciliation: async (deps, { params }) => {
    const keyed = await deps.reads.keyed({ totals: [], snapshots: [], reconciliations: [params.date] });
    return { body: keyed.reconciliation(params.date) ?? NOT_RUN };
  },
  getAccountingMonth: async (deps, { params }) => ({ body: await accountingMonth(deps, params.month) }),
  closeAccountingMonth: async (deps, { params }, caller) => {
    await closeMonth(deps, { month: params.month, subject: caller.subject });
    return { body: await accountingMonth(deps, params.month), location: `/v1/accounting-months/${params.month}` };
  },
  getReportRecipients: async (deps) => {
    const list = await deps.recipients.read();
    return { body: { recipients: [...list.recipients] }, etag: etagOf(list) };
  },
  replaceReportRecipients: async (deps, { body, ifMatch }) => {
    const { version } = await deps.recipients.read();
    demandVersion(ifMatch, { version });
    if (!(await deps.recipients.replace(body.recipients, version))) throw versionChanged();
    return { body: { recipients: body.recipients }, etag: etagOf({ version: version + 1 }) };
  },
};

function sendingToAnswer(mail: MailTry, now: Date): z.input<typeof sendingAnswer> {
  const state = isAbandoned(mail, now) ? 'uncertain' : mail.state;
  return { ...mail, state, stateLabel: mailMachine.states[state] };
}

/** Days and months go out by mail; years and ranges are only read. */
function mailedReport({ type, from }: Period): MailedReport {
  if (type === 'day') return { report: 'daily', period: from };
  if (type === 'month') return { report: 'monthly', period: from.slice(0, 7) };
  throw refuseReport('report-not-mailed', 'Por correo salen los reportes de un día o de un mes. Indique uno de ellos.');
}

/** One request is one mail, however often it is sent: its id is made of its key. */
async function resend(
  deps: ReportDeps,
  mailed: MailedReport,
  asked: { readonly subject: string; readonly reason: string },
  key: string,
) {
  const { report, period } = mailed;
  const requestId = deterministicId('resend', key);
  if (report === 'daily' && (await deps.frozen.findMark('daily', period)) === undefined) {
    throw refuseReport('report-not-frozen', `El reporte ${period} aún no está congelado; no se puede enviar.`);
  }
  const now = deps.clock.now();
  const last = (await deps.mails.tries(mailOf(mailed))).at(-1);
  if (last?.state === 'sending' && last.requestId !== requestId && !isAbandoned(last, now)) throw sendingInProgress();
  await deps.claims.claim({
    scope: 'SYSTEM',
    key,
    input: { operation: 'resend', report, period, reason: asked.reason },
    source: { type: 'system', id: requestId },
    recordedOn: deps.clock.today(),
  });
  await deps.jobs.ask(resendRequest(mailed, { ...asked, requestId }, now.toISOString()));
  return { body: { requestId }, location: `/v1/recovery-reports/${period}/sendings` };
}

async function accountingMonth(deps: ReportDeps, month: string) {
  const { state, closure, verified } = await monthState(deps, month);
  return {
    month,
    state,
    sha256: closure?.sha256 ?? null,
    closedAt: closure?.frozenAt ?? null,
    closedBy: closure?.frozenBy ?? null,
    verified,
  };
}
