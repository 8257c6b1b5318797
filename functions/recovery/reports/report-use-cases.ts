import type { Clock } from '../../../shared/calendar/clock.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import { demandVersion, etagOf, versionChanged } from '../../../shared/http/record-version.ts';
import type { UseCases } from '../../../shared/http/route.ts';
import type { RequestClaims } from '../request-claim.ts';
import { type CloseMonthDeps, closeMonth, monthState } from './close-month.ts';
import { rangePeriod } from './range-period.ts';
import { readReport } from './read-report.ts';
import type { RecipientsStore } from './recipients-store.ts';
import { NOT_RUN } from './reconciliation-result.ts';
import { dayPeriod, monthPeriod, yearPeriod } from './report-period.ts';
import { refuseReport } from './report-refusals.ts';
import type { reportRoutes } from './report-routes.ts';
import { isAbandoned, SENDING_NAMES_ES, type Sending } from './sending.ts';
import type { SendingStore } from './sending-store.ts';

/** What the JSON routes of reports need. */
export interface ReportDeps extends CloseMonthDeps {
  readonly clock: Clock;
  readonly sendings: SendingStore;
  readonly recipients: RecipientsStore;
  readonly claims: RequestClaims;
}

type ReportUseCases<Deps extends ReportDeps> = UseCases<Deps, typeof reportRoutes>;

/** Use cases of `reportRoutes`, by operationId. */
export const reportUseCases: ReportUseCases<ReportDeps> = {
  getDailyReport: async (deps, { params, query }) => ({
    body: await readReport(deps, { period: dayPeriod(params.date), ...query }),
  }),
  getMonthlyReport: async (deps, { params, query }) => ({
    body: await readReport(deps, { period: monthPeriod(params.month), ...query }),
  }),
  getYearlyReport: async (deps, { params, query }) => ({
    body: await readReport(deps, { period: yearPeriod(Number(params.year)), ...query }),
  }),
  getRangeReport: async (deps, { query }) => ({
    body: await readReport(deps, { period: rangePeriod(query, deps.clock.today()), basis: query.basis }),
  }),
  listDailySendings: async (deps, { params }) => ({ body: await sendingsOf(deps, 'daily', params.date) }),
  listMonthlySendings: async (deps, { params }) => ({ body: await sendingsOf(deps, 'monthly', params.month) }),
  resendDailyReport: async (deps, { params, body, idempotencyKey }, caller) =>
    resend(deps, { report: 'daily', period: params.date, subject: caller.subject, ...body }, idempotencyKey),
  resendMonthlyReport: async (deps, { params, body, idempotencyKey }, caller) =>
    resend(deps, { report: 'monthly', period: params.month, subject: caller.subject, ...body }, idempotencyKey),
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

async function sendingsOf(deps: ReportDeps, report: Sending['report'], period: string) {
  const now = deps.clock.now();
  const tries = await deps.sendings.tries(report, period);
  return {
    sendings: tries.map((sending) => {
      const state = isAbandoned(sending, now) ? 'uncertain' : sending.state;
      return { ...sending, state, stateLabel: SENDING_NAMES_ES[state] };
    }),
  };
}

/** One request is one mail, however often it is sent: its id is made of its key. */
async function resend(
  deps: ReportDeps,
  request: Pick<Sending, 'report' | 'period'> & { readonly subject: string; readonly reason: string },
  key: string,
) {
  const { report, period, reason } = request;
  const requestId = deterministicId('resend', key);
  if (request.report === 'daily' && (await deps.frozen.findMark('daily', request.period)) === undefined) {
    throw refuseReport('report-not-frozen', `El reporte ${request.period} aún no está congelado; no se puede enviar.`);
  }
  const now = deps.clock.now();
  const last = (await deps.sendings.tries(report, period)).at(-1);
  if (last?.state === 'sending' && last.requestId !== requestId && !isAbandoned(last, now)) {
    throw refuseReport('sending-in-progress', 'Hay un envío en curso de este reporte. Espere unos minutos.');
  }
  await deps.claims.claim({
    scope: 'SYSTEM',
    key,
    input: { operation: 'resend', report, period, reason },
    source: { type: 'system', id: requestId },
    recordedOn: deps.clock.today(),
  });
  await deps.sendings.request({ ...request, requestId, requestedAt: now.toISOString() });
  return { body: { requestId }, location: `/v1/recovery-reports/${report}/${period}/sendings` };
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
