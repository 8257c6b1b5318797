import { afterAll, beforeAll, expect, it } from 'vitest';
import { frozenBytes, thawed } from '../../../functions/recovery/reports/closing/frozen-report.ts';
import { reportMailText } from '../../../functions/recovery/reports/drawing/report-mail-body.ts';
import { dayPeriod } from '../../../functions/recovery/reports/figures/report-period.ts';
import { readReport } from '../../../functions/recovery/reports/read-report.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { zeroByComponent } from '../../../shared/loan-book/component.ts';
import { noteTerms } from '../../fixtures/note-terms.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { type Named, opening, payment, posting } from '../../support/ledger.ts';
import { type ReportWorld, reportWorld } from '../../support/report-world.ts';

const BEFORE = calendarDate('2026-11-19');
const DAY = calendarDate('2026-11-20');
let dynamo: TestDynamo;
let world: ReportWorld;
/** Nothing is due before 2026-12-15, and what is paid until then is held. */
const HOLDING = noteTerms({
  endOfGrace: calendarDate('2026-11-14'),
  firstDueDate: calendarDate('2026-12-15'),
  allocation: { ...noteTerms().allocation, prepayment: 'hold' },
});

/** Two notes of one file; the second is overdue, the first holds 3,000.00 since the day before. On the day 1,000.00 goes each way. */
beforeAll(async () => {
  dynamo = await startTestDynamo();
  world = reportWorld(dynamo, BEFORE);
  await world.ledger.openNote(opening('A', { fileId: 'F', terms: HOLDING }));
  await world.ledger.openNote(opening('B', { fileId: 'F' }));
  await world.ledger.postToNote(posting('A', payment('p1', BEFORE, 300_000), { fileId: 'F' }));
  await world.rollUp();
  await world.value(BEFORE);

  world.clock.set(DAY);
  const use = (kind: 'credit-applied' | 'credit-refunded') =>
    posting('A', { kind, name: kind, valueDate: DAY, amount: 100_000 } satisfies Named, { fileId: 'F' });
  await world.ledger.postToNote(use('credit-applied'));
  await world.ledger.postToNote(use('credit-refunded'));
  const { idempotency: _key, ...rest } = posting('A', payment('t', DAY, 100_000));
  await world.ledger.transferCredit({
    ...{ ...rest, fileId: 'F', fromNoteId: 'A', toNoteId: 'B', valueDate: DAY, amount: 100_000 },
    idempotency: { scope: 'CREDIT', key: 'transfer', input: 100_000 },
  });
  world.clock.set('2026-11-21');
  await world.rollUp();
  await world.value(DAY);
});
afterAll(() => dynamo.stop());

it('a day on which held money was applied, passed and refunded reconciles and shows each in its line', async () => {
  const { outcome, reconciliation } = await world.close(DAY);
  expect([outcome, reconciliation?.status, reconciliation?.differences]).toEqual(['closed', 'squared', []]);
  const report = await readReport(world.deps, { period: dayPeriod(DAY), basis: 'recorded' });
  expect(report.effect?.status).toBe('tied');
  const { creditApplied, creditTransferred, creditRefunded, adjustments } = report.movements;
  expect(creditApplied).toMatchObject({
    label: 'Aplicación de saldo a favor',
    count: 1,
    amount: -100_000,
    credit: 100_000,
  });
  expect(creditTransferred).toMatchObject({
    label: 'Saldo a favor pasado a otro pagaré',
    count: 2,
    amount: -100_000,
    credit: 100_000,
  });
  expect(creditRefunded).toMatchObject({
    ...{ label: 'Devolución de saldo a favor', count: 1, amount: 0, credit: 100_000 },
    components: zeroByComponent(),
  });
  expect(adjustments.count).toBe(0);
  // None of it is money in: it was when it came.
  expect(report.totals.net).toMatchObject({ count: 0, amount: 0 });
  const mail = reportMailText({ report, restDays: [] });
  expect(mail).toMatch(/Devolución de saldo a favor.*1,000\.00/);
});

it('a report that was frozen before these lines existed is still read', async () => {
  const report = await readReport(world.deps, { period: dayPeriod(DAY), basis: 'recorded' });
  const { creditTransferred: _one, creditRefunded: _other, ...movements } = report.movements;
  const { body, sha256 } = frozenBytes({ ...report, movements } as typeof report, '2026-11-21T13:00:00.000Z');
  expect(thawed(body, sha256).movements).toMatchObject({
    creditApplied: report.movements.creditApplied,
    creditRefunded: { label: 'Devolución de saldo a favor', count: 0, credit: 0 },
  });
});
