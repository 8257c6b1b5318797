import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { assignDeposit } from '../../../functions/recovery/deposits/assign-deposit.ts';
import { rejectReturn } from '../../../functions/recovery/deposits/return-deposit.ts';
import { decideRow } from '../../../functions/recovery/intake/decide-row.ts';
import type { BankReturnState } from '../../../functions/recovery/returns/bank-return-machine.ts';
import { decideReturn } from '../../../functions/recovery/returns/decide-return.ts';
import { returnUseCases } from '../../../functions/recovery/returns/return-use-cases.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import {
  makeDirectDebitAnswerFile,
  makeInternetFile,
  makeMovementsFile,
} from '../../demonstration/recovery/bank-file-writer.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { caller, type PaymentWorld, paymentWorld, type TestNote } from './payment-world.ts';

let dynamo: TestDynamo;
let world: PaymentWorld;
let note: TestNote;
let number = 50_000;
const technician = caller('recovery-technician');
beforeAll(async () => {
  dynamo = await startTestDynamo();
});
afterAll(() => dynamo.stop());
beforeEach(async () => {
  world = paymentWorld(dynamo);
  number += 1;
  note = await world.openNote(number);
});

const day = calendarDate('2026-11-19');
let dropped = 0;
const drop = async (bytes: Uint8Array) => {
  dropped += 1;
  const file = await world.drop(`archivo-${dropped}`, Buffer.from(bytes));
  return { ...file, rows: await world.rows(file.fileId) };
};
const internet = (status: string, changes: object = {}) =>
  makeInternetFile([
    { folio: `W${number}`, date: day, reference: note.reference, name: 'ANA', amount: 10_000, status, ...changes },
  ]);
const debit = (responseKey: string) =>
  makeDirectDebitAnswerFile([
    { date: day, creditNumber: note.creditNumber, amount: 10_000, clabe: '072760764864964873', responseKey },
  ]);
const movement = (changes: object = {}, operationDate = day) =>
  makeMovementsFile([{ operationDate, reference: note.reference, amount: 10_000, ...changes }]);
const takenBack = (concept: string, operationDate = calendarDate('2026-11-20')) =>
  movement({ nature: 'charge', concept }, operationDate);

/** Returns of this test's rows, as the API lists them. */
const listed = async (state: BankReturnState, fileIds: readonly string[]) => {
  const { body } = await returnUseCases.listBankReturns(
    world.deps,
    { params: {}, query: { state, limit: 200 }, body: undefined } as never,
    technician,
  );
  if (body === undefined) throw new Error('a list has a body');
  return body.items.filter(({ told }) => fileIds.includes(told.intakeFileId));
};
const decide = (returnId: string, decision: 'confirm' | 'dismiss', key = 'k', deps = world.deps) =>
  decideReturn(
    deps,
    { returnId, decision, reason: 'Revisado con el banco', idempotencyKey: `${key}-${number}` },
    technician,
  );
const kinds = async () => (await world.deps.ledger.entriesOfNote(note.noteId)).map(({ kind }) => kind);

describe('what the bank takes back', () => {
  const ways = (): [string, Uint8Array, Uint8Array][] => [
    ['internet CONTRACARGO', internet('APROBADO'), internet('CONTRACARGO')],
    [
      'internet DEVUELTO of another day and amount',
      internet('APROBADO'),
      internet('DEVUELTO', { date: '2026-11-20', amount: 9_000 }),
    ],
    ['internet CANCELADO', internet('APROBADO'), internet('CANCELADO')],
    ['direct debit key 04', debit('00'), debit('04')],
    ['direct debit key that nobody listed', debit('00'), debit('77')],
    ['movement SPEI devuelto', movement(), takenBack('SPEI DEVUELTO')],
    ['movement, a charge with the key of a deposit', movement(), takenBack('CARGO')],
  ];

  it.each([0, 1, 2, 3, 4, 5, 6])(
    'way %i is tied to its payment and waits for a person, who cancels it',
    async (way) => {
      const [, pays, returns] = ways()[way]!;
      const before = await world.owed(note);
      const payment = await drop(pays);
      const told = await drop(returns);
      expect(told).toMatchObject({ state: 'done', balanced: true });
      expect(told.rows).toMatchObject([{ outcome: 'returned', reason: { code: 'returned-by-bank' } }]);
      const [one] = await listed('pending', [told.fileId]);
      expect(one).toMatchObject({
        returnId: told.rows[0]?.returnId,
        paid: { intakeFileId: payment.fileId, line: payment.rows[0]?.line },
        payment: { outcomeName: 'aplicado', amount: 10000, eventId: payment.rows[0]?.eventId },
      });
      expect(await kinds()).not.toContain('reversed');
      expect(await decide(one!.returnId, 'confirm')).toMatchObject({ state: 'confirmed' });
      expect(await decide(one!.returnId, 'confirm')).toMatchObject({ state: 'confirmed' });
      expect(await decide(one!.returnId, 'confirm', 'other')).toMatchObject({ state: 'confirmed' });
      const reversals = (await world.deps.ledger.entriesOfNote(note.noteId)).filter(({ kind }) => kind === 'reversed');
      expect(reversals).toMatchObject([{ reason: 'chargeback', source: { type: 'bank-file', id: told.fileId } }]);
      expect(await world.owed(note)).toBe(before);
      expect(await listed('pending', [told.fileId])).toEqual([]);
      expect(await listed('confirmed', [told.fileId])).toMatchObject([
        {
          decision: { decision: 'confirm', by: technician.subject, reason: 'Revisado con el banco' },
          settledOn: '2026-11-20',
        },
      ]);
    },
  );

  it.each([0, 1, 2, 3, 4, 5, 6])('way %i that comes before its payment is tied when that comes', async (way) => {
    const [name, pays, returns] = ways()[way]!;
    const told = await drop(returns);
    const isCertain = /CONTRACARGO|DEVUELTO|devuelto/.test(name);
    expect(told.rows[0]?.outcome).toBe(isCertain ? 'returned' : 'rejected');
    const waiting = await listed('pending', [told.fileId]);
    expect(waiting.map(({ payment }) => payment)).toEqual(isCertain ? [null] : []);
    const returnId = told.rows[0]?.returnId ?? '';
    await expect(decide(returnId, 'confirm', 'early')).rejects.toMatchObject({
      code: isCertain ? 'return-without-payment' : 'return-not-pending',
    });
    const payment = await drop(pays);
    expect(payment.rows).toMatchObject([{ outcome: 'applied' }]);
    expect(await listed('pending', [told.fileId])).toMatchObject([{ payment: { eventId: payment.rows[0]?.eventId } }]);
    expect(await decide(returnId, 'confirm')).toMatchObject({ state: 'confirmed' });
    expect(await kinds()).toContain('reversed');
  });

  it('reported f3: approved, then charged back', async () => {
    const folder = join(import.meta.dirname, '../../fixtures/bank-files/reported');
    const mine = (name: string) =>
      Buffer.from(readFileSync(join(folder, name), 'utf8').replace('CREDEDUC001013682', note.reference));
    expect((await drop(mine('f3-approved.csv'))).rows).toMatchObject([{ outcome: 'applied' }]);
    const told = await drop(mine('f3-chargeback.csv'));
    expect(await listed('pending', [told.fileId])).toMatchObject([{ reason: expect.stringContaining('CONTRACARGO') }]);
  });

  it('in one file with its payment, and both files at once, are tied too', async () => {
    const row = { folio: `S${number}`, date: day, reference: note.reference, name: 'ANA', amount: 10_000 };
    const one = await drop(makeInternetFile([{ ...row, status: 'CONTRACARGO' }, row]));
    expect(one.rows.map(({ outcome }) => outcome)).toEqual(['returned', 'applied']);
    expect(await listed('pending', [one.fileId])).toMatchObject([{ paid: { line: 3 } }]);
    const [pays, told] = await Promise.all([drop(debit('00')), drop(debit('04'))]);
    expect(await listed('pending', [told.fileId])).toMatchObject([{ payment: { eventId: pays.rows[0]?.eventId } }]);
  });

  it('told again in another file is the same return', async () => {
    await drop(internet('APROBADO'));
    const told = await drop(internet('CONTRACARGO'));
    const again = await drop(internet('DEVUELTO'));
    expect(again.rows).toMatchObject([
      { outcome: 'rejected', reason: { code: 'return-repeated' }, returnId: told.rows[0]?.returnId },
    ]);
    expect(await listed('pending', [told.fileId, again.fileId])).toHaveLength(1);
  });

  it('dismissed leaves the payment as it is, and cannot be confirmed any more', async () => {
    await drop(internet('APROBADO'));
    const [row] = (await drop(internet('CONTRACARGO'))).rows;
    expect(await decide(row?.returnId ?? '', 'dismiss')).toMatchObject({ state: 'dismissed' });
    await expect(decide(row?.returnId ?? '', 'confirm', 'late')).rejects.toMatchObject({ code: 'return-not-pending' });
    expect(await kinds()).not.toContain('reversed');
  });

  it('a charge that was never made, a fee, and a charge of another amount wait for nobody', async () => {
    await drop(movement());
    const files = [
      await drop(debit('04')),
      await drop(movement({ nature: 'charge', concept: 'COMISION DEVOLUCION', amount: 1_160 })),
      await drop(movement({ nature: 'charge', concept: 'CARGO', amount: 10_001 }, calendarDate('2026-11-20'))),
    ];
    expect(files.map(({ rows }) => rows[0]?.outcome)).toEqual(['rejected', 'rejected', 'rejected']);
  });
});

it('money that comes in as «SPEI devuelto» may be the institute’s own: it waits for a person', async () => {
  const file = await drop(movement({ concept: 'SPEI DEVUELTO' }));
  expect(file.rows).toMatchObject([{ outcome: 'unidentified', reason: { code: 'doubtful-payment' } }]);
  expect(await kinds()).not.toContain('paid');
});

describe('a return of money that was not simply applied', () => {
  it('of a deposit puts it on its way back, and Accounting approves', async () => {
    const pays = await drop(internet('APROBADO', { reference: '' }));
    const depositId = pays.rows[0]?.depositId ?? '';
    const told = await drop(internet('CONTRACARGO', { reference: '' }));
    expect(await decide(told.rows[0]?.returnId ?? '', 'confirm')).toMatchObject({ state: 'confirmed' });
    expect(await world.deps.deposits.find(depositId)).toMatchObject({ state: 'return-requested' });
  });

  it('of a deposit that was assigned takes the assignment back first', async () => {
    const pays = await drop(internet('APROBADO', { reference: '' }));
    const depositId = pays.rows[0]?.depositId ?? '';
    const target = { noteId: note.noteId };
    await assignDeposit(world.deps, { depositId, target, idempotencyKey: `a-${number}` }, technician);
    const told = await drop(internet('CONTRACARGO', { reference: '' }));
    await decide(told.rows[0]?.returnId ?? '', 'confirm');
    expect(await world.deps.deposits.find(depositId)).toMatchObject({ state: 'return-requested' });
    expect(await kinds()).toContain('reversed');
  });

  it('of a deposit, cut off and turned down by Accounting meanwhile, can be decided anew', async () => {
    const pays = await drop(internet('APROBADO', { reference: '' }));
    const depositId = pays.rows[0]?.depositId ?? '';
    const told = await drop(internet('CONTRACARGO', { reference: '' }));
    const returnId = told.rows[0]?.returnId ?? '';
    const write: typeof world.deps.returns.write = (next) =>
      next.state === 'confirmed' ? Promise.reject(new Error('killed')) : world.deps.returns.write(next);
    const dying = { ...world.deps, returns: { ...world.deps.returns, write } };
    await expect(decide(returnId, 'confirm', 'k1', dying)).rejects.toThrow('killed');
    const turnedDown = { depositId, reason: 'Falta el aviso del banco', idempotencyKey: `n-${number}` };
    await rejectReturn(world.deps, turnedDown, caller('accountant'));
    await expect(decide(returnId, 'confirm', 'k1')).rejects.toMatchObject({ code: 'deposit-not-free' });
    expect(await world.deps.returns.find(returnId)).toMatchObject({ state: 'pending' });
    const again = { returnId, decision: 'confirm', reason: 'Llegó el aviso', idempotencyKey: `k2-${number}` } as const;
    expect(await decideReturn(world.deps, again, technician)).toMatchObject({ state: 'confirmed' });
    expect(await world.deps.deposits.find(depositId)).toMatchObject({ state: 'return-requested' });
  });

  it('of a possible duplicate waits for that decision; of a discarded one it takes back the one that was kept', async () => {
    const kept = await drop(movement());
    const pays = await drop(internet('APROBADO'));
    expect(pays.rows).toMatchObject([{ outcome: 'possible-duplicate' }]);
    const told = await drop(internet('CONTRACARGO'));
    const returnId = told.rows[0]?.returnId ?? '';
    await expect(decide(returnId, 'confirm', 'early')).rejects.toMatchObject({ code: 'return-without-payment' });
    const discard = { fileId: pays.fileId, line: 2, decision: 'discard' as const, reason: 'Es el mismo' };
    await decideRow(world.deps, { ...discard, idempotencyKey: `x-${number}` }, technician);
    expect(await listed('pending', [told.fileId])).toMatchObject([{ payment: { eventId: kept.rows[0]?.eventId } }]);
    expect(await decide(returnId, 'confirm')).toMatchObject({ state: 'confirmed' });
    expect(await kinds()).toContain('reversed');
  });

  it('of a payment that was cancelled already is refused and stays to be dismissed', async () => {
    const pays = await drop(internet('APROBADO'));
    const told = await drop(internet('CONTRACARGO'));
    const { eventId, target } = pays.rows[0]!;
    await world.deps.ledger.reverse({
      ...{ fileId: target!.fileId, noteIds: [note.noteId], eventId: eventId!, actor: 'prueba', reason: 'correction' },
      idempotency: { scope: 'CORRECTION', key: `r-${number}`, input: { eventId } },
      source: { type: 'correction', id: 'prueba' },
    });
    const returnId = told.rows[0]?.returnId ?? '';
    await expect(decide(returnId, 'confirm')).rejects.toMatchObject({ code: 'already-reversed' });
    expect(await decide(returnId, 'dismiss', 'd')).toMatchObject({ state: 'dismissed' });
  });

  it('of a payment that was shared by a whole file takes every part back', async () => {
    const other = await world.openNote(number + 500_000, { fileId: note.fileId });
    world.pointAtFile(note);
    const pays = await drop(internet('APROBADO', { amount: 1_500_000 }));
    expect(pays.rows).toMatchObject([{ outcome: 'applied', target: { noteId: null } }]);
    const told = await drop(internet('CONTRACARGO', { amount: 1_500_000 }));
    await decide(told.rows[0]?.returnId ?? '', 'confirm');
    for (const { noteId } of [note, other]) {
      const reversed = (await world.deps.ledger.entriesOfNote(noteId)).filter(({ kind }) => kind === 'reversed');
      expect(reversed).toHaveLength(1);
    }
  });
});
