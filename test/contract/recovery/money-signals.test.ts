import { afterAll, beforeAll, expect, it } from 'vitest';
import { approveCreditUse } from '../../../functions/recovery/credits/decide-credit-use.ts';
import { requestCreditUse } from '../../../functions/recovery/credits/request-credit-use.ts';
import { assignDeposit } from '../../../functions/recovery/deposits/assign-deposit.ts';
import { approveReturn, requestReturn } from '../../../functions/recovery/deposits/return-deposit.ts';
import { heardClosings } from '../../../functions/recovery/money-signals.ts';
import { cancelPayment } from '../../../functions/recovery/window/cancel-payment.ts';
import { takePayment } from '../../../functions/recovery/window/take-payment.ts';
import { createLog } from '../../../shared/observability/log.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { sampleReport } from '../../unit/documents/sample-report.ts';
import { caller, cieFile, type PaymentWorld, paymentWorld } from './payment-world.ts';

let dynamo: TestDynamo;
let world: PaymentWorld;
const cashier = caller('cashier', ['hermosillo']);
const technician = caller('recovery-technician');
const accountant = caller('accountant', 'all', 'contadora');
beforeAll(async () => {
  dynamo = await startTestDynamo();
  world = paymentWorld(dynamo);
});
afterAll(() => dynamo.stop());

/** Events that the log gained during the work, without timestamp, level and function. */
async function toldBy(work: () => Promise<unknown>) {
  const before = world.logged.length;
  await work();
  return world.logged
    .slice(before)
    .filter(({ event }) => event !== undefined)
    .map(({ timestamp: _timestamp, level: _level, function: _function, ...event }) => event);
}

it('a window payment is told once, however often it is sent, and its cancellation too', async () => {
  const note = await world.openNote(91_001);
  const input = {
    target: { noteId: note.noteId },
    amount: 50_000,
    received: 'cash' as const,
    idempotencyKey: 'signals-1',
  };
  const take = () => takePayment(world.deps, input, cashier);
  const { eventId, folio } = await take();
  const told = { event: 'payment-posted', eventId, channel: 'window', office: 'hermosillo', replayed: false };
  expect(await toldBy(take)).toEqual([]);
  expect(world.logged.filter((line) => line.eventId === eventId)).toMatchObject([
    { ...told, subject: cashier.subject },
  ]);
  const cancel = () =>
    cancelPayment(world.deps, { folio, reason: 'Importe equivocado', idempotencyKey: 'signals-2' }, cashier);
  const reversed = { event: 'payment-reversed', eventId, reason: 'same-day-cancellation', office: 'hermosillo' };
  expect(await toldBy(cancel)).toEqual([{ ...reversed, subject: cashier.subject }]);
  expect(await toldBy(cancel)).toEqual([]);
});

it('a row of a bank file is told as the payment it became', async () => {
  const note = await world.openNote(91_002);
  const told = await toldBy(() => world.drop('s.txt', cieFile([{ reference: note.reference, amount: '10.00' }])));
  expect(told).toMatchObject([{ event: 'payment-posted', channel: 'cie' }]);
});

it('a deposit is told when it is assigned, with its payment, and when it is returned', async () => {
  const note = await world.openNote(91_003);
  const file = await world.drop(
    'd.txt',
    cieFile([
      { reference: '', amount: '10.00' },
      { reference: '', amount: '20.00', guide: '2' },
    ]),
  );
  const [first, second] = (await world.rows(file.fileId)).map(({ depositId }) => depositId ?? '');
  const assign = { depositId: first ?? '', target: { noteId: note.noteId }, idempotencyKey: 'signals-3' };
  expect(await toldBy(() => assignDeposit(world.deps, assign, technician))).toMatchObject([
    { event: 'payment-posted', subject: technician.subject },
    { event: 'deposit-assigned', depositId: first, subject: technician.subject },
  ]);
  const depositId = second ?? '';
  const told = await toldBy(async () => {
    await requestReturn(world.deps, { depositId, reason: 'Lo pidió', idempotencyKey: 'signals-4' }, technician);
    const approval = { depositId, transferReference: 'SPEI 1', idempotencyKey: 'signals-5' };
    await approveReturn(world.deps, approval, accountant);
  });
  expect(told).toEqual([{ event: 'deposit-returned', depositId, subject: accountant.subject }]);
});

it('postings that wait for one another are told and counted, and all of them land', async () => {
  const note = await world.openNote(91_004);
  const pay = (index: number) =>
    takePayment(
      world.deps,
      { target: { noteId: note.noteId }, amount: 100, received: 'cash', idempotencyKey: `signals-race-${index}` },
      cashier,
    );
  const told = await toldBy(() => Promise.all(Array.from({ length: 12 }, (_unused, index) => pay(index))));
  const waits = told.filter(({ event }) => event === 'posting-contended');
  expect(waits.length).toBeGreaterThan(0);
  expect(waits.every(({ milliseconds }) => typeof milliseconds === 'number')).toBe(true);
  expect(world.logged.filter((line) => 'PostingsContended' in line)).toHaveLength(waits.length);
  expect(await world.paidEntries(note)).toHaveLength(12);
});

it('a closed month is told with who closed it; a closed day is not told here', async () => {
  const lines: string[] = [];
  const log = createLog({ functionName: 'test', now: () => new Date(), write: (line) => lines.push(line) });
  const mark = { kind: 'monthly', period: '2026-10', sha256: 'x', frozenAt: '', frozenBy: 'conta' } as const;
  const frozen = heardClosings(
    { find: async () => undefined, findMark: async () => undefined, freeze: async () => mark },
    log,
  );
  await frozen.freeze('daily', '2026-10-28', sampleReport, { at: '', subject: 'system' });
  await frozen.freeze('monthly', '2026-10', sampleReport, { at: '', subject: 'conta' });
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { event: 'month-closed', month: '2026-10', subject: 'conta' },
  ]);
});

it('a use of credit is told once, when it is done, without the amount or the reference', async () => {
  const { noteId, fileId } = await world.openNote(91_010);
  const take = { target: { noteId }, amount: 5_000_000, confirmedAmount: 5_000_000, received: 'cash' as const };
  await takePayment(world.deps, { ...take, idempotencyKey: 'signals-10' }, cashier);
  const asked = { fileId, noteId, use: 'refund' as const, amount: 100, reason: 'Lo pidió el acreditado' };
  const { creditUseId } = await requestCreditUse(world.deps, { ...asked, idempotencyKey: 'signals-11' }, technician);
  const approval = { creditUseId, transferReference: 'SPEI 2', idempotencyKey: 'signals-12' };
  const approve = () => approveCreditUse(world.deps, approval, accountant);
  const told = { event: 'credit-used', creditUseId, use: 'refund', eventId: expect.any(String) };
  expect(await toldBy(approve)).toEqual([{ ...told, subject: accountant.subject }]);
  expect(await toldBy(approve)).toEqual([]);
});
