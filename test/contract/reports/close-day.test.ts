import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDepositStore } from '../../../functions/recovery/deposits/deposit-store.ts';
import { receiveDeposit } from '../../../functions/recovery/deposits/receive-deposit.ts';
import type { IntakeFile } from '../../../functions/recovery/intake/intake-file.ts';
import { emptyTally } from '../../../functions/recovery/intake/row-outcome.ts';
import { closeDay } from '../../../functions/recovery/reports/closing/close-day.ts';
import { closeMonth, monthState } from '../../../functions/recovery/reports/closing/close-month.ts';
import type { RecoveryReport } from '../../../functions/recovery/reports/figures/recovery-report.ts';
import { dayPeriod, monthPeriod } from '../../../functions/recovery/reports/figures/report-period.ts';
import { readReport } from '../../../functions/recovery/reports/read-report.ts';
import { restatePortfolio } from '../../../functions/recovery/restatement/restate-portfolio.ts';
import type { WindowPayment } from '../../../functions/recovery/window/window-payment.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Posted } from '../../../shared/ledger/ledger.ts';
import { createHeadScan } from '../../../shared/ledger/scan-heads.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { idOf, opening, payment, posting } from '../../support/ledger.ts';
import { leaveUnderOlderFold } from '../../support/older-fold.ts';
import { type ReportWorld, reportWorld } from '../../support/report-world.ts';

let dynamo: TestDynamo;
let world: ReportWorld;

const FRIDAY = calendarDate('2026-10-30');
const TUESDAY = calendarDate('2026-11-03');
const reportOf = (date: string, basis: RecoveryReport['basis'] = 'recorded') =>
  readReport(world.deps, { period: dayPeriod(calendarDate(date)), basis });

function fileOf(fileId: string, recordedOn: string, rows: number, sum: number): IntakeFile {
  return {
    fileId,
    fileName: `${fileId}.txt`,
    state: 'done',
    history: [],
    version: 1,
    objectKey: fileId,
    objectVersion: null,
    arrival: null,
    recordedOn,
    registeredAt: '2026-10-30T15:00:00.000Z',
    registeredBy: 'prueba',
    layout: 'cie',
    sizeBytes: 1,
    sha256: fileId,
    rowsTotal: rows,
    sumTotal: sum,
    rowsDone: rows,
    tally: { ...emptyTally(), applied: { count: rows, sum } },
    duplicateOf: null,
    refusal: null,
    unread: null,
    balanced: true,
    runId: null,
    leaseUntil: null,
    delivery: null,
    runs: 1,
    stoppedBy: null,
    endedAt: null,
  };
}

function receiptOf({ eventId, amount, credit, parts, recordedOn, recordedAt }: Posted): WindowPayment {
  return {
    folio: `HMO-${eventId}`,
    eventId,
    state: 'taken',
    office: 'hermosillo',
    cashier: 'prueba',
    cashierName: null,
    received: 'cash',
    fileId: 'file',
    amount,
    credit,
    parts: parts.map(({ noteId, seqs, application, balancesAfter }) => {
      if (application === undefined) throw new Error('a payment has an application');
      return { noteId, seqs: [...seqs], application, balancesAfter };
    }),
    valueDate: recordedOn,
    recordedOn,
    recordedAt,
    cancellation: null,
  };
}

/** Money without owner of a bank row, 42.00. */
async function receiveMoney(row: string, date: typeof FRIDAY): Promise<void> {
  const { SYSTEM_TABLE: system, IDEMPOTENCY_TABLE: idempotency } = dynamo.tables;
  const deps = {
    deposits: createDepositStore(dynamo.documents, { system, idempotency }),
    clock: world.clock,
    idempotencyTable: idempotency,
  };
  await receiveDeposit(deps, {
    claimKey: row,
    claimInput: row,
    intakeFileId: 'cie-d',
    line: 1,
    amount: 4_200,
    channel: 'cie',
    provisional: false,
    valueDate: date,
    reference: null,
    concept: '',
    payerText: '',
    reason: { code: 'no-reference', text: 'Sin referencia' },
    actor: 'prueba',
  });
}

/**
 * Friday: three payments of a bank file, one of the day before. Tuesday: a payment with a value date before Friday's
 * (replayed), a reversal of Friday's second payment, a charge, and a payment larger than the debt.
 */
beforeAll(async () => {
  dynamo = await startTestDynamo();
  world = reportWorld(dynamo, '2026-10-28');
  for (const noteId of ['A', 'B', 'C']) await world.ledger.openNote(opening(noteId));
  await world.rollUp();
  await world.value('2026-10-29');

  world.clock.set(FRIDAY);
  const row = (line: number) => ({ source: { type: 'bank-file' as const, id: 'cie-1', line } });
  await world.ledger.postToNote(posting('A', payment('p1', '2026-10-30', 200_000), row(1)));
  await world.ledger.postToNote(posting('B', payment('p2', '2026-10-29', 50_000), row(2)));
  await world.ledger.postToNote(posting('C', payment('p3', '2026-10-30', 30_000), row(3)));
  world.files.push(fileOf('cie-1', FRIDAY, 3, 280_000));

  world.clock.set('2026-10-31');
  await world.rollUp();
  await world.value(FRIDAY);
});
afterAll(() => dynamo.stop());

describe('closing a day', () => {
  it('refuses a day that may still receive movements', async () => {
    world.clock.set(FRIDAY);
    await expect(world.close(FRIDAY)).rejects.toMatchObject({ code: 'day-still-open' });
    world.clock.set('2026-10-31');
  });

  it('freezes a reconciled day whose balances tie to the centavo', async () => {
    const { outcome, reconciliation, mark } = await world.close(FRIDAY);
    expect(outcome).toBe('closed');
    expect(reconciliation?.differences).toEqual([]);
    expect(reconciliation?.status).toBe('squared');
    const report = await reportOf(FRIDAY);
    expect(report.state).toBe('frozen');
    expect(report.sha256).toBe(mark.sha256);
    expect(report.effect?.status).toBe('tied');
    expect(report.totals.payments).toMatchObject({ count: 3, amount: 280_000 });
    const { applied, credit, amount } = report.totals.payments;
    expect(
      applied.principal + applied.ordinaryInterest + applied.defaultInterest + applied.collectionCosts + credit,
    ).toBe(amount);
    expect(report.ledgerRoot).toMatch(/^[0-9a-f]{64}$/);
  });

  it('breaks payments down so that every table sums to them', async () => {
    const { breakdowns, totals, byOtherDate } = await reportOf(FRIDAY);
    for (const rows of Object.values(breakdowns)) {
      expect(rows.reduce((sum, { flow }) => sum + flow.amount, 0)).toBe(totals.payments.amount);
    }
    expect(breakdowns.office.map(({ label, flow }) => [label, flow.amount])).toEqual([
      ['Hermosillo', 280_000],
      ['Ciudad Obregón', 0],
      ['Nogales', 0],
    ]);
    expect(byOtherDate.map(({ date, amount }) => [date, amount])).toEqual([
      ['2026-10-29', 50_000],
      ['2026-10-30', 230_000],
    ]);
  });

  it('answers the first closing when it runs again, and the frozen bytes stay', async () => {
    const before = world.objects.all.get('frozen/daily/2026-10-30.json');
    expect(await world.close(FRIDAY)).toMatchObject({ outcome: 'already-closed' });
    expect(world.objects.all.get('frozen/daily/2026-10-30.json')).toBe(before);
  });

  it('notices frozen bytes that somebody changed', async () => {
    const key = 'frozen/daily/2026-10-30.json';
    const bytes = world.objects.all.get(key)!;
    world.objects.all.set(key, bytes.replace('280000', '290000'));
    await expect(reportOf(FRIDAY)).rejects.toMatchObject({ name: 'FrozenReportAltered' });
    world.objects.all.set(key, bytes);
  });

  it('takes over the frozen object when the run before was killed before writing its mark', async () => {
    world.clock.set('2026-11-01');
    await world.value('2026-10-31');
    const first = await world.deps.frozen.find('daily', FRIDAY);
    const report = { ...first!, state: 'provisional' as const };
    world.objects.all.set('frozen/daily/2026-10-31.json', world.objects.all.get('frozen/daily/2026-10-30.json')!);
    const mark = await world.deps.frozen.freeze('daily', '2026-10-31', report, { at: 'later', subject: 'system' });
    expect(mark.sha256).toBe(first?.sha256);
    world.objects.all.delete('frozen/daily/2026-10-31.json');
  });
});

describe('a day with movements in the past', () => {
  let friday: RecoveryReport;
  beforeAll(async () => {
    friday = await reportOf(FRIDAY);
    world.clock.set('2026-11-03');
    await world.value('2026-11-02');
    const first = await world.ledger.postToNote(
      posting('A', payment('p4', '2025-06-10', 90_000), { source: { type: 'window', id: 'v1' } }),
    );
    await world.ledger.reverse({
      idempotency: { scope: 'CORRECTION', key: 'r1', input: 'p2' },
      actor: 'prueba',
      reason: 'bounced',
      source: { type: 'correction', id: 'r1' },
      fileId: 'file-B',
      noteIds: ['B'],
      eventId: idOf('p2'),
    });
    const charge = {
      kind: 'charged' as const,
      name: 'c1',
      valueDate: TUESDAY,
      component: 'collectionCosts' as const,
      amount: 5_000,
    };
    await world.ledger.postToNote(posting('C', charge, { source: { type: 'correction', id: 'c1' } }));
    const second = await world.ledger.postToNote(
      posting('C', payment('p5', TUESDAY, 2_000_000), { source: { type: 'window', id: 'v2' } }),
    );
    world.windowPayments.push(receiptOf(first), receiptOf(second));
    world.clock.set('2026-11-04');
  });

  it('waits while the rollups are behind the ledger, and freezes nothing', async () => {
    await world.value(TUESDAY);
    await expect(world.closeByStream(TUESDAY)).rejects.toMatchObject({ name: 'StreamBehind', rolledUp: 0 });
    expect(await world.deps.frozen.findMark('daily', TUESDAY)).toBeUndefined();
  });

  it('shows adjustments, reversals and charges apart, and still ties', async () => {
    await world.rollUp();
    const { reconciliation } = await world.close(TUESDAY);
    expect(reconciliation?.differences).toEqual([]);
    const report = await reportOf(TUESDAY);
    expect(report.effect?.status).toBe('tied');
    expect(report.totals.payments).toMatchObject({ count: 2, amount: 2_090_000 });
    expect(report.totals.payments.credit).toBeGreaterThan(0);
    expect(report.totals.reversedPayments.amount).toBe(-50_000);
    expect(report.totals.net.amount).toBe(2_040_000);
    expect(report.movements.adjustments.count).toBeGreaterThan(0);
    expect(report.movements.charges).toMatchObject({ count: 1, components: { collectionCosts: 5_000 } });
    expect(report.accumulated.year.amount).toBe(280_000 + 2_090_000);
    expect(report.accumulated.month.amount).toBe(2_090_000);
  });

  it('leaves the frozen day as it was', async () => {
    expect(await reportOf(FRIDAY)).toEqual(friday);
  });

  it('reports by value date too, never frozen', async () => {
    const report = await reportOf('2026-10-29', 'value-date');
    expect(report.state).toBe('provisional');
    expect(report.totals.payments.amount).toBe(50_000);
    expect(report.totals.reversedPayments.amount).toBe(-50_000);
    expect(report.byOtherDate.map(({ date }) => date)).toEqual(['2026-10-30']);
    expect(report.effect).toBeNull();
  });

  it('gives the same root and figures when the valuation of a past day runs again', async () => {
    const first = JSON.parse(world.roots.all.get('roots/2026-10-30.json')!) as { root: string };
    const { snapshot, failed } = await world.value(FRIDAY);
    expect(failed).toEqual([]);
    expect(snapshot.ledgerRoot).toBe(first.root);
    expect(snapshot.total.ledger.principal).toBe(
      friday.effect?.rows.find(({ component }) => component === 'principal')?.closing,
    );
  });

  it('lists a bank file that was not all posted, with its name', async () => {
    world.clock.set('2026-11-05');
    world.files.push(fileOf('cie-9', '2026-11-04', 2, 700));
    await world.value('2026-11-04');
    const { reconciliation } = await world.close('2026-11-04');
    expect(reconciliation?.status).toBe('different');
    expect(reconciliation?.differences).toEqual([
      expect.objectContaining({ check: 'file-postings', where: 'Archivo cie-9.txt', expected: 700, found: 0 }),
    ]);
  });
});

describe('reconciling a closed day again', () => {
  it('stores the new result and leaves the frozen report with the one it was frozen with', async () => {
    const date = calendarDate('2026-11-04');
    world.files.pop();
    const { outcome, reconciliation } = await closeDay(world.deps, { date, tries: 1, again: true });
    expect([outcome, reconciliation?.status]).toEqual(['already-closed', 'squared']);
    const keyed = await world.deps.reads.keyed({ totals: [], snapshots: [], reconciliations: [date] });
    expect(keyed.reconciliation(date)?.status).toBe('squared');
    expect((await reportOf(date)).reconciliation.status).toBe('different');
  });
});

describe('closing an accounting month', () => {
  const deps = () => ({ ...world.deps, calendar: async () => world.holidays });

  it('refuses before the third business day, and while a day with movements is not frozen', async () => {
    world.clock.set('2026-11-04');
    await expect(closeMonth(deps(), { month: '2026-10', subject: 'conta' })).rejects.toMatchObject({
      code: 'month-too-early',
    });
    await expect(closeMonth(deps(), { month: '2199-12', subject: 'conta' })).rejects.toMatchObject({
      code: 'month-too-early',
    });
    world.clock.set('2026-11-05');
    await expect(closeMonth(deps(), { month: '2026-10', subject: 'conta' })).rejects.toMatchObject({
      code: 'month-not-complete',
      detail: expect.stringContaining('2026-10-28'),
    });
  });

  it('refuses a month in which this system closed no day, and takes one without movements whose days were closed', async () => {
    world.clock.set('2026-11-05');
    const close = (month: string) => closeMonth(deps(), { month, subject: 'conta' });
    await expect(close('1999-01')).rejects.toMatchObject({
      code: 'month-not-complete',
      detail: expect.stringContaining('no se cerró ningún día'),
    });
    await world.value('2026-08-31');
    await world.close('2026-08-31');
    expect(await close('2026-08')).toMatchObject({ kind: 'monthly', period: '2026-08' });
  });

  it('freezes the month once, and proves later that its figures are the same', async () => {
    await world.value('2026-10-28');
    await world.close('2026-10-28');
    const mark = await closeMonth(deps(), { month: '2026-10', subject: 'conta' });
    expect(mark).toMatchObject({ kind: 'monthly', frozenBy: 'conta' });
    await expect(closeMonth(deps(), { month: '2026-10', subject: 'conta' })).rejects.toMatchObject({
      code: 'month-already-closed',
    });
    expect(await monthState(deps(), '2026-10')).toMatchObject({ state: 'closed', verified: true });
    const report = await readReport(world.deps, { period: monthPeriod('2026-10'), basis: 'recorded' });
    expect(report).toMatchObject({ state: 'frozen', sha256: mark.sha256, totals: { payments: { amount: 280_000 } } });
    expect(await monthState(deps(), '2026-11')).toEqual({
      month: '2026-11',
      state: 'open',
      closure: null,
      verified: null,
    });
  });

  it('puts a payment of the closed month, recorded later, into the open month', async () => {
    world.clock.set('2026-11-05');
    await world.ledger.postToNote(
      posting('B', payment('late', '2026-10-15', 10_000), { source: { type: 'window', id: 'v3' } }),
    );
    await world.rollUp();
    expect(await monthState(deps(), '2026-10')).toMatchObject({ verified: true });
    const november = await readReport(world.deps, { period: monthPeriod('2026-11'), basis: 'recorded' });
    expect(november.totals.payments.amount).toBe(2_090_000 + 10_000);
  });
});

describe('a day with money without owner', () => {
  const date = calendarDate('2026-11-06');
  beforeAll(async () => {
    world.clock.set(date);
    await receiveMoney('row-1', date);
    world.files.push({
      ...fileOf('cie-d', date, 1, 4_200),
      tally: { ...emptyTally(), unidentified: { count: 1, sum: 4_200 } },
    });
    world.clock.set('2026-11-07');
    await world.value('2026-11-05');
    await world.value(date);
  });

  it('waits while the rollups lack a deposit movement, and freezes no difference of its making', async () => {
    await expect(world.closeByStream(date)).rejects.toMatchObject({
      name: 'StreamBehind',
      movements: 1,
      movementsRolledUp: 0,
    });
    expect(await world.deps.frozen.findMark('daily', date)).toBeUndefined();
    await world.rollUp(dynamo.tables.SYSTEM_TABLE);
    const { outcome, reconciliation } = await world.close(date);
    expect(outcome).toBe('closed');
    expect(reconciliation?.differences).toEqual([]);
    expect((await reportOf(date)).unidentified.received).toEqual({ count: 1, amount: 4_200 });
  });
});

describe('a day of which the stream gave up records', () => {
  const date = calendarDate('2026-11-09');
  beforeAll(async () => {
    world.clock.set(date);
    const row = (line: number) => ({ source: { type: 'bank-file' as const, id: 'cie-l', line } });
    await world.ledger.postToNote(posting('A', payment('l1', date, 1_000), row(1)));
    await world.ledger.postToNote(posting('B', payment('l2', date, 2_000), row(2)));
    await receiveMoney('row-2', date);
    world.files.push({
      ...fileOf('cie-l', date, 3, 7_200),
      tally: { ...emptyTally(), applied: { count: 2, sum: 3_000 }, unidentified: { count: 1, sum: 4_200 } },
    });
    world.clock.set('2026-11-10');
    for (const day of ['2026-11-07', '2026-11-08', date]) await world.value(day);
  });

  it('reads them from the tables before it closes, and the late stream adds nothing', async () => {
    const { outcome, reconciliation } = await world.close(date);
    expect(outcome).toBe('closed');
    expect(reconciliation?.differences).toEqual([]);
    const report = await reportOf(date);
    expect(report.totals.payments).toMatchObject({ count: 2, amount: 3_000 });
    expect(report.unidentified.received).toEqual({ count: 1, amount: 4_200 });
    await world.rollUp();
    await world.rollUp(dynamo.tables.SYSTEM_TABLE);
    const month = await world.deps.reads.daysOfMonth('recorded', '2026-11');
    expect(month.get(date)).toMatchObject({ 'paid/amount': 3_000, 'deposits/received.count': 1 });
  });
});

describe('a day on which the portfolio is restated', () => {
  const date = calendarDate('2026-11-11');
  beforeAll(async () => {
    world.clock.set('2026-11-10');
    const notes = ['R1', 'R2', 'R3', 'R4'].map((noteId) => ({ fileId: `file-${noteId}`, noteId }));
    for (const { noteId } of notes) await world.ledger.openNote(opening(noteId));
    const more = [{ ordinaryInterest: 700, waivers: -700 }, {}, { principal: 90, ordinaryInterest: -90 }];
    more.push({ ordinaryInterest: -40, waivers: 40 });
    for (const [index, note] of notes.entries()) await leaveUnderOlderFold(dynamo, note, more[index]);
    await world.rollUp();
    world.clock.set(date);
    await world.value('2026-11-10');
    const row = (line: number) => ({ source: { type: 'bank-file' as const, id: 'cie-r', line } });
    // One is paid before the batch reaches it, one after.
    await world.ledger.postToNote(posting('R4', payment('r4', date, 3_000), row(1)));
    const scanHeads = createHeadScan(dynamo.documents, dynamo.tables.HEADS_TABLE);
    expect(await restatePortfolio({ scanHeads, ledger: world.ledger }, { segments: 2 })).toMatchObject({
      changed: 2,
      unchanged: 1,
      failed: [],
    });
    await world.ledger.postToNote(posting('R1', payment('r1', date, 2_000), row(2)));
    world.files.push(fileOf('cie-r', date, 2, 5_000));
    await world.rollUp();
    world.clock.set('2026-11-12');
    await world.value(date);
  });

  it('shows what that changed apart from the payments, and its balances tie to the centavo', async () => {
    const { outcome, reconciliation } = await world.close(date);
    expect([outcome, reconciliation?.differences]).toEqual(['closed', []]);
    const report = await reportOf(date);
    expect(report.effect?.status).toBe('tied');
    const components = { principal: -90, ordinaryInterest: -700 + 90 + 40, defaultInterest: 0, collectionCosts: 0 };
    expect(report.movements.restated).toMatchObject({ count: 3, amount: -660, components, credit: 0 });
    expect(report.movements.adjustments).toMatchObject({ count: 0, amount: 0 });
    expect(report.totals.payments).toMatchObject({ count: 2, amount: 5_000 });
  });

  it('leaves the balances of the day before as they were reported when that day is valued again', async () => {
    const { snapshot } = await world.value('2026-11-10');
    const opened = (await reportOf(date)).effect?.rows.map(({ component, opening: before }) => [component, before]);
    expect(Object.entries(snapshot.total.ledger)).toEqual(opened?.filter(([component]) => component !== 'total'));
  });
});
