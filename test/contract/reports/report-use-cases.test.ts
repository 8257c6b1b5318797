import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { periodSchema } from '../../../functions/recovery/reports/period-text.ts';
import { createRecipientsStore, recipientListSchema } from '../../../functions/recovery/reports/recipients-store.ts';
import { recipientsFrom } from '../../../functions/recovery/reports/report-deps.ts';
import { type ReportDeps, reportUseCases } from '../../../functions/recovery/reports/report-use-cases.ts';
import { mailOf } from '../../../functions/recovery/reports/send-report.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { createJobRequests, jobRequestSchema } from '../../../shared/jobs/job-request.ts';
import { createRequestClaims } from '../../../shared/ledger/request-claim.ts';
import { createMailStore } from '../../../shared/mail/mail-store.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { type ReportWorld, reportWorld } from '../../support/report-world.ts';

let dynamo: TestDynamo;
let world: ReportWorld;
let deps: ReportDeps;
const caller: Caller = { subject: 'tecnico-1', roles: ['recovery-technician'], offices: 'all', correlationId: 'c' };
const nothing = { params: undefined, query: undefined, body: undefined, idempotencyKey: undefined, ifMatch: undefined };
const day = calendarDate('2026-11-19');
const of = (period: string) => ({ period: periodSchema.parse(period) });

beforeAll(async () => {
  dynamo = await startTestDynamo();
  world = reportWorld(dynamo, '2026-11-20');
  await world.value('2026-11-18');
  await world.value(day);
  const { documents, tables } = dynamo;
  deps = {
    ...world.deps,
    calendar: async () => world.holidays,
    mails: createMailStore(documents, tables.SYSTEM_TABLE),
    jobs: createJobRequests(documents, tables.SYSTEM_TABLE),
    recipients: createRecipientsStore(documents, tables.SYSTEM_TABLE, recipientsFrom('direccion@prueba.mx, ')),
    claims: createRequestClaims(documents, tables.IDEMPOTENCY_TABLE),
  };
});
afterAll(() => dynamo.stop());

type Resent = Awaited<ReturnType<typeof reportUseCases.resendReport>>;

describe('reports by API', () => {
  it('refuses days that have not come, and ranges that make no sense, in Spanish', async () => {
    const tomorrow = {
      ...nothing,
      params: of('2026-11-21'),
      query: { basis: 'recorded' as const },
    };
    await expect(reportUseCases.getRecoveryReport(deps, tomorrow, caller)).rejects.toMatchObject({
      code: 'report-in-future',
    });
    const range = (from: string, to: string) => ({
      ...nothing,
      params: of(`${from}..${to}`),
      query: { basis: 'recorded' as const },
    });
    await expect(
      reportUseCases.getRecoveryReport(deps, range('2026-11-19', '2026-11-01'), caller),
    ).rejects.toMatchObject({
      code: 'range-not-valid',
      detail: expect.stringContaining('anterior'),
    });
    await expect(
      reportUseCases.getRecoveryReport(deps, range('2024-01-01', '2026-11-01'), caller),
    ).rejects.toMatchObject({
      code: 'range-not-valid',
    });
    await expect(
      reportUseCases.getRecoveryReport(deps, range('2026-11-01', '2026-11-21'), caller),
    ).rejects.toMatchObject({
      code: 'report-in-future',
    });
  });

  it('gives an empty day, a month, a year and a range as reports', async () => {
    const basis = 'recorded' as const;
    const empty = { count: 0, amount: 0 };
    const daily = await reportUseCases.getRecoveryReport(
      deps,
      { ...nothing, params: of(day), query: { basis } },
      caller,
    );
    expect(daily.body?.totals.payments).toMatchObject(empty);
    expect(daily.body?.effect?.status).toBe('tied');
    const monthly = await reportUseCases.getRecoveryReport(
      deps,
      { ...nothing, params: of('2026-11'), query: { basis } },
      caller,
    );
    expect(monthly.body?.period).toMatchObject({ type: 'month', from: '2026-11-01', to: '2026-11-30' });
    const yearly = await reportUseCases.getRecoveryReport(
      deps,
      { ...nothing, params: of('2026'), query: { basis } },
      caller,
    );
    expect(yearly.body?.totals.payments).toMatchObject(empty);
  });

  it('sends again only what is frozen, by a request that the sender reads from the stream', async () => {
    const key = { idempotencyKey: 'otra-vez' };
    const ask = { ...nothing, ...key, params: of(day), body: { reason: 'No llegó a Dirección' } };
    await expect(reportUseCases.resendReport(deps, ask, caller)).rejects.toMatchObject({
      code: 'report-not-frozen',
    });
    await world.close(day);
    const twice = [ask, ask].map((one) => reportUseCases.resendReport(deps, one, caller));
    const [{ body }, again] = (await Promise.all(twice)) as [Resent, Resent];
    expect(again.body).toEqual(body);
    const other = { ...ask, body: { reason: 'Otro motivo' } };
    await expect(reportUseCases.resendReport(deps, other, caller)).rejects.toMatchObject({
      code: 'idempotency-key-reused',
    });
    const stored = await dynamo.documents.send(
      new ScanCommand({ TableName: dynamo.tables.SYSTEM_TABLE, ConsistentRead: true }),
    );
    const jobs = (stored.Items ?? [])
      .filter(({ SK }) => SK.startsWith('RUN#'))
      .map((item) => jobRequestSchema.parse(item));
    expect(jobs).toMatchObject([
      { task: 'resend-report', name: body?.requestId, input: { report: 'daily', period: day, subject: 'tecnico-1' } },
    ]);
    // While its mail is under way the same request is answered as before; another one has to wait.
    const mail = mailOf({ report: 'daily', period: day });
    const sending = { ...mail, attempt: 1, sender: 'another', state: 'sending', requestedBy: 'tecnico-1' } as const;
    const ends = { endedAt: null, messageId: null, failure: null, history: [], version: 1 };
    const rest = { reason: 'x', recipients: 1, refusedRecipients: 0, suppressed: 0, sha256: 'x', ...ends };
    const startedAt = world.deps.clock.now().toISOString();
    const requestId = String(body?.requestId);
    expect(
      await createMailStore(dynamo.documents, dynamo.tables.SYSTEM_TABLE).write({
        ...sending,
        ...rest,
        startedAt,
        requestId,
      }),
    ).toBe(true);
    expect((await reportUseCases.resendReport(deps, ask, caller)).body).toEqual(body);
    await expect(
      reportUseCases.resendReport(deps, { ...ask, idempotencyKey: 'otra-mas' }, caller),
    ).rejects.toMatchObject({ code: 'sending-in-progress' });
    const list = await reportUseCases.listReportSendings(deps, { ...nothing, params: of(day) }, caller);
    expect(list.body?.sendings).toMatchObject([{ state: 'sending', stateLabel: 'enviándose', requestId }]);
    await expect(reportUseCases.resendReport(deps, { ...ask, params: of('2026') }, caller)).rejects.toMatchObject({
      code: 'report-not-mailed',
    });
  });

  it('keeps the recipients under a version', async () => {
    const first = await reportUseCases.getReportRecipients(deps, nothing, caller);
    expect(first).toMatchObject({ etag: 'v0', body: { recipients: [{ email: 'direccion@prueba.mx' }] } });
    const body = { recipients: [{ email: 'a@prueba.mx', post: 'Dirección', reports: ['daily' as const] }] };
    const put = (ifMatch: string) =>
      reportUseCases.replaceReportRecipients(deps, { ...nothing, body, ifMatch }, caller);
    expect(await put('v0')).toMatchObject({ etag: 'v1' });
    await expect(put('v0')).rejects.toMatchObject({ code: 'version-changed' });
    await expect(put('x')).rejects.toMatchObject({ code: 'version-changed' });
    expect(await put('v1')).toMatchObject({ etag: 'v2', body });
  });

  it('refuses a recipient that is no address or is there already, by its place (B15)', () => {
    const entered = (emails: readonly string[]) =>
      recipientListSchema.safeParse({ recipients: emails.map((email) => ({ email, post: 'x', reports: ['daily'] })) });
    const faults = (emails: readonly string[]) => entered(emails).error?.issues.map(({ path }) => path.join('/'));
    const local = (length: number) => `${'a'.repeat(length)}@prueba.mx`;
    expect(faults(['a@prueba.mx', 'A@Prueba.mx'])).toEqual(['recipients/1/email']);
    for (const email of [
      ...[local(65), 'sin-arroba', '@prueba.mx', 'a@prueba', 'a@-prueba.mx', 'a@prueba..mx', '.a@prueba.mx'],
      ...['a..b@prueba.mx', `a@${'b'.repeat(64)}.mx`, 'Ana <a@prueba.mx>', 'a@prueba.mx, b@prueba.mx', 'á@prueba.mx'],
    ])
      expect(faults([email]), email).toEqual(['recipients/0/email']);
    expect(faults([local(64), 'b.c+d@sub.prueba-2.gob.mx', "o'hara@prueba.mx"])).toBeUndefined();
  });

  it('shows a list that was stored before these rules, so that it can be put right', async () => {
    const kept = { email: `${'a'.repeat(65)}@prueba.mx`, post: 'Dirección', reports: ['daily' as const] };
    const before = await deps.recipients.read();
    await deps.recipients.replace([kept], before.version);
    const { body } = await reportUseCases.getReportRecipients(deps, nothing, caller);
    expect(body).toEqual({ recipients: [kept] });
  });

  it('says when a day was not reconciled, and the state of a month', async () => {
    const missing = await reportUseCases.getReconciliation(
      deps,
      { ...nothing, params: { date: calendarDate('2026-11-10') } },
      caller,
    );
    expect(missing.body).toMatchObject({ status: 'not-run', statusLabel: 'Sin conciliar' });
    const done = await reportUseCases.getReconciliation(deps, { ...nothing, params: { date: day } }, caller);
    expect(done.body?.status).toBe('squared');
    const month = await reportUseCases.getAccountingMonth(deps, { ...nothing, params: { month: '2026-10' } }, caller);
    expect(month.body).toMatchObject({ state: 'open', sha256: null, verified: null });
  });
});
