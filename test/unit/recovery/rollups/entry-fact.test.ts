import { describe, expect, it } from 'vitest';
import { depositFact, depositMovementsIn } from '../../../../functions/recovery/rollups/deposit-fact.ts';
import { entryFact, groupOf, measuresOf, paymentsIn } from '../../../../functions/recovery/rollups/entry-fact.ts';
import { itemFact } from '../../../../functions/recovery/rollups/item-fact.ts';
import { entryOf, paymentOf, reversalOf } from '../../../fixtures/entries.ts';

const DAYS = { valueDate: '2025-02-10', recordedOn: '2025-03-11' };
const PARTS = {
  principalOverdue: 100,
  principalNotDue: 20,
  ordinaryInterest: 30,
  defaultInterest: 4,
  collectionCosts: 5,
  credit: 6,
};
const PAYMENT = paymentOf('N-1', 7, PARTS, { ...DAYS, recognised: 9 });
/** 165 in all, of it 139 overdue by class (100 of principal and 39 of interest and costs). */
const MEASURES = {
  count: 1,
  payments: 1,
  amount: 165,
  'applied.principal.overdue': 100,
  'applied.principal.notDue': 20,
  'applied.ordinaryInterest.overdue': 30,
  'applied.defaultInterest.overdue': 4,
  'applied.collectionCosts.overdue': 5,
  credit: 6,
  'payments.overdue': 1,
  'payments.notDue': 1,
  'payments.credit': 1,
};
const LINES = {
  'line.clearing:cie': 165,
  'line.principal': -120,
  'line.ordinaryInterest': -21,
  'line.income:ordinaryInterest': -9,
  'line.defaultInterest': -4,
  'line.collectionCosts': -5,
  'line.credit': -6,
};
const under = (prefix: string, measures: Record<string, number>) =>
  Object.fromEntries(Object.entries(measures).map(([name, value]) => [prefix + name, value]));

describe('what a payment adds to the rollups', () => {
  it('is counted and summed by component and class', () => {
    expect(measuresOf(PAYMENT)).toEqual({ ...MEASURES, ...LINES });
  });

  it('is of the class of the note: interest and costs of one that is not late are not overdue', () => {
    const { principalOverdue: _none, credit: _credit, ...parts } = PARTS;
    const { 'line.principal': principal, ...measures } = measuresOf(paymentOf('N-1', 7, parts, { overdue: false }));
    expect(principal).toBe(-20);
    expect(measures).toMatchObject({
      'applied.ordinaryInterest.notDue': 30,
      'applied.defaultInterest.notDue': 4,
      'applied.collectionCosts.notDue': 5,
      'payments.notDue': 1,
    });
    expect(Object.keys(measures)).not.toContain('payments.overdue');
    expect(Object.keys(measures)).not.toContain('payments.credit');
  });

  it('counts as overdue or not by its interest alone too', () => {
    expect(measuresOf(paymentOf('N-1', 7, { collectionCosts: 5 }))['payments.overdue']).toBe(1);
    expect(measuresOf(paymentOf('N-1', 7, { collectionCosts: 5 }))['payments.notDue']).toBeUndefined();
    expect(
      measuresOf(paymentOf('N-1', 7, { principalOverdue: 5 }, { overdue: false }))['payments.notDue'],
    ).toBeUndefined();
  });

  it('that recovers a loss says by component what came back into the books and was paid', () => {
    const applied = { principalOverdue: 70, ordinaryInterest: 20, defaultInterest: 5, collectionCosts: 3 };
    const ordinary = paymentOf('N-1', 7, applied);
    // Of the 70 and 20, 60 and 15 were written off; so were the costs.
    const { collectionCosts: _back, ...booked } = ordinary.lines;
    const lines = { ...booked, principal: -10, ordinaryInterest: -5, 'write-offs': -78 };
    const back = {
      recoveries: 1,
      'recovered.principal': 60,
      'recovered.ordinaryInterest': 15,
      'recovered.collectionCosts': 3,
    };
    const recovered = (entry: Parameters<typeof measuresOf>[0]) =>
      Object.fromEntries(Object.entries(measuresOf(entry)).filter(([name]) => name.startsWith('recover')));
    const payment = { ...ordinary, lines };
    expect(recovered(payment)).toEqual(back);
    expect(recovered(ordinary)).toEqual({});
    expect(recovered(reversalOf(payment, 8))).toEqual({
      recoveries: 1,
      'recovered.principal': -60,
      'recovered.ordinaryInterest': -15,
      'recovered.collectionCosts': -3,
    });
  });

  it('goes to its day, month, cell and other date, by the day it was recorded and by its value date', () => {
    const totals = under('paid/', { ...MEASURES, ...LINES });
    const cell = { measures: MEASURES };
    const money = { measures: { payments: 1, amount: 165 } };
    const where = 'CELL#paid#hermosillo#cie#administrative#-';
    expect(entryFact(PAYMENT)).toEqual({
      owner: 'NOTE#N-1',
      seq: 7,
      contributions: [
        { key: { PK: 'MONTH#2025-03', SK: 'DAY#11' }, measures: { entries: 1, ...totals } },
        { key: { PK: 'YEAR#2025', SK: 'MONTH#03' }, measures: { entries: 1, ...totals } },
        { key: { PK: 'DAY#2025-03-11', SK: where }, ...cell },
        { key: { PK: 'DAY#2025-03-11', SK: 'VALUE#2025-02-10#cie' }, ...money },
        { key: { PK: 'VALUEMONTH#2025-02', SK: 'DAY#10' }, measures: totals },
        { key: { PK: 'VALUEYEAR#2025', SK: 'MONTH#02' }, measures: totals },
        { key: { PK: 'VALUEDAY#2025-02-10', SK: where }, ...cell },
        { key: { PK: 'VALUEDAY#2025-02-10', SK: 'RECORDED#2025-03-11#cie' }, ...money },
      ],
    });
  });

  it('counts once when it reached several notes', () => {
    const part = (index: number) => ({ ...PAYMENT, part: { index, of: 2 } });
    expect([part(0), part(1), PAYMENT, entryOf('N-1', 1)].map(paymentsIn)).toEqual([1, 0, 1, 0]);
    const other = entryFact(part(1)).contributions.find(({ key }) => key.SK.startsWith('VALUE#'));
    expect(other?.measures).toEqual({ amount: 165 });
  });

  it('is taken off again under a group of its own', () => {
    const reversal = reversalOf(PAYMENT, 8);
    expect(groupOf(reversal)).toBe('reversed:paid');
    expect(measuresOf(reversal)).toMatchObject({ count: 1, payments: 1, amount: -165, 'line.principal': 120 });
    const kinds = entryFact(reversal).contributions.map(({ key }) => key.SK.split('#')[0]);
    expect(kinds).toEqual(['DAY', 'MONTH', 'CELL', 'DAY', 'MONTH', 'CELL']);
  });
});

describe('what another entry adds to the rollups', () => {
  it('is its lines by the day it was recorded alone, income left to the totals', () => {
    const lines = { collectionCosts: 50, 'income:collectionCosts': -50 };
    const dimensions = { office: 'nogales', stage: 'judicial', agent: 'a-1', product: 'CREDITO' } as const;
    const { contributions } = entryFact(entryOf('N-1', 2, { ...DAYS, lines, dimensions }));
    expect(contributions).toEqual([
      {
        key: { PK: 'MONTH#2025-03', SK: 'DAY#11' },
        measures: {
          entries: 1,
          'charged/count': 1,
          'charged/line.collectionCosts': 50,
          'charged/line.income:collectionCosts': -50,
        },
      },
      { key: { PK: 'YEAR#2025', SK: 'MONTH#03' }, measures: contributions[0]!.measures },
      {
        key: { PK: 'DAY#2025-03-11', SK: 'CELL#charged#nogales#-#judicial#a-1' },
        measures: { count: 1, 'line.collectionCosts': 50 },
      },
    ]);
  });

  it('without lines is a count in the totals and no cell', () => {
    const { contributions } = entryFact(entryOf('N-1', 2, { ...DAYS, kind: 'placement-changed' }));
    expect(contributions.map(({ key }) => key.PK)).toEqual(['MONTH#2025-03', 'YEAR#2025']);
  });

  it('of a credit head is kept apart, in the totals', () => {
    const entry = entryOf('N-1', 3, { ...DAYS, kind: 'paid', ownerType: 'credit', fileId: 'F-1', creditChange: 60 });
    expect(groupOf(entry)).toBe('credit-head');
    expect(entryFact(entry)).toMatchObject({ owner: 'CREDIT#F-1', seq: 3 });
    expect(entryFact(entry).contributions.map(({ measures }) => measures)).toEqual([
      { entries: 1, 'credit-head/count': 1, 'credit-head/creditChange': 60 },
      { entries: 1, 'credit-head/count': 1, 'credit-head/creditChange': 60 },
    ]);
  });

  it('that took back nobody knows what says so', () => {
    expect(groupOf({ kind: 'reversed', ownerType: 'note' })).toBe('reversed:unknown');
  });
});

describe('an entry that breaks what must always hold', () => {
  it('is never summed: its lines do not sum to zero', () => {
    const entry = entryOf('N-1', 3, { lines: { principal: 5, credit: -4 } });
    expect(() => entryFact(entry)).toThrow('entry lines do not sum to 0 (1 centavos): note N-1 seq 3');
    expect(() => entryFact({ ...entry, noteId: '', ownerType: 'credit' })).toThrow('credit F-N-1 seq 3');
  });

  it.each(Object.keys(PARTS))('is never summed: its application has a centavo more of %s than its amount', (part) => {
    const application = { ...PAYMENT.application!, [part]: PARTS[part as keyof typeof PARTS] + 1 };
    expect(() => entryFact({ ...PAYMENT, application })).toThrow(
      'parts of the application do not sum to its amount: note N-1 seq 7',
    );
  });
});

describe('what a deposit adds to the rollups', () => {
  const MOVEMENT = {
    depositId: 'D-1',
    seq: 2,
    movement: 'assigned',
    amount: 700,
    channel: 'cie',
    valueDate: '2025-02-10',
    recordedOn: '2025-03-11',
    recordedAt: '2025-03-11T18:00:00.000Z',
    actor: 'a',
  } as const;
  const own = { 'assigned.count': 1, 'assigned.amount': 700 };
  const FACT = {
    owner: 'DEPOSIT#D-1',
    seq: 2,
    contributions: [
      { key: { PK: 'DAY#2025-03-11', SK: 'DEPOSITS' }, measures: own },
      { key: { PK: 'DEPOSITS', SK: 'YEAR#2025' }, measures: own },
      { key: { PK: 'MONTH#2025-03', SK: 'DAY#11' }, measures: under('deposits/', own) },
      { key: { PK: 'YEAR#2025', SK: 'MONTH#03' }, measures: under('deposits/', own) },
    ],
  };

  it('is its movement, by the day it was recorded, and by month and year', () => {
    expect(depositFact(MOVEMENT)).toEqual(FACT);
  });

  it('is counted in the totals whatever the movement', () => {
    const totals = {
      'deposits/received.count': 3,
      'deposits/returned.count': 1,
      'deposits/received.amount': 900,
      entries: 5,
    };
    expect(depositMovementsIn(totals)).toBe(4);
  });

  it('is read from the items of either table, and others add nothing', () => {
    expect(itemFact({ PK: 'DEPOSIT#D-1', SK: 'MOVE#0002', ...MOVEMENT })).toEqual(FACT);
    expect(itemFact({ SK: '0000000007', ...PAYMENT })).toEqual(entryFact(PAYMENT));
    expect(itemFact({ PK: 'DEPOSIT#D-1', SK: 'DEPOSIT', ...MOVEMENT })).toBeUndefined();
    expect(itemFact({ SK: 7, ...MOVEMENT })).toBeUndefined();
    expect(() => itemFact({ SK: 'MOVE#0002', ...MOVEMENT, amount: 0 })).toThrow();
    expect(() => itemFact({ ...PAYMENT, seq: 0 })).toThrow();
  });
});
