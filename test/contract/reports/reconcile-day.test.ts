import { DeleteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assignDeposit } from '../../../functions/recovery/deposits/assign-deposit.ts';
import { depositMovementSchema } from '../../../functions/recovery/deposits/deposit-movement.ts';
import { reopenDeposit } from '../../../functions/recovery/deposits/reopen-deposit.ts';
import { decideRow } from '../../../functions/recovery/intake/decide-row.ts';
import { resumEntries } from '../../../functions/recovery/reports/closing/entries-of-day.ts';
import { type ReconcileDeps, reconcileDay } from '../../../functions/recovery/reports/closing/reconcile-day.ts';
import { createDepositsOfFile } from '../../../functions/recovery/reports/closing/reconcile-deposits.ts';
import { createDayFiles } from '../../../functions/recovery/reports/closing/reconcile-files.ts';
import { createWindowsOfDay } from '../../../functions/recovery/reports/closing/reconcile-windows.ts';
import { depositFact } from '../../../functions/recovery/rollups/deposit-fact.ts';
import { addInto } from '../../../functions/recovery/rollups/measures.ts';
import { takePayment } from '../../../functions/recovery/window/take-payment.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { createDayEntries } from '../../../shared/ledger/day-entries.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import {
  type CieLine,
  caller,
  cieFile,
  type PaymentWorld,
  paymentWorld,
  type TestNote,
} from '../recovery/payment-world.ts';

const FRIDAY = calendarDate('2026-11-20');
const SATURDAY = calendarDate('2026-11-21');
const technician = caller('recovery-technician');

let dynamo: TestDynamo;
let world: PaymentWorld;
let note: TestNote;
let deps: ReconcileDeps;
/** Checks that are not the rollups' are looked at: these tests feed no stream. */
const OF_ROLLUPS = ['journal-rollups', 'breakdown-totals', 'balances'];

beforeEach(async () => {
  dynamo = await startTestDynamo();
  world = paymentWorld(dynamo, FRIDAY);
  note = await world.openNote(501);
  deps = {
    entries: createDayEntries(dynamo.documents, dynamo.tables.ENTRIES_TABLE),
    files: createDayFiles(world.deps.files),
    depositsOf: createDepositsOfFile(dynamo.documents, dynamo.tables.SYSTEM_TABLE, world.deps.files),
    windowPaymentsOf: createWindowsOfDay(world.deps.windows),
    clock: world.clock,
  };
});
afterEach(() => dynamo.stop());

const row = (guide: string, amount = '100.00', reference = note.reference): CieLine => ({ reference, amount, guide });

async function reconciled(date: typeof FRIDAY, changes: Partial<ReconcileDeps> = {}) {
  const totals: Record<string, number> = { ...(await resumEntries(date, deps.entries.read(date))).totals };
  const { Items = [] } = await dynamo.documents.send(new ScanCommand({ TableName: dynamo.tables.SYSTEM_TABLE }));
  const moves = Items.filter(({ SK }) => String(SK).startsWith('MOVE#')).map((item) =>
    depositMovementSchema.parse(item),
  );
  for (const move of moves) {
    if (move.recordedOn === date) addInto(totals, depositFact(move).contributions[2]?.measures ?? {});
  }
  const result = await reconcileDay({ ...deps, ...changes }, { date, rolledUp: { totals, cells: [], effect: null } });
  const checks = result.checks.filter(({ code }) => !OF_ROLLUPS.includes(code));
  return {
    failed: checks.filter(({ ok }) => !ok).map(({ code }) => code),
    differences: result.differences.filter(({ check }) => !OF_ROLLUPS.includes(check)),
    check: (code: string) => checks.find((check) => check.code === code),
  };
}

describe('the payments of deposits', () => {
  it('are counted by assignment: assigned, reopened and assigned again on one day is two', async () => {
    const { fileId } = await world.drop('x.txt', cieFile([row('1', '100.00', '')]));
    const depositId = (await world.rows(fileId))[0]?.depositId ?? '';
    const target = { noteId: note.noteId };
    await assignDeposit(world.deps, { depositId, target, idempotencyKey: 'primera-1' }, technician);
    await reopenDeposit(world.deps, { depositId, reason: 'Era de otro', idempotencyKey: 'reabre-1' }, technician);
    await assignDeposit(world.deps, { depositId, target, idempotencyKey: 'segunda-1' }, technician);
    const { failed, check } = await reconciled(FRIDAY);
    expect(failed).toEqual([]);
    expect(check('deposits-assigned')?.right).toMatchObject({ count: 2, amount: 20_000 });
  });
});

describe('the unidentified rows of bank files', () => {
  const nobody = (guide: string) => row(guide, '100.00', '');

  it('count on the day their deposit was received when the file goes on after midnight', async () => {
    const id = await world.register('x.txt', cieFile(Array.from({ length: 30 }, (_, index) => nobody(String(index)))));
    let rows = 0;
    await world.run(id, () => {
      rows += 1;
      return rows > 15 ? 10_000 : 900_000;
    });
    world.clock.set(SATURDAY);
    await world.run(id);
    const [friday, saturday] = [await reconciled(FRIDAY), await reconciled(SATURDAY)];
    expect([friday.failed, saturday.failed]).toEqual([[], []]);
    const counts = [friday, saturday].map(({ check }) => check('deposits-received')?.left.count ?? 0);
    expect(counts.every((count) => count > 0 && count < 30)).toBe(true);
  });

  it('count on the day somebody decided that a possible duplicate is other money', async () => {
    await world.drop('x.txt', cieFile([nobody('1')]));
    const { fileId } = await world.drop('y.txt', cieFile([nobody('1'), nobody('2')]));
    world.clock.set(SATURDAY);
    const decision = { decision: 'apply' as const, reason: 'Revisado con el banco', idempotencyKey: 'decide-1' };
    await decideRow(world.deps, { fileId, line: 1, ...decision }, technician);
    const [friday, saturday] = [await reconciled(FRIDAY), await reconciled(SATURDAY)];
    expect([friday.failed, saturday.failed]).toEqual([[], []]);
    expect(saturday.check('deposits-received')?.left).toMatchObject({ count: 1, amount: 10_000 });
  });

  it('are a difference when one has no deposit', async () => {
    await world.drop('x.txt', cieFile([nobody('1'), nobody('2')]));
    expect((await reconciled(FRIDAY)).failed).toEqual([]);
    const { Items = [] } = await dynamo.documents.send(new ScanCommand({ TableName: dynamo.tables.SYSTEM_TABLE }));
    const { PK, SK } = Items.find((item) => String(item.SK).startsWith('MOVE#')) ?? {};
    await dynamo.documents.send(new DeleteCommand({ TableName: dynamo.tables.SYSTEM_TABLE, Key: { PK, SK } }));
    expect((await reconciled(FRIDAY)).differences).toEqual([
      expect.objectContaining({ check: 'deposits-received', found: 10_000 }),
    ]);
  });
});

describe('the payments of bank files', () => {
  it('are compared with their file also when it came on another day', async () => {
    const id = await world.register('x.txt', cieFile(Array.from({ length: 40 }, (_, index) => row(String(index)))));
    let rows = 0;
    await world.run(id, () => {
      rows += 1;
      return rows > 20 ? 10_000 : 900_000;
    });
    world.clock.set(SATURDAY);
    await world.run(id);
    const friday = await reconciled(FRIDAY);
    const saturday = await reconciled(SATURDAY);
    expect([friday.failed, saturday.failed]).toEqual([[], []]);
    for (const { check } of [friday, saturday]) {
      expect(check('file-postings')?.right).toMatchObject({ count: 40, amount: 400_000 });
    }
  });

  it('are compared with a file one of whose rows was decided later', async () => {
    await world.drop('x.txt', cieFile([row('1')]));
    const { fileId } = await world.drop('y.txt', cieFile([row('1'), row('2')]));
    const before = await reconciled(FRIDAY);
    world.clock.set(SATURDAY);
    const decision = { decision: 'apply' as const, reason: 'Revisado con el banco', idempotencyKey: 'decide-1' };
    await decideRow(world.deps, { fileId, line: 1, ...decision }, technician);
    const [friday, saturday] = [await reconciled(FRIDAY), await reconciled(SATURDAY)];
    expect([before.failed, friday.failed, saturday.failed]).toEqual([[], [], []]);
    expect(saturday.check('file-postings')?.left).toMatchObject({ count: 2, amount: 20_000 });
  });

  const none = { unreadRows: async () => [] };

  it('are a difference when nobody knows their file', async () => {
    const { fileId } = await world.drop('x.txt', cieFile([row('1')]));
    const files = { ...none, of: async () => [], find: async () => undefined };
    expect((await reconciled(FRIDAY, { files })).differences).toEqual([
      expect.objectContaining({ check: 'file-postings', where: `Archivo ${fileId}`, expected: 0, found: 10_000 }),
    ]);
  });

  it('are a difference when their file of another day says that fewer rows were applied', async () => {
    const file = await world.drop('x.txt', cieFile([row('1'), row('2')]));
    const applied = { count: 1, sum: 10_000 };
    const forgetful = { ...file, recordedOn: '2026-11-18', tally: { ...file.tally, applied } };
    const files = { ...none, of: async () => [], find: async () => forgetful };
    expect((await reconciled(FRIDAY, { files })).differences).toEqual([
      expect.objectContaining({ check: 'file-postings', where: 'Archivo x.txt', expected: 10_000, found: 20_000 }),
    ]);
  });

  it('are a difference when their file was refused half way', async () => {
    const file = await world.drop('x.txt', cieFile([row('1'), row('2')]));
    const files = {
      ...none,
      of: async () => [{ ...file, state: 'refused' as const, rowsDone: 1 }],
      find: world.deps.files.find,
    };
    expect((await reconciled(FRIDAY, { files })).differences).toEqual([
      expect.objectContaining({ check: 'file-rows', where: 'Archivo x.txt' }),
    ]);
  });
});

describe('the payments of windows', () => {
  const cashier = caller('cashier', ['nogales']);
  const pay = (key: string, windows = world.deps.windows) =>
    takePayment(
      { ...world.deps, windows },
      { target: { fileId: note.fileId }, amount: 25_000, received: 'cash', idempotencyKey: key } as Parameters<
        typeof takePayment
      >[1],
      cashier,
    );

  it('have a receipt each, of the same amount', async () => {
    await pay('caja-0001');
    await pay('caja-0002');
    const { failed, check } = await reconciled(FRIDAY);
    expect(failed).toEqual([]);
    expect(check('window-receipts')?.right).toMatchObject({ count: 2, amount: 50_000 });
  });

  it('are a difference when the receipt was lost', async () => {
    await pay('caja-0001');
    const losing = { ...world.deps.windows, keep: async () => Promise.reject(new Error('killed')) };
    await expect(pay('caja-0002', losing)).rejects.toThrow('killed');
    expect((await reconciled(FRIDAY)).differences).toEqual([
      expect.objectContaining({
        check: 'window-receipts',
        where: 'Pago en caja caja-0002',
        detail: 'El pago no tiene recibo',
        expected: 25_000,
        found: 0,
      }),
    ]);
  });

  it('are a difference when a receipt has no payment', async () => {
    const receipt = await pay('caja-0001');
    const stray = { ...receipt, folio: 'NOG-PERDIDO', parts: [] };
    const { differences } = await reconciled(FRIDAY, { windowPaymentsOf: async () => [receipt, stray] });
    expect(differences).toEqual([
      expect.objectContaining({ check: 'window-receipts', where: 'Folio NOG-PERDIDO', expected: 25_000, found: 0 }),
    ]);
  });
});
