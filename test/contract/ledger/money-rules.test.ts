import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { decodeCreditHead } from '../../../shared/ledger/head-item.ts';
import { type CreditTransfer, type Ledger, MOST_NOTES } from '../../../shared/ledger/ledger.ts';
import { creditHeadKey, creditPartition } from '../../../shared/ledger/table-keys.ts';
import { zeroByComponent } from '../../../shared/loan-book/component.ts';
import { FOLD_VERSION } from '../../../shared/loan-book/fold.ts';
import { SPREAD_RULES, type SpreadRule } from '../../../shared/loan-book/spread-over-notes.ts';
import { noteTerms } from '../../fixtures/note-terms.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import {
  filePayment,
  idOf,
  type Named,
  opening,
  openingIdOf,
  payment,
  posting,
  testClock,
  testLedger,
} from '../../support/ledger.ts';
import { headOf, leaveUnderOlderFold } from '../../support/older-fold.ts';

let dynamo: TestDynamo;
let ledger: Ledger;
const clock = testClock('2026-06-15');

beforeAll(async () => {
  dynamo = await startTestDynamo();
  ledger = testLedger(dynamo.documents, dynamo.tables, clock);
});
afterAll(() => dynamo.stop());

const FULL_RATE = noteTerms({ accrualStart: 'disbursement', bands: [], firstDueDate: calendarDate('2026-02-01') });
const reversal = (noteId: string, eventId: string) => ({
  fileId: `file-${noteId}`,
  noteIds: [noteId],
  eventId,
  idempotency: { scope: 'CORRECTION' as const, key: `r-${eventId}`, input: eventId },
  actor: 'prueba',
  reason: 'correction',
  source: { type: 'correction' as const, id: eventId },
});
const creditOf = async (fileId: string) => {
  const { Item } = await dynamo.documents.send(
    new GetCommand({ TableName: dynamo.tables.HEADS_TABLE, Key: creditHeadKey(fileId), ConsistentRead: true }),
  );
  return Item === undefined ? 0 : decodeCreditHead(Item).balance;
};
const refused = async (work: Promise<unknown>) =>
  work.then(
    () => 'accepted',
    (error: { code?: string }) => error.code,
  );

describe('payments of one day on one note (N3)', () => {
  it('are postings in the order in which they came, each with what it paid, and replay nothing', async () => {
    await ledger.openNote(opening('day', { terms: FULL_RATE, amount: 1_200_000, on: '2026-01-01' }));
    const paid = [];
    for (const index of [1, 2, 3, 4, 5, 6])
      paid.push(await ledger.postToNote(posting('day', payment(`day-${9 - index}`, '2026-05-10', 60_000))));
    expect(paid.every(({ parts }) => parts[0]!.replayed === false && parts[0]!.seqs.length === 1)).toBe(true);
    const parts = paid.map(({ parts: [part] }) => part!.application!);
    // Default interest first, then ordinary, then principal; never again what an earlier payment of the day paid.
    expect(parts[0]!.defaultInterest).toBeGreaterThan(0);
    expect(
      parts.slice(1).every(({ defaultInterest, ordinaryInterest }) => defaultInterest + ordinaryInterest === 0),
    ).toBe(true);
    expect((await ledger.entriesOfNote('day')).filter(({ kind }) => kind === 'adjustment')).toEqual([]);
  });

  it('keep the order that their file gave them, whatever is posted first', async () => {
    await ledger.openNote(opening('rows', { terms: FULL_RATE, amount: 1_200_000, on: '2026-01-01' }));
    const row = (line: number, amount: number): Named => ({
      ...payment(`rows-${line}`, '2026-03-10', amount),
      arrival: `00mi3k2j9.0000${line}`,
    });
    await ledger.postToNote(posting('rows', row(2, 30_000)));
    const first = await ledger.postToNote(posting('rows', row(1, 20_000)));
    expect(first.parts[0]!.application!.defaultInterest).toBeGreaterThan(0);
  });
});

describe('a payment on a file', () => {
  const fileId = 'file-of-two';
  const inFile = (noteId: string, contractedOn: string) =>
    ledger.openNote(
      opening(noteId, {
        fileId,
        terms: FULL_RATE,
        amount: 500_000,
        on: '2026-01-01',
        contractedOn: calendarDate(contractedOn),
      }),
    );
  const payFile = (name: string, valueDate: string, amount: number) =>
    ledger.payFile(filePayment(fileId, payment(name, valueDate, amount)));

  it('pays the note of the oldest contract first among equals (D6), by the state of its value date (D5)', async () => {
    await inFile('zz-of-2021', '2021-08-01');
    await inFile('aa-of-2024', '2024-08-01');
    const first = await payFile('f-1', '2026-02-01', 40_000);
    expect(first.parts.map(({ noteId }) => noteId)).toEqual(['zz-of-2021']);
    // By hand, on 10 March the first owes 3,081 + 40,736 principal, 2,115 ordinary and 79 default interest: 46,011.
    // Paid in full on one note on 20 March; then a payment of 10 March comes: both owed the same on that day.
    await ledger.postToNote({ ...posting('zz-of-2021', payment('f-2', '2026-03-20', 480_000)), fileId });
    const late = await payFile('f-3', '2026-03-10', 60_000);
    expect(late.parts.map(({ noteId, application }) => [noteId, application!.amount])).toEqual([
      ['zz-of-2021', 46_011],
      ['aa-of-2024', 13_989],
    ]);
  });

  it('is split by the order in force on the day on which it is recorded, whatever its value date', async () => {
    const own = 'file-of-two-orders';
    for (const noteId of ['order-a', 'order-b'])
      await ledger.openNote(opening(noteId, { fileId: own, terms: FULL_RATE, amount: 500_000, on: '2026-01-01' }));
    const rules = SPREAD_RULES as SpreadRule[];
    const pay = async (name: string, recordedOn: string) => {
      clock.set(recordedOn);
      const { parts } = await ledger.payFile(filePayment(own, payment(name, '2026-02-01', 2_000)));
      return parts.map(({ noteId, application }) => [noteId, application!.amount]);
    };
    rules.push({ ...rules[0]!, from: calendarDate('2026-06-15'), order: [], equals: 'pro-rata' });
    try {
      expect(await pay('o-1', '2026-06-14')).toEqual([['order-a', 2_000]]);
      expect((await pay('o-2', '2026-06-15')).map(([noteId]) => noteId)).toEqual(['order-a', 'order-b']);
    } finally {
      rules.pop();
    }
  });

  it('pays a litigated note only when it is chosen, and says so when nothing else is left', async () => {
    const dimensions = { office: 'hermosillo', stage: 'judicial', agent: null, product: 'superior' } as const;
    const own = 'file-litigated';
    await ledger.openNote(opening('litigated', { fileId: own, terms: FULL_RATE, on: '2026-01-01', dimensions }));
    const pay = (name: string, chosen?: readonly string[]) =>
      ledger.payFile(filePayment(own, payment(name, '2026-03-01', 10_000), chosen));
    expect(await refused(pay('l-1'))).toBe('notes-need-choice');
    expect((await pay('l-2', ['litigated'])).amount).toBe(10_000);
  });
});

describe('a payment taken back', () => {
  it('leaves no adjustment when nothing came after it (B9), and its credit is gone', async () => {
    await ledger.openNote(opening('back', { terms: FULL_RATE, amount: 100_000, on: '2026-01-01' }));
    await ledger.postToNote(posting('back', payment('back-1', '2026-05-20', 150_000)));
    expect(await creditOf('file-back')).toBeGreaterThan(0);
    const taken = await ledger.reverse(reversal('back', idOf('back-1')));
    expect(taken.parts[0]!.seqs).toHaveLength(1);
    expect(await creditOf('file-back')).toBe(0);
    expect((await ledger.entriesOfNote('back')).map(({ kind }) => kind)).toEqual(['disbursed', 'paid', 'reversed']);
  });

  it('leaves a balance to ask for on any day, before the opening too (D7)', async () => {
    expect(await ledger.balanceOfNote('file-back', 'back', calendarDate('2024-01-01'))).toBeUndefined();
    expect((await ledger.balanceOfNote('file-back', 'back', calendarDate('2026-05-20')))?.owed.principal).toBe(100_000);
  });
});

describe('money held on a note (B7)', () => {
  it('meets a new debt by itself', async () => {
    await ledger.openNote(opening('held', { terms: FULL_RATE, amount: 1_200_000, on: '2026-01-01' }));
    await ledger.postToNote(posting('held', payment('held-1', '2026-01-01', 1_300_000)));
    expect(await creditOf('file-held')).toBe(100_000);
    const again: Named = { kind: 'disbursed', name: 'held-2', valueDate: calendarDate('2026-01-10'), amount: 80_000 };
    await ledger.postToNote(posting('held', again));
    expect(await creditOf('file-held')).toBe(20_000);
    const balance = await ledger.balanceOfNote('file-held', 'held', calendarDate('2026-06-01'));
    expect([balance?.owed.principal, balance?.daysPastDue, balance?.held]).toEqual([0, 0, 20_000]);
  });

  it('can be refunded and no more than it is', async () => {
    const refund = (name: string, amount: number): Named => ({
      kind: 'credit-refunded',
      name,
      valueDate: calendarDate('2026-02-01'),
      amount,
    });
    expect(await refused(ledger.postToNote(posting('held', refund('held-3', 20_001))))).toBe('credit-not-enough');
    await ledger.postToNote(posting('held', refund('held-4', 20_000)));
    expect(await creditOf('file-held')).toBe(0);
  });
});

describe('what the ledger itself refuses (D13)', () => {
  const on = calendarDate('2026-06-01');
  const waived = (changes: Partial<Extract<Named, { kind: 'waived' }>>): Named => ({
    kind: 'waived',
    name: 'g-waived',
    valueDate: on,
    granted: zeroByComponent(),
    ...changes,
  });
  beforeAll(() => ledger.openNote(opening('guard', { terms: FULL_RATE, amount: 1_000_000, on: '2026-01-01' })));

  it.each<[string, string, Named]>([
    ['credit that is not held', 'credit-not-enough', { kind: 'credit-applied', name: 'g1', valueDate: on, amount: 1 }],
    ['a negative waiver', 'amount-not-positive', waived({ granted: { ...zeroByComponent(), principal: -1 } })],
    ['a waiver of nothing', 'amount-not-positive', waived({})],
    [
      'a waiver of more than all',
      'amount-not-positive',
      waived({ share: { ...zeroByComponent(), principal: 1_000_001 } }),
    ],
    [
      'a second opening',
      'opening-not-possible',
      {
        kind: 'brought-forward',
        name: 'g2',
        valueDate: on,
        originalPrincipal: 10,
        balances: { ...zeroByComponent(), principal: 11 },
      },
    ],
    ['a cure of nothing', 'not-accelerated', { kind: 'acceleration-cured', name: 'g3', valueDate: on }],
    [
      'more returned than owed',
      'more-than-owed',
      {
        kind: 'disbursement-returned',
        name: 'g4',
        valueDate: on,
        amount: 1_000_001,
      },
    ],
    ['a date to come', 'date-in-future', payment('g5', '2026-06-16', 1)],
    ['no amount', 'amount-not-positive', payment('g6', '2026-06-01', 0)],
    ['more than any amount', 'amount-not-positive', payment('g7', '2026-06-01', 10_000_000_000_001)],
  ])('%s', async (_what, code, event) => {
    const before = await ledger.entriesOfNote('guard');
    expect(await refused(ledger.postToNote(posting('guard', event)))).toBe(code);
    expect(await ledger.entriesOfNote('guard')).toEqual(before);
  });

  it.each([
    ['more owed than lent', { originalPrincipal: 100, balances: { ...zeroByComponent(), principal: 101 } }],
    ['a negative balance', { originalPrincipal: 100, balances: { ...zeroByComponent(), defaultInterest: -1 } }],
    ['disbursements of another sum', { originalPrincipal: 100, disbursements: [{ date: on, amount: 99 }] }],
    ['maturities of another sum', { originalPrincipal: 100, interestMaturities: [{ due: on, owed: 1 }] }],
    [
      'more shortened than paid',
      { originalPrincipal: 100, shortened: 1, balances: { ...zeroByComponent(), principal: 100 } },
    ],
  ])('an opening with %s', async (_what, changes) => {
    const event = {
      kind: 'brought-forward' as const,
      valueDate: on,
      balances: zeroByComponent(),
      ...changes,
    };
    expect(await refused(ledger.openNote(opening('guard-bf', { event })))).toBe('opening-not-possible');
  });

  const lent = (noteId: string, name: string, date: string) =>
    ledger.postToNote(posting(noteId, { kind: 'disbursed', name, valueDate: calendarDate(date), amount: 1_000 }));

  it('money lent on or after the last due date, which could not be asked for', async () => {
    const terms = noteTerms({ firstDueDate: calendarDate('2026-02-01'), instalments: 3 });
    await ledger.openNote(opening('short', { terms, amount: 1_000_000, on: '2026-01-01' }));
    expect(await refused(lent('short', 's1', '2026-04-02'))).toBe('disbursement-too-late');
    expect(await refused(lent('short', 's2', '2026-04-01'))).toBe('disbursement-too-late');
    expect(await refused(lent('short', 's3', '2026-03-31'))).toBe('accepted');
  });

  it('a ninth disbursement', async () => {
    await ledger.openNote(opening('many', { terms: FULL_RATE, amount: 1_000_000, on: '2026-01-01' }));
    for (const month of [1, 2, 3, 4, 5]) await lent('many', `m${month}`, `2026-0${month}-02`);
    await lent('many', 'm6', '2026-05-03');
    await lent('many', 'm7', '2026-05-04');
    expect(await refused(lent('many', 'm8', '2026-05-05'))).toBe('too-many-disbursements');
  });

  it('what it could not read back, whoever calls', async () => {
    const before = await ledger.entriesOfNote('guard');
    const foreign = { ...payment('g10', '2026-06-01', 100), channel: 'barter' } as unknown as Named;
    await expect(ledger.postToNote(posting('guard', foreign))).rejects.toThrow('channel');
    await expect(
      ledger.postToNote(posting('guard', { ...payment('g11', '2026-06-01', 100), arrival: '' })),
    ).rejects.toThrow('arrival');
    expect(await ledger.entriesOfNote('guard')).toEqual(before);
  });

  it('an acceleration twice, and an opened note once more, at once', async () => {
    const accelerated = (name: string): Named => ({ kind: 'accelerated', name, valueDate: on });
    await ledger.postToNote(posting('guard', accelerated('g8')));
    expect(await refused(ledger.postToNote(posting('guard', accelerated('g9'))))).toBe('already-accelerated');
    const began = Date.now();
    const other = opening('guard', { on: '2026-01-02' });
    const again = { ...other, idempotency: { ...other.idempotency, key: 'another-key' } };
    expect(await refused(ledger.openNote(again))).toBe('note-exists');
    expect(Date.now() - began).toBeLessThan(2_000);
  });

  it('anything on a note whose opening was taken back, which can be done while nothing else counts', async () => {
    await ledger.openNote(opening('mistake', { terms: FULL_RATE, on: '2026-01-01' }));
    await ledger.postToNote(posting('mistake', payment('m-1', '2026-02-01', 100)));
    expect(await refused(ledger.reverse(reversal('mistake', openingIdOf('mistake'))))).toBe('cannot-be-reversed');
    await ledger.reverse(reversal('mistake', idOf('m-1')));
    await ledger.reverse(reversal('mistake', openingIdOf('mistake')));
    const balance = await ledger.balanceOfNote('file-mistake', 'mistake', on);
    expect([balance?.status, balance?.owed.principal]).toEqual(['cancelled', 0]);
    expect(await refused(ledger.postToNote(posting('mistake', payment('m-2', '2026-03-01', 100))))).toBe(
      'note-cancelled',
    );
  });
});

describe('corrections (D9, D10)', () => {
  const corrected = (name: string, on: string, changes: Extract<Named, { kind: 'terms-corrected' }>['changes']) =>
    posting('fix', { kind: 'terms-corrected', name, valueDate: calendarDate(on), changes });

  it('of the opening day are accepted, as if it had been typed right', async () => {
    await ledger.openNote(
      opening('fix', { terms: { ...FULL_RATE, baseRate: 600_000 }, amount: 100_000, on: '2026-01-01' }),
    );
    await ledger.postToNote(corrected('fix-1', '2026-01-01', { baseRate: 60_000 }));
    await ledger.openNote(opening('right', { terms: FULL_RATE, amount: 100_000, on: '2026-01-01' }));
    const day = calendarDate('2026-06-10');
    const [fixed, right] = await Promise.all([
      ledger.balanceOfNote('file-fix', 'fix', day),
      ledger.balanceOfNote('file-right', 'right', day),
    ]);
    expect(fixed?.owed).toEqual(right?.owed);
  });
});

describe('money held that moves to another note (traspaso)', () => {
  const transfer = (fileId: string, key: string, changes: Partial<CreditTransfer> = {}): CreditTransfer => ({
    fileId,
    fromNoteId: `${fileId}-a`,
    toNoteId: `${fileId}-b`,
    amount: 70_000,
    valueDate: calendarDate('2026-03-05'),
    idempotency: { scope: 'CORRECTION', key, input: { key, ...changes } },
    actor: 'autoriza',
    reason: 'credit-transfer',
    source: { type: 'correction', id: key },
    ...changes,
  });
  /** Two notes without interest: 1,000.00 owed on each, the first paid with 1,500.00 of which 500.00 stay held. */
  const twoNotes = async (fileId: string) => {
    const terms = noteTerms({ baseRate: 0, bands: [], defaultRate: 0 });
    for (const noteId of [`${fileId}-a`, `${fileId}-b`])
      await ledger.openNote(opening(noteId, { fileId, terms, amount: 100_000, on: '2026-01-01' }));
    await ledger.postToNote(posting(`${fileId}-a`, payment(`${fileId}-p`, '2026-02-01', 150_000), { fileId }));
  };
  const stands = async (fileId: string) => {
    const { notes, credit } = await ledger.balancesOfFile(fileId, calendarDate('2026-06-15'));
    const owed = notes.map(({ noteId, owed, held }) => [noteId.slice(-1), owed.principal, held]);
    return { owed: owed.sort(), credit, head: await creditOf(fileId) };
  };

  it('leaves the one and pays on the other in one posting, under one event', async () => {
    await twoNotes('move');
    const posted = await ledger.transferCredit(transfer('move', 'move-1', { amount: 40_000 }));
    expect(posted).toMatchObject({ outcome: 'posted', amount: 40_000, credit: 0, creditChange: -40_000 });
    expect(posted.parts.map(({ noteId, application }) => [noteId, application?.amount])).toEqual([
      ['move-a', undefined],
      ['move-b', 40_000],
    ]);
    expect(await stands('move')).toEqual({
      owed: [
        ['a', 0, 10_000],
        ['b', 60_000, 0],
      ],
      credit: 10_000,
      head: 10_000,
    });
    const last = async (noteId: string) => (await ledger.entriesOfNote(noteId)).at(-1)!;
    const [left, came] = [await last('move-a'), await last('move-b')];
    expect(left.lines).toEqual({ credit: 40_000, 'credit-transfers': -40_000 });
    expect(came.lines).toEqual({ 'credit-transfers': 40_000, principal: -40_000 });
    expect([left.eventId, came.eventId]).toEqual([posted.eventId, posted.eventId]);
    expect([left.part, came.part]).toEqual([
      { index: 0, of: 2 },
      { index: 1, of: 2 },
    ]);
    expect(await ledger.transferCredit(transfer('move', 'move-1', { amount: 40_000 }))).toMatchObject({
      outcome: 'already-posted',
      eventId: posted.eventId,
    });
    expect((await stands('move')).credit).toBe(10_000);
  });

  it('answers again, as every use of it does, when what it asks for is no longer held', async () => {
    await twoNotes('again');
    const refund = { name: 'again-r', kind: 'credit-refunded', valueDate: calendarDate('2026-03-05'), amount: 30_000 };
    const both = () =>
      Promise.all([
        ledger.transferCredit(transfer('again', 'again-1', { amount: 20_000 })),
        ledger.postToNote(posting('again-a', refund as Named, { fileId: 'again' })),
      ]);
    const first = await both();
    expect(first.map(({ outcome }) => outcome)).toEqual(['posted', 'posted']);
    const second = await both();
    expect(second.map(({ outcome, eventId }) => [outcome, eventId])).toEqual(
      first.map(({ eventId }) => ['already-posted', eventId]),
    );
    expect((await stands('again')).credit).toBe(0);
  });

  it('is taken back on both notes at once, and never on one', async () => {
    await twoNotes('back');
    const { eventId } = await ledger.transferCredit(transfer('back', 'back-1', { amount: 40_000 }));
    const undo = (...noteIds: string[]) => {
      const key = `undo-${noteIds.join()}`;
      const idempotency = { scope: 'CORRECTION', key, input: noteIds } as const;
      return refused(ledger.reverse({ ...reversal('back-a', eventId), fileId: 'back', noteIds, idempotency }));
    };
    expect(await undo('back-a')).toBe('cannot-be-reversed');
    expect(await undo('back-b')).toBe('cannot-be-reversed');
    expect((await stands('back')).credit).toBe(10_000);
    expect(await undo('back-a', 'back-b')).toBe('accepted');
    expect(await stands('back')).toEqual({
      owed: [
        ['a', 0, 50_000],
        ['b', 100_000, 0],
      ],
      credit: 50_000,
      head: 50_000,
    });
  });

  it.each<[string, Partial<CreditTransfer>, string]>([
    ['more than is held', { amount: 50_001 }, 'credit-not-enough'],
    ['nothing', { amount: 0 }, 'amount-not-positive'],
    ['the same note', { toNoteId: 'keep-a' }, 'transfer-to-itself'],
    ['a note of another file', { toNoteId: 'other-b', amount: 1 }, 'note-not-found'],
    ['tomorrow', { valueDate: calendarDate('2026-06-16') }, 'date-in-future'],
  ])('is refused and writes nothing: %s', async (what, changes, code) => {
    if (what === 'more than is held') {
      await twoNotes('keep');
      await twoNotes('other');
    }
    expect(await refused(ledger.transferCredit(transfer('keep', `keep ${what}`, changes)))).toBe(code);
    expect((await stands('keep')).owed).toEqual([
      ['a', 0, 50_000],
      ['b', 100_000, 0],
    ]);
    expect(await ledger.entriesOfNote('keep-a')).toHaveLength(2);
  });

  it('pays and leaves over on the other what it cannot take, in the credit of the file', async () => {
    await twoNotes('rest');
    await ledger.postToNote(posting('rest-b', payment('rest-b-paid', '2026-03-01', 80_000), { fileId: 'rest' }));
    const posted = await ledger.transferCredit(transfer('rest', 'rest-1', { amount: 50_000 }));
    expect(posted).toMatchObject({ credit: 30_000, creditChange: -20_000 });
    expect(await stands('rest')).toMatchObject({ credit: 30_000, head: 30_000 });
  });
});

describe('a mended rule', () => {
  const MORE = { ordinaryInterest: 700, waivers: -700 };

  it('restates a note once, in an entry of its own, before anything else moves it', async () => {
    await ledger.openNote(opening('rule', { terms: FULL_RATE, amount: 1_000_000, on: '2026-01-01' }));
    await ledger.postToNote(posting('rule', payment('rule-1', '2026-02-01', 90_000)));
    await leaveUnderOlderFold(dynamo, { fileId: 'file-rule', noteId: 'rule' }, MORE);
    await ledger.postToNote(posting('rule', payment('rule-2', '2026-03-01', 50_000)));
    const after = await ledger.entriesOfNote('rule');
    expect(after.map(({ kind }) => kind)).toEqual(['disbursed', 'paid', 'restated', 'paid']);
    expect(after[2]!.lines).toEqual({ ordinaryInterest: -700, waivers: 700 });
    expect((await headOf(dynamo, { fileId: 'file-rule', noteId: 'rule' })).fold).toBe(FOLD_VERSION);
  });

  it('is not named as the cause of the credit that a payment leaves with it', async () => {
    await ledger.openNote(opening('cause', { terms: FULL_RATE, amount: 10_000, on: '2026-01-01' }));
    await ledger.postToNote(posting('cause', payment('cause-1', '2026-02-01', 1_000)));
    await leaveUnderOlderFold(dynamo, { fileId: 'file-cause', noteId: 'cause' }, MORE);
    await ledger.postToNote(posting('cause', payment('cause-2', '2026-03-01', 50_000)));
    const { Items = [] } = await dynamo.documents.send(
      new QueryCommand({
        TableName: dynamo.tables.ENTRIES_TABLE,
        KeyConditionExpression: 'PK = :credit',
        ExpressionAttributeValues: { ':credit': creditPartition('file-cause') },
      }),
    );
    expect(Items.map(({ kind, eventId }) => [kind, eventId])).toEqual([['paid', idOf('cause-2')]]);
  });

  it.each(['a payment', 'its cancellation'])(
    'restates a file of many notes too, apart, before %s reaches them all',
    async (what) => {
      const fileId = `file of ${what}`;
      const noteIds = Array.from({ length: MOST_NOTES }, (_, index) => `${what}-${index}`);
      const entries = async () => (await Promise.all(noteIds.map((noteId) => ledger.entriesOfNote(noteId)))).flat();
      for (const noteId of noteIds)
        await ledger.openNote(opening(noteId, { fileId, terms: FULL_RATE, amount: 100_000, on: '2026-01-01' }));
      const pay = () => ledger.payFile(filePayment(fileId, payment(what, '2026-05-01', MOST_NOTES * 100_000)));
      if (what === 'its cancellation') await pay();
      for (const noteId of noteIds) await leaveUnderOlderFold(dynamo, { fileId, noteId }, MORE);
      if (what === 'a payment') await pay();
      else await ledger.reverse({ ...reversal(what, idOf(what)), fileId, noteIds });
      const restated = (await entries()).filter(({ kind }) => kind === 'restated');
      expect(restated.map(({ lines }) => lines)).toEqual(noteIds.map(() => ({ ordinaryInterest: -700, waivers: 700 })));
      const last = (await entries()).filter(({ kind }) => kind === (what === 'a payment' ? 'paid' : 'reversed'));
      expect(last).toHaveLength(MOST_NOTES);
      expect((await headOf(dynamo, { fileId, noteId: noteIds[0]! })).fold).toBe(FOLD_VERSION);
    },
  );
});
