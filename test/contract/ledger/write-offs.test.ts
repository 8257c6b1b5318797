import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Ledger } from '../../../shared/ledger/ledger.ts';
import { sumOfComponents, zeroByComponent } from '../../../shared/loan-book/component.ts';
import { DUE_IN_ONE, noteTerms } from '../../fixtures/note-terms.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { expectIntact } from '../../support/intact-file.ts';
import { opening, payment, posting, testClock, testLedger } from '../../support/ledger.ts';

let dynamo: TestDynamo;
let ledger: Ledger;
const clock = testClock('2026-02-01');
const day = calendarDate;
const ALL = { ...zeroByComponent(), principal: 1_000_000, ordinaryInterest: 60_164, defaultInterest: 60_164 };

beforeAll(async () => {
  dynamo = await startTestDynamo();
  ledger = testLedger(dynamo.documents, dynamo.tables, clock);
});
afterAll(() => dynamo.stop());

async function openNotes(name: string, notes = 1) {
  clock.set('2026-02-01');
  const fileId = `file-${name}`;
  const noteIds = Array.from({ length: notes }, (_, index) => `${name}-${index + 1}`);
  for (const noteId of noteIds) await ledger.openNote(opening(noteId, { fileId, terms: DUE_IN_ONE, on: '2024-01-31' }));
  return { fileId, noteIds };
}

const loss = (fileId: string, noteId: string, amounts = ALL) =>
  ledger.postToNote({
    ...posting(noteId, payment('x', '2026-02-01', 1)),
    ...{ fileId, noteId, reason: 'write-off', event: { kind: 'written-off', valueDate: day('2026-02-01'), amounts } },
    idempotency: { scope: 'LENDING', key: `LOSS#${noteId}`, input: amounts },
  });
const paymentOf = (on: string, amount: number) =>
  ({ kind: 'paid', valueDate: day(on), amount, channel: 'cie' }) as const;
const pay = (fileId: string, noteId: string, name: string, on: string, amount: number) =>
  ledger.postToNote({ ...posting(noteId, payment(name, on, amount)), fileId });
const stands = async (fileId: string, noteId: string, on: string) => {
  const found = await ledger.balanceOfNote(fileId, noteId, day(on));
  return found && [found.status, sumOfComponents(found.owed), sumOfComponents(found.writtenOff), found.held];
};

describe('a loss and its recovery', () => {
  it('is recovered by what is paid afterwards, and undone by a payment that is known later, in any recording order', async () => {
    const made: readonly [string, string, number][] = [
      ['early', '2026-01-15', 150_000],
      ['first', '2026-03-01', 100_000],
      ['second', '2026-04-01', 1_050_000],
    ];
    for (const order of [
      [0, 1, 2],
      [1, 0, 2],
      [2, 1, 0],
      [1, 2, 0],
    ]) {
      const name = `order-${order.join('')}`;
      const { fileId, noteIds } = await openNotes(name);
      const [noteId = ''] = noteIds;
      await loss(fileId, noteId);
      expect(await stands(fileId, noteId, '2026-02-01')).toEqual(['written-off', 0, 1_120_328, 0]);
      clock.set('2026-04-02');
      for (const index of order) {
        const [key, on, amount] = made[index] ?? ['', '', 0];
        await pay(fileId, noteId, `${name}-${key}`, on, amount);
      }
      expect(await stands(fileId, noteId, '2026-03-15')).toEqual(['written-off', 0, 870_238, 0]);
      expect(await stands(fileId, noteId, '2026-04-02')).toEqual(['paid', 0, 0, 179_762]);
      await expectIntact(dynamo, ledger, fileId);
    }
  });

  it('comes back when the payment that recovered it bounces, and is a debt again when it is taken back', async () => {
    const { fileId, noteIds } = await openNotes('bounce');
    const [noteId = ''] = noteIds;
    const { eventId } = await loss(fileId, noteId);
    clock.set('2026-04-02');
    const paid = await pay(fileId, noteId, 'cheque', '2026-03-01', 100_000);
    expect(paid.parts[0]?.application).toMatchObject({ defaultInterest: 60_164, ordinaryInterest: 39_836, credit: 0 });
    const back = (key: string, of: string) =>
      ledger.reverse({
        ...posting(noteId, payment('x', '2026-02-01', 1)),
        ...{ fileId, noteIds: [noteId], eventId: of, idempotency: { scope: 'LENDING', key, input: of } },
      });
    await back('bounced', paid.eventId);
    expect(await stands(fileId, noteId, '2026-04-02')).toEqual(['written-off', 0, 1_120_328, 0]);
    await pay(fileId, noteId, 'again', '2026-03-01', 100_000);
    await back('undone', eventId);
    // 394 days of 6 % on 10,000.00 are 647.67: 46.03 more than when it was written off.
    expect(await stands(fileId, noteId, '2026-03-01')).toEqual(['open', 1_120_328 + 4_603 - 100_000, 0, 0]);
    await expectIntact(dynamo, ledger, fileId);
  });

  it('is recovered last of all when a payment is on the whole file', async () => {
    const { fileId, noteIds } = await openNotes('whole', 2);
    const [lost = '', owing = ''] = noteIds;
    await loss(fileId, lost);
    clock.set('2026-02-02');
    const payFile = (name: string, amount: number) =>
      ledger.payFile({
        ...posting(owing, payment(name, '2026-02-02', 1)),
        fileId,
        event: paymentOf('2026-02-02', amount),
      });
    // 367 days of 6 % on 10,000.00 are 603.29: 1.65 more.
    await payFile('most', 1_120_493);
    expect(await stands(fileId, owing, '2026-02-02')).toEqual(['paid', 0, 0, 0]);
    expect(await stands(fileId, lost, '2026-02-02')).toEqual(['written-off', 0, 1_120_328, 0]);
    const { parts, credit } = await payFile('rest', 1_120_329);
    expect(parts.map(({ noteId }) => noteId)).toEqual([lost]);
    expect(credit).toBe(1);
    expect(await stands(fileId, lost, '2026-02-02')).toEqual(['paid', 0, 0, 1]);
    await expectIntact(dynamo, ledger, fileId);
  });

  it('of a day is of what that day left owing: what is paid on it pays the debt, and money held is used first', async () => {
    const { fileId, noteIds } = await openNotes('held');
    const [noteId = ''] = noteIds;
    await loss(fileId, noteId);
    await pay(fileId, noteId, 'same-day', '2026-02-01', 20_328);
    expect(await stands(fileId, noteId, '2026-02-01')).toEqual(['written-off', 0, 1_100_000, 0]);
    const held = noteTerms({
      ...DUE_IN_ONE,
      firstDueDate: day('2027-01-31'),
      allocation: { ...DUE_IN_ONE.allocation, prepayment: 'hold' },
    });
    await ledger.openNote(opening('held-2', { fileId, terms: held, on: '2024-01-31' }));
    await pay(fileId, 'held-2', 'in-advance', '2026-02-01', 300_000);
    expect(await stands(fileId, 'held-2', '2026-02-01')).toMatchObject(['open', expect.any(Number), 0, 300_000]);
    const owed = await ledger.balanceOfNote(fileId, 'held-2', day('2026-02-01'));
    await loss(fileId, 'held-2', owed?.owed);
    const total = sumOfComponents(owed?.owed ?? zeroByComponent());
    expect(await stands(fileId, 'held-2', '2026-02-01')).toEqual(['written-off', 0, total - 300_000, 0]);
    await expectIntact(dynamo, ledger, fileId);
  });

  it('is refused above what is owed, by component, and writes nothing', async () => {
    const { fileId, noteIds } = await openNotes('above');
    const [noteId = ''] = noteIds;
    await expect(loss(fileId, noteId, { ...ALL, ordinaryInterest: 60_165 })).rejects.toMatchObject({
      code: 'more-than-owed',
      message: expect.stringContaining('interés normal: $601.64'),
    });
    expect(await stands(fileId, noteId, '2026-02-01')).toEqual(['open', 1_120_328, 0, 0]);
  });

  it('is shown beforehand by the same way, and nothing is written', async () => {
    const { fileId, noteIds } = await openNotes('preview');
    const [noteId = ''] = noteIds;
    const event = { kind: 'written-off', valueDate: day('2026-02-01'), amounts: ALL } as const;
    const seen = await ledger.previewOnNote({ fileId, noteId, event });
    expect([seen?.before.status, seen?.after.status]).toEqual(['open', 'written-off']);
    expect(sumOfComponents(seen?.after.writtenOff ?? zeroByComponent())).toBe(1_120_328);
    expect(await stands(fileId, noteId, '2026-02-01')).toEqual(['open', 1_120_328, 0, 0]);
    expect(await ledger.previewOnNote({ fileId, noteId: 'nobody', event })).toBeUndefined();
  });
});
