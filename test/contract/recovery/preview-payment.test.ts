import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PayeeQuery } from '../../../functions/recovery/payments/find-payee.ts';
import { previewPayment } from '../../../functions/recovery/window/preview-payment.ts';
import { takePayment } from '../../../functions/recovery/window/take-payment.ts';
import type { PostedPart } from '../../../shared/ledger/ledger.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { leaveUnderOlderFold } from '../../support/older-fold.ts';
import { caller, type PaymentWorld, paymentWorld, type TestNote } from './payment-world.ts';

let dynamo: TestDynamo;
let world: PaymentWorld;
let note: TestNote;
let second: TestNote;
let number = 90_000;
const cashier = caller('cashier', ['hermosillo']);
beforeAll(async () => {
  dynamo = await startTestDynamo();
});
afterAll(() => dynamo.stop());
beforeEach(async () => {
  world = paymentWorld(dynamo);
  number += 10;
  note = await world.openNote(number);
  second = await world.openNote(number + 1, { fileId: note.fileId, amount: 300_000 });
});

const preview = (target: PayeeQuery, amount?: number, received: 'cash' | 'cheque' = 'cash') =>
  previewPayment(world.deps, { target, amount, received });
const take = (target: PayeeQuery, amount: number) =>
  takePayment(world.deps, { target, amount, received: 'cash', idempotencyKey: `k-${number}-${amount}` }, cashier);
const told = (parts: readonly Pick<PostedPart, 'noteId' | 'application' | 'balancesAfter'>[]) =>
  parts.map(({ noteId, application, balancesAfter }) => ({ noteId, application, balancesAfter }));
/** Everything that stands in the tables of money and of the window. */
const stored = async () => {
  const { HEADS_TABLE, ENTRIES_TABLE, IDEMPOTENCY_TABLE, SYSTEM_TABLE } = dynamo.tables;
  const tables = [HEADS_TABLE, ENTRIES_TABLE, IDEMPOTENCY_TABLE, SYSTEM_TABLE];
  return Promise.all(
    tables.map(async (TableName) => (await dynamo.documents.send(new ScanCommand({ TableName }))).Items),
  );
};

describe('a look at a debt before it is charged', () => {
  it('names the borrower and what each note of the file owes, and writes nothing', async () => {
    const before = await stored();
    const seen = await preview({ fileId: note.fileId });
    expect(seen).toMatchObject({ fileId: note.fileId, borrowerName: 'María Peña', payment: null });
    expect(seen.notes.map(({ noteId, contractNumber }) => [noteId, contractNumber]).sort()).toEqual(
      [note, second].map(({ noteId, contractNumber }) => [noteId, contractNumber]).sort(),
    );
    for (const { noteId, owed } of seen.notes) {
      const own = noteId === note.noteId ? note : second;
      expect(Object.values(owed).reduce((sum, part) => sum + part, 0)).toBe(await world.owed(own));
    }
    expect((await preview({ reference: note.reference })).notes.map(({ noteId }) => noteId)).toEqual([note.noteId]);
    expect(await stored()).toEqual(before);
  });

  it.each<[string, () => PayeeQuery, number]>([
    ['a note', () => ({ noteId: note.noteId }), 125_050],
    ['a note, with more than it owes', () => ({ contractNumber: second.contractNumber }), 2_000_000],
    ['a file', () => ({ fileId: note.fileId }), 400_000],
    ['a file, with more than it owes', () => ({ fileId: note.fileId }), 5_000_000],
    ['a file, by choice', () => ({ fileId: note.fileId, chosenNoteIds: [second.noteId] }), 125_051],
  ])('says of a payment on %s what it then pays, to the centavo', async (_what, target, amount) => {
    world.clock.set('2026-11-24');
    const before = await stored();
    const { payment } = await preview(target(), amount);
    expect(await stored()).toEqual(before);
    const taken = await take(target(), amount);
    expect(payment?.credit).toBe(taken.credit);
    expect(payment?.amount).toBe(amount);
    expect(told(payment?.parts ?? [])).toEqual(told(taken.parts));
  });

  it('looks at notes of an older version of the fold without restating them', async () => {
    await leaveUnderOlderFold(dynamo, note, { principal: 100, 'income:ordinaryInterest': -100 });
    const before = await stored();
    const { payment } = await preview({ fileId: note.fileId }, 50_000);
    expect(await stored()).toEqual(before);
    expect(told((await take({ fileId: note.fileId }, 50_000)).parts)).toEqual(told(payment?.parts ?? []));
  });

  it('looks at more notes of an older version than fit in a transaction, and restates none', async () => {
    const many = [note, second];
    for (let more = 2; more < 25; more += 1)
      many.push(await world.openNote(number * 10 + more, { fileId: note.fileId }));
    for (const one of many) await leaveUnderOlderFold(dynamo, one, { principal: 100, 'income:ordinaryInterest': -100 });
    const before = await stored();
    expect((await preview({ fileId: note.fileId }, 2_000_000)).payment?.parts.length).toBeGreaterThan(1);
    expect(await stored()).toEqual(before);
  });

  it('is refused where the payment would be', async () => {
    await expect(preview({ reference: 'NADIE' }, 1)).rejects.toMatchObject({ code: 'target-unknown' });
    const foreign = { fileId: note.fileId, chosenNoteIds: [(await world.openNote(number + 2)).noteId] };
    await expect(preview(foreign, 1)).rejects.toMatchObject({ code: 'chosen-notes-foreign' });
  });
});
