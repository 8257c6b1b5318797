import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { AgreementSigning, Agreements } from '../../../shared/ledger/agreements.ts';
import type { Ledger } from '../../../shared/ledger/ledger.ts';
import type { AgreementPlan } from '../../../shared/loan-book/agreement-plan.ts';
import { sumOfComponents, zeroByComponent } from '../../../shared/loan-book/component.ts';
import { DUE_IN_ONE } from '../../fixtures/note-terms.ts';
import { Random } from '../../independent/random.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { expectIntact } from '../../support/intact-file.ts';
import {
  filePayment,
  idOf,
  opening,
  payment,
  posting,
  testAgreements,
  testClock,
  testLedger,
} from '../../support/ledger.ts';

let dynamo: TestDynamo;
let ledger: Ledger & Agreements;
const clock = testClock('2026-02-01');
const day = calendarDate;

beforeAll(async () => {
  dynamo = await startTestDynamo();
  ledger = {
    ...testLedger(dynamo.documents, dynamo.tables, clock),
    ...testAgreements(dynamo.documents, dynamo.tables, clock),
  };
});
afterAll(() => dynamo.stop());

const SYSTEM = { actor: 'sistema', source: { type: 'system', id: 'convenios' } } as const;

/** A file of notes like it, whose ids begin with the file's name. */
async function openFile(name: string, notes = 1, amount = 1_000_000): Promise<{ fileId: string; noteIds: string[] }> {
  clock.set('2026-02-01');
  const fileId = `file-${name}`;
  const noteIds = Array.from({ length: notes }, (_, index) => `${name}-${index + 1}`);
  for (const noteId of noteIds)
    await ledger.openNote(opening(noteId, { fileId, terms: DUE_IN_ONE, amount, on: '2024-01-31' }));
  return { fileId, noteIds };
}

const planOf = (amount: number, more: Partial<AgreementPlan> = {}): AgreementPlan => ({
  from: day('2026-03-01'),
  count: 4,
  amount,
  every: { unit: 'months', number: 1 },
  graceDays: 5,
  ...more,
});

/** All of the default interest forgiven; by default as in the worked case, of one note. */
function signing(
  { fileId, noteIds }: { fileId: string; noteIds: readonly string[] },
  changes: Partial<AgreementSigning> = {},
): AgreementSigning {
  const agreementId = changes.agreementId ?? `agreement-of-${fileId}`;
  const share = { ...zeroByComponent(), defaultInterest: 1_000_000 };
  return {
    idempotency: { scope: 'AGREEMENT', key: `SIGN#${agreementId}`, input: { agreementId } },
    ...SYSTEM,
    reason: 'agreement',
    fileId,
    agreementId,
    valueDate: day('2026-02-01'),
    plan: planOf(265_041 * noteIds.length),
    notes: noteIds.map((noteId) => ({ noteId, granted: zeroByComponent(), share })),
    earned: 'at-fulfilment',
    whileLive: ['defaultInterest'],
    ...changes,
  };
}

const pay = (fileId: string, noteId: string, name: string, on: string, amount: number) =>
  ledger.postToNote({ ...posting(noteId, payment(name, on, amount)), fileId });
const judge = (fileId: string, agreementId = `agreement-of-${fileId}`) =>
  ledger.judgeAgreement({ fileId, agreementId, ...SYSTEM });
const cancelling = (fileId: string, key = 'CANCEL') =>
  ({
    idempotency: { scope: 'AGREEMENT', key: `${key}#${fileId}`, input: {} },
    ...SYSTEM,
    reason: 'signed-by-mistake',
    fileId,
    agreementId: `agreement-of-${fileId}`,
  }) as const;
const standing = async (fileId: string, on: string) => (await ledger.agreementsOfFile(fileId, day(on)))[0]?.standing;
const owed = async (fileId: string, noteId: string, on: string) => {
  const balance = await ledger.balanceOfNote(fileId, noteId, day(on));
  return balance && { ...balance.owed, status: balance.status, due: sumOfComponents(balance.due) };
};

const intact = (fileId: string) => expectIntact(dynamo, ledger, fileId);

describe('an agreement over one note', () => {
  it('broken at the third payment claims all again, a late payment with an earlier date cures it, and the last settles', async () => {
    const file = await openFile('a');
    const [noteId = ''] = file.noteIds;
    await ledger.signAgreement(signing(file));
    expect((await ledger.signAgreement(signing(file))).outcome).toBe('already-posted');
    clock.set('2026-04-01');
    await pay(file.fileId, noteId, 'a-1', '2026-03-01', 265_041);
    await pay(file.fileId, noteId, 'a-2', '2026-04-01', 265_041);
    clock.set('2026-05-06');
    expect((await judge(file.fileId)).outcome).toBe('already-posted');
    expect(await standing(file.fileId, '2026-05-06')).toEqual({ kind: 'live', kept: 2, lateSince: '2026-05-01' });
    clock.set('2026-05-07');
    expect((await judge(file.fileId)).outcome).toBe('posted');
    expect((await judge(file.fileId)).outcome).toBe('already-posted');
    expect(await owed(file.fileId, noteId, '2026-05-07')).toMatchObject({
      principal: 530_082,
      defaultInterest: 71_956,
      due: 602_038,
    });

    // The bank tells on the 20th of a payment made on the 4th, within the days of grace.
    clock.set('2026-05-20');
    await pay(file.fileId, noteId, 'a-3', '2026-05-04', 265_041);
    expect(await standing(file.fileId, '2026-05-20')).toEqual({ kind: 'live', kept: 3, lateSince: null });
    expect(await owed(file.fileId, noteId, '2026-05-20')).toMatchObject({ principal: 265_041, due: 265_041 });
    clock.set('2026-06-01');
    const last = await pay(file.fileId, noteId, 'a-4', '2026-06-01', 265_041);
    expect(sumOfComponents(last.parts[0]!.balancesAfter)).toBe(0);
    expect(await owed(file.fileId, noteId, '2026-06-01')).toMatchObject({ defaultInterest: 0, status: 'settled' });
    const entries = await ledger.entriesOfNote(noteId);
    expect(entries.at(-1)).toMatchObject({
      kind: 'agreement-fulfilled',
      reason: 'agreement-standing',
      lines: { defaultInterest: -72_914, waivers: 72_914 },
    });
    await intact(file.fileId);
  });

  it('a bounced payment breaks what it had kept, even what it had fulfilled', async () => {
    const file = await openFile('b');
    const [noteId = ''] = file.noteIds;
    await ledger.signAgreement(signing(file));
    clock.set('2026-06-01');
    for (const [index, on] of ['2026-03-01', '2026-04-01', '2026-05-01', '2026-06-01'].entries())
      await pay(file.fileId, noteId, `b-${index}`, on, 265_041);
    expect(await standing(file.fileId, '2026-06-01')).toEqual({ kind: 'fulfilled', on: '2026-06-01' });
    clock.set('2026-06-10');
    await ledger.reverse({
      ...posting(noteId, payment('b-back', '2026-06-10', 1)),
      fileId: file.fileId,
      noteIds: [noteId],
      eventId: idOf('b-2'),
    });
    expect(await standing(file.fileId, '2026-06-10')).toMatchObject({ kind: 'broken', on: '2026-05-07', kept: 2 });
    // As if it had never come: 530,082 from 1 April to 1 June, 265,041 paid then on all that is claimed.
    const bounced = await owed(file.fileId, noteId, '2026-06-10');
    const twin = await openFile('b2');
    await ledger.signAgreement(signing(twin));
    clock.set('2026-06-10');
    await pay(twin.fileId, 'b2-1', 'b2-0', '2026-03-01', 265_041);
    await pay(twin.fileId, 'b2-1', 'b2-1', '2026-04-01', 265_041);
    await pay(twin.fileId, 'b2-1', 'b2-3', '2026-06-01', 265_041);
    expect(await owed(twin.fileId, 'b2-1', '2026-06-10')).toEqual(bounced);
    expect(bounced).toMatchObject({ status: 'open' });
    await intact(file.fileId);
  });

  it('what was paid on the day before it was signed is not of it, and what is paid after it is', async () => {
    const file = await openFile('c');
    const [noteId = ''] = file.noteIds;
    await pay(file.fileId, noteId, 'c-0', '2026-02-01', 100_000);
    // The morning's 1,000.00 paid the default interest and some of the other: that stays, and 10,203.28 is left to agree on.
    const morning = await owed(file.fileId, noteId, '2026-02-01');
    expect(morning).toMatchObject({ principal: 1_000_000, ordinaryInterest: 20_328, defaultInterest: 0 });
    await ledger.signAgreement(
      signing(file, { plan: planOf(241_041, { count: 3, firstPayment: { due: day('2026-02-01'), amount: 297_205 } }) }),
    );
    expect(await standing(file.fileId, '2026-02-01')).toEqual({ kind: 'live', kept: 0, lateSince: null });
    await pay(file.fileId, noteId, 'c-1', '2026-02-01', 297_205);
    expect(await standing(file.fileId, '2026-02-01')).toEqual({ kind: 'live', kept: 1, lateSince: null });
  });

  it('cancelled, it is as if it had never been', async () => {
    const file = await openFile('d');
    const [noteId = ''] = file.noteIds;
    const before = await owed(file.fileId, noteId, '2026-05-20');
    await ledger.signAgreement(signing(file));
    clock.set('2026-03-06');
    await ledger.cancelAgreement(cancelling(file.fileId));
    expect(await owed(file.fileId, noteId, '2026-05-20')).toEqual(before);
    expect(await standing(file.fileId, '2026-05-20')).toBeNull();
    await expect(ledger.cancelAgreement(cancelling(file.fileId, 'again'))).rejects.toMatchObject({
      code: 'agreement-closed',
    });
    clock.set('2026-05-20');
    await ledger.signAgreement(
      signing(file, {
        agreementId: 'd-again',
        valueDate: day('2026-05-20'),
        plan: planOf(1_060_164, { from: day('2026-06-01'), count: 1 }),
      }),
    );
    await intact(file.fileId);
  });

  it.each([
    ['kept', 1_060_164, /se cumplió el 1 de marzo de 2026: lo que perdonó ya se ganó/],
    ['broken, whether its notes were told or not', 265_040, /se incumplió el 7 de marzo de 2026/],
  ])('is not cancelled once it was %s', async (what, amount, sentence) => {
    const file = await openFile(what === 'kept' ? 'dk' : 'db');
    const [noteId = ''] = file.noteIds;
    await ledger.signAgreement(signing(file));
    clock.set('2026-03-07');
    await pay(file.fileId, noteId, `${file.fileId}-1`, '2026-03-01', amount);
    const refused = { code: 'agreement-ended', message: expect.stringMatching(sentence) };
    await expect(ledger.cancelAgreement(cancelling(file.fileId))).rejects.toMatchObject(refused);
    await judge(file.fileId);
    const before = await ledger.entriesOfNote(noteId);
    await expect(ledger.cancelAgreement(cancelling(file.fileId))).rejects.toMatchObject(refused);
    expect(await ledger.entriesOfNote(noteId)).toEqual(before);
  });
});

describe('an agreement over several notes', () => {
  it('is told and cancelled on notes that have moved a good deal since, as on any', async () => {
    const file = await openFile('x', 2);
    await ledger.signAgreement(signing(file));
    clock.set('2026-05-10');
    await judge(file.fileId);
    // Enough entries on the other note for a checkpoint behind the breach, and then behind the signature.
    const small = async (on: string) => {
      for (let number = 0; number < 20; number += 1) await pay(file.fileId, 'x-2', `x-${on}-${number}`, on, 1);
    };
    await small('2026-05-10');
    clock.set('2026-05-12');
    for (const on of ['2026-03-05', '2026-04-05', '2026-05-05']) await pay(file.fileId, 'x-1', `x-${on}`, on, 530_082);
    expect(await standing(file.fileId, '2026-05-12')).toMatchObject({ kind: 'live', kept: 3 });
    await small('2026-05-12');
    clock.set('2026-05-14');
    const cancelled = await ledger.cancelAgreement(cancelling(file.fileId));
    expect(cancelled.parts.map(({ noteId }) => noteId)).toEqual(file.noteIds);
    const { notes } = await intact(file.fileId);
    expect(notes.map(({ note }) => note.state.agreement)).toEqual([null, null]);
  });

  it('is told on the note of the very payment, when that has a checkpoint between the payment and the breach', async () => {
    const facts = async (name: string, inOrder: boolean) => {
      const file = await openFile(name, 2);
      const [noteId = ''] = file.noteIds;
      await ledger.signAgreement(signing(file));
      const late = () => pay(file.fileId, noteId, `${name}-late`, '2026-05-04', 530_082);
      clock.set('2026-03-01');
      await pay(file.fileId, `${name}-2`, `${name}-other`, '2026-03-01', 1_060_164);
      clock.set('2026-05-05');
      if (inOrder) await late();
      for (let number = 0; number < 20; number += 1)
        await pay(file.fileId, noteId, `${name}-${number}`, '2026-05-05', 1);
      clock.set('2026-05-10');
      await judge(file.fileId);
      if (!inOrder) await late();
      await intact(file.fileId);
      const dates = ['2026-05-04', '2026-05-07', '2026-05-10', '2026-06-05'];
      return [
        await standing(file.fileId, '2026-05-10'),
        await Promise.all(dates.map((on) => owed(file.fileId, noteId, on))),
      ];
    };
    const told = await facts('y', false);
    expect(told).toEqual(await facts('z', true));
    expect(told[0]).toMatchObject({ kind: 'live', kept: 3 });
  });

  it('counts all that comes in on its notes at once', async () => {
    const file = await openFile('j', 3);
    await ledger.signAgreement(signing(file));
    clock.set('2026-03-01');
    await Promise.all(
      file.noteIds.flatMap((noteId) =>
        [1, 2, 4].map((amount) => pay(file.fileId, noteId, `${noteId}-${amount}`, '2026-03-01', amount)),
      ),
    );
    const { agreements } = await intact(file.fileId);
    expect(agreements.map(({ counted }) => counted)).toEqual([[{ on: '2026-03-01', amount: 21 }]]);
  });

  it('beside another of the file, the older payment comes first in a payment on the file, and each counts its own', async () => {
    const file = await openFile('k', 2);
    for (const [noteId, from] of [
      ['k-1', '2026-03-02'],
      ['k-2', '2026-02-27'],
    ] as const) {
      const plan = planOf(265_041, { from: day(from) });
      await ledger.signAgreement(signing({ ...file, noteIds: [noteId] }, { agreementId: `of-${noteId}`, plan }));
    }
    const counted = async (name: string, amount: number) => {
      await ledger.payFile(filePayment(file.fileId, payment(name, '2026-03-02', amount)));
      const { agreements } = await intact(file.fileId);
      return Object.fromEntries(agreements.map((one) => [one.noteIds[0], one.counted.map((money) => money.amount)]));
    };
    clock.set('2026-03-02');
    // What fell due first, and then what is due too, before anything in advance.
    expect(await counted('k-a', 265_041)).toEqual({ 'k-1': [], 'k-2': [265_041] });
    expect(await counted('k-b', 265_042)).toEqual({ 'k-1': [265_041], 'k-2': [265_042] });
  });

  it('gives money back that its breach had used, when it is cured: the credit of the file is what its notes hold', async () => {
    const file = await openFile('v', 2);
    await ledger.signAgreement(signing(file));
    clock.set('2026-05-20');
    // All that can be paid of the first note, and 10.00 more, which are held.
    await pay(file.fileId, 'v-1', 'v-all', '2026-03-01', 1_061_164);
    expect((await ledger.balanceOfNote(file.fileId, 'v-1', day('2026-03-01')))?.held).toBe(1_000);
    await judge(file.fileId);
    expect(await standing(file.fileId, '2026-05-20')).toMatchObject({ kind: 'broken', on: '2026-05-07', kept: 2 });
    expect((await ledger.balanceOfNote(file.fileId, 'v-1', day('2026-05-20')))?.held).toBe(0);
    await intact(file.fileId);
    await pay(file.fileId, 'v-1', 'v-late', '2026-05-04', 530_082);
    expect(await standing(file.fileId, '2026-05-20')).toMatchObject({ kind: 'live', kept: 3 });
    expect((await ledger.balanceOfNote(file.fileId, 'v-1', day('2026-05-20')))?.held).toBe(531_082);
    await intact(file.fileId);
  });

  it('that a later one took over stays broken, whatever is recorded late: its signature said so', async () => {
    const file = await openFile('w', 2);
    await ledger.signAgreement(signing(file));
    clock.set('2026-04-10');
    await judge(file.fileId);
    const later = { noteIds: ['w-1'], agreementId: 'w-later', valueDate: day('2026-04-10') };
    const plan = planOf(1_060_164, { from: day('2026-04-20'), count: 1 });
    await ledger.signAgreement(signing({ ...file, noteIds: ['w-1'] }, { ...later, plan }));
    const before = await Promise.all(file.noteIds.map((noteId) => owed(file.fileId, noteId, '2026-04-10')));
    // In time for the first agreement, on either note; the one on the second note is still of it.
    await pay(file.fileId, 'w-2', 'w-late', '2026-03-02', 1);
    await pay(file.fileId, 'w-2', 'w-later', '2026-03-05', 530_081);
    await judge(file.fileId);
    const { notes, agreements } = await intact(file.fileId);
    expect(agreements.map(({ agreementId, closed }) => [agreementId === 'w-later', closed]).sort()).toEqual([
      [false, true],
      [true, false],
    ]);
    expect(notes.map(({ note }) => note.state.agreement?.standing).sort()).toEqual(['broken', 'live']);
    expect(await owed(file.fileId, 'w-1', '2026-04-10')).toEqual(before[0]);
  });

  it('is kept by what comes in on any of them, and ends on all of them at once', async () => {
    const file = await openFile('e', 3);
    await ledger.signAgreement(signing(file));
    clock.set('2026-03-01');
    // On the file: split by the rule, three notes alike, one after another.
    const first = await ledger.payFile(filePayment(file.fileId, payment('e-1', '2026-03-01', 795_123)));
    expect(first.parts.map(({ noteId }) => noteId)).toEqual(['e-1']);
    expect(await standing(file.fileId, '2026-03-01')).toEqual({ kind: 'live', kept: 1, lateSince: null });
    clock.set('2026-04-01');
    const rest = await ledger.payFile(filePayment(file.fileId, payment('e-2', '2026-04-01', 3 * 795_123)));
    expect(rest.parts.map(({ noteId, balancesAfter }) => [noteId, sumOfComponents(balancesAfter)])).toEqual([
      ['e-1', 0],
      ['e-2', 0],
      ['e-3', 0],
    ]);
    expect(rest.credit).toBe(0);
    for (const noteId of file.noteIds)
      expect(await owed(file.fileId, noteId, '2026-04-01')).toMatchObject({ status: 'settled' });
    await intact(file.fileId);
  });

  it('comes before other notes of the file in a payment on it, by what it asks for and the next payment to come', async () => {
    const file = await openFile('f', 2);
    const other = {
      ...opening('f-0', { fileId: file.fileId, terms: DUE_IN_ONE, amount: 5_000_000, on: '2024-01-31' }),
    };
    await ledger.openNote(other);
    await ledger.signAgreement(signing(file));
    clock.set('2026-02-20');
    const parts = (await ledger.payFile(filePayment(file.fileId, payment('f-1', '2026-02-20', 600_000)))).parts;
    expect(Object.fromEntries(parts.map(({ noteId, application }) => [noteId, application?.amount]))).toEqual({
      'f-1': 530_082,
      'f-0': 69_918,
    });
    expect(await standing(file.fileId, '2026-02-20')).toEqual({ kind: 'live', kept: 1, lateSince: null });
  });

  it('50 recording orders of the same facts give the same debts', async () => {
    const random = new Random(7);
    const found = new Set<string>();
    for (let order = 0; order < 50; order += 1) {
      const file = await openFile(`g${order}`, 2);
      clock.set('2026-07-01');
      const [a = '', b = ''] = file.noteIds;
      const facts: (() => Promise<unknown>)[] = [
        () => ledger.signAgreement(signing(file)),
        () => pay(file.fileId, a, `g${order}-1`, '2026-03-01', 530_082),
        () => pay(file.fileId, a, `g${order}-2`, '2026-04-03', 530_082),
        () => pay(file.fileId, b, `g${order}-3`, '2026-05-04', 530_082),
        () => pay(file.fileId, b, `g${order}-4`, '2026-06-06', 530_081),
        () => pay(file.fileId, a, `g${order}-5`, '2026-01-15', 1),
      ];
      for (const record of random.shuffled(facts)) {
        await record();
        // Before it is signed there is nothing to judge.
        if (random.chance(40) && (await ledger.agreementsOfFile(file.fileId, day('2026-07-01'))).length > 0)
          await judge(file.fileId);
      }
      await judge(file.fileId);
      const dates = ['2026-02-15', '2026-04-02', '2026-05-06', '2026-05-07', '2026-06-08', '2026-07-01'];
      const rows = await Promise.all(dates.flatMap((on) => [owed(file.fileId, a, on), owed(file.fileId, b, on)]));
      found.add(JSON.stringify([rows, await standing(file.fileId, '2026-07-01')]));
      await intact(file.fileId);
    }
    expect([...found]).toHaveLength(1);
  }, 300_000);

  it('a sweep and the payment that cures it at once: one of both orders, and the notes agree', async () => {
    const file = await openFile('h', 3);
    await ledger.signAgreement(signing(file));
    clock.set('2026-03-07');
    const [a = ''] = file.noteIds;
    const [, paid] = await Promise.all([
      judge(file.fileId),
      pay(file.fileId, a, 'h-1', '2026-03-06', 795_123),
      ...Array.from({ length: 4 }, () => judge(file.fileId)),
    ]);
    expect(paid.outcome).toBe('posted');
    await judge(file.fileId);
    expect(await standing(file.fileId, '2026-03-07')).toEqual({ kind: 'live', kept: 1, lateSince: null });
    const { notes } = await intact(file.fileId);
    expect(notes.map(({ note }) => note.state.agreement?.standing)).toEqual(['live', 'live', 'live']);
  });

  it('signed twice at once, it is signed once', async () => {
    const file = await openFile('i', 2);
    const results = await Promise.allSettled(
      ['i-x', 'i-y'].map((agreementId) => ledger.signAgreement(signing(file, { agreementId }))),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    // The other signature lay there when it looked, or came while it looked.
    const told = expect.toSatisfy((code) => code === 'agreement-alive' || code === 'agreement-not-possible');
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: told } });
    expect((await intact(file.fileId)).agreements).toHaveLength(1);
  });
});

describe('an agreement is refused, and nothing written,', () => {
  it.each<[string, Partial<AgreementSigning>, string, RegExp]>([
    ['that leaves something owed', { plan: planOf(265_040) }, 'agreement-does-not-sum', /quedarían \$0\.04 por pagar/],
    ['that asks for more', { plan: planOf(265_042) }, 'agreement-does-not-sum', /sobrarían \$0\.04/],
    [
      'whose payments are out of order, before the signature and named twice',
      {
        plan: planOf(265_041, {
          from: day('2026-01-15'),
          exceptions: [
            { number: 2, due: day('2026-01-15') },
            { number: 2, amount: 5 },
            { number: 9, amount: 5 },
          ],
        }),
      },
      'agreement-not-possible',
      /primer pago, del 15 de enero de 2026, es anterior .* 1 de febrero de 2026; .*15 de enero de 2026 no va después.*; una excepción aparece dos veces; una excepción nombra un pago que no existe/,
    ],
    ['signed in the future', { valueDate: day('2026-02-02') }, 'date-in-future', /2026-02-02/],
    [
      'that forgives principal payment by payment',
      {
        earned: 'by-payment',
        notes: [{ noteId: 'r-1', granted: { ...zeroByComponent(), principal: 1 } }],
      },
      'agreement-not-possible',
      /quita de capital solo se gana al cumplir/,
    ],
    [
      'with a negative amount',
      { notes: [{ noteId: 'r-1', granted: { ...zeroByComponent(), defaultInterest: -1 } }] },
      'amount-not-positive',
      /no pueden ser negativos/,
    ],
    [
      'on a note that is not there',
      { notes: [{ noteId: 'r-9', granted: zeroByComponent() }] },
      'note-not-found',
      /pagaré/,
    ],
    [
      'with one note twice',
      { notes: [1, 2].map(() => ({ noteId: 'r-1', granted: zeroByComponent() })) },
      'agreement-not-possible',
      /un pagaré aparece dos veces/,
    ],
    ['over no note', { notes: [] }, 'agreement-not-possible', /no nombra ningún pagaré/],
    [
      'over too many notes',
      { notes: Array.from({ length: 13 }, (_, index) => ({ noteId: `r-${index}`, granted: zeroByComponent() })) },
      'agreement-not-possible',
      /reúne 13 pagarés y el máximo es 12/,
    ],
  ])('%s', async (_what, changes, code, sentence) => {
    clock.set('2026-02-01');
    await ledger.openNote(opening('r-1', { fileId: 'file-r', terms: DUE_IN_ONE, on: '2024-01-31' }));
    const command = signing({ fileId: 'file-r', noteIds: ['r-1'] }, changes);
    await expect(ledger.signAgreement(command)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(sentence),
    });
    const asksElse = code === 'agreement-does-not-sum' || code === 'date-in-future';
    const preview = ledger.previewAgreement(command).then(({ left }) => left);
    if (asksElse) expect(Math.abs(await preview)).toBe(code === 'date-in-future' ? 0 : 4);
    else await expect(preview).rejects.toMatchObject({ code });
    expect(await ledger.agreementsOfFile('file-r', day('2026-02-01'))).toEqual([]);
    expect(await ledger.entriesOfNote('r-1')).toHaveLength(1);
  });

  it('on a note that owes nothing, and an agreement that is not there', async () => {
    const file = await openFile('s');
    await pay(file.fileId, 's-1', 's-all', '2026-02-01', 1_120_328);
    await expect(ledger.signAgreement(signing(file))).rejects.toMatchObject({ code: 'agreement-not-possible' });
    await expect(judge(file.fileId, 'nothing')).rejects.toMatchObject({ code: 'agreement-not-found' });
  });

  it.each(['live', 'broken'] as const)(
    'as of a day before another that was signed over one of its notes, %s by now',
    async (standingOfOther) => {
      const file = await openFile(`x-${standingOfOther}`, 2);
      const [first = '', second = ''] = file.noteIds;
      clock.set('2026-02-04');
      const only = { fileId: file.fileId, noteIds: [second] };
      await ledger.signAgreement(
        signing(only, { agreementId: `x-${standingOfOther}-1`, valueDate: day('2026-02-04') }),
      );
      if (standingOfOther === 'broken') {
        clock.set('2026-03-07');
        await judge(file.fileId, `x-${standingOfOther}-1`);
      }
      const command = signing(file, { agreementId: `x-${standingOfOther}-2`, valueDate: day('2026-02-02') });
      for (const ask of [ledger.signAgreement, ledger.previewAgreement])
        await expect(ask(command)).rejects.toMatchObject({
          code: 'agreement-not-possible',
          message: expect.stringContaining('2 de febrero de 2026'),
        });
      expect(await ledger.entriesOfNote(first)).toHaveLength(1);
      const known = await ledger.agreementsOfFile(file.fileId, clock.today());
      expect(known.map(({ standing: now, closed }) => [now?.kind, closed])).toEqual([[standingOfOther, false]]);
    },
  );

  it('what happens to it is not taken back by the event', async () => {
    const file = await openFile('t');
    const signed = await ledger.signAgreement(signing(file));
    const back = { ...posting('t-1', payment('t-back', '2026-02-01', 1)), fileId: file.fileId, noteIds: ['t-1'] };
    await expect(ledger.reverse({ ...back, eventId: signed.eventId })).rejects.toMatchObject({
      code: 'cannot-be-reversed',
      message: expect.stringContaining('cancele el convenio'),
    });
  });
});
