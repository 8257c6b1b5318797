import { describe, expect, it } from 'vitest';
import { calendarDate as day } from '../../../shared/calendar/calendar-date.ts';
import { zeroByComponent } from '../../../shared/loan-book/component.ts';
import { foldEvents } from '../../../shared/loan-book/fold.ts';
import { recogniseInterest } from '../../../shared/loan-book/interest.ts';
import { ledgerBalances } from '../../../shared/loan-book/note-state.ts';
import type { NoteTerms } from '../../../shared/loan-book/note-terms.ts';
import type { TermChanges } from '../../../shared/loan-book/term-changes.ts';
import { nextDueAfter, valueNote } from '../../../shared/loan-book/valuation.ts';
import { noteTerms } from '../../fixtures/note-terms.ts';
import { arrived, corrected, lent, type Made, noteOn, paid } from '../../support/worked-tables.ts';

// Rates of a thousandth and of two thousandths a day, so that every amount can be told by heart.
const DAILY_1 = 365_000;
const DAILY_2 = 730_000;

/** 1,000.00 without interest in two parts of 500.00, due on the first of March and of April; late, 0.1 % a day. */
const TWO: Partial<NoteTerms> = {
  accrualStart: 'disbursement',
  instalments: 2,
  amortization: 'equal-principal',
  baseRate: 0,
  bands: [],
  defaultRate: DAILY_1,
};
const LENT = lent('2025-02-10', 100_000);
const pay = (rule: Partial<NoteTerms['allocation']>): Partial<NoteTerms> => ({
  allocation: { ...noteTerms().allocation, ...rule },
});

const valued = (terms: Partial<NoteTerms>, made: readonly Made[], on: string) => {
  const note = noteOn(noteTerms(terms), made, day(on));
  return valueNote(note.terms, note.state, day(on));
};
const owed = (terms: Partial<NoteTerms>, made: readonly Made[], on: string) => valued(terms, made, on).owed;
const stateOf = (terms: Partial<NoteTerms>, made: readonly Made[]) =>
  foldEvents(noteTerms(terms), arrived(made)).note.state;
const applied = (terms: Partial<NoteTerms>, made: readonly Made[]) => {
  const { effects } = foldEvents(noteTerms(terms), arrived(made));
  return effects.get(`e-${made.length - 1}`)?.application;
};

describe('a payment between a due date and the end of what is tolerated', () => {
  it('leaves days of grace where they are: the eleventh day is the first that is charged', () => {
    const terms = { ...TWO, defaultGraceDays: 10 };
    const made = [LENT, paid('2025-03-06', 1)];
    // 499.99 × 0.1 % × 10 days, from the 12th to the 21st.
    expect(owed(terms, made, '2025-03-11').defaultInterest).toBe(0);
    expect(owed(terms, made, '2025-03-12').defaultInterest).toBe(50);
    expect(owed(terms, made, '2025-03-21').defaultInterest).toBe(500);
  });

  it('leaves days of tolerance where they are: the band is lost with the end of the tenth', () => {
    const terms = {
      ...TWO,
      baseRate: DAILY_1,
      bands: [{ annualPpm: 0 }],
      defaultRate: 0,
      punctualityToleranceDays: 10,
    };
    const made = [LENT, paid('2025-03-06', 1)];
    // 500.00 that is not due × 0.1 % × 10 days.
    expect(owed(terms, made, '2025-03-11').ordinaryInterest).toBe(0);
    expect(owed(terms, made, '2025-03-12').ordinaryInterest).toBe(50);
    expect(owed(terms, made, '2025-03-21').ordinaryInterest).toBe(500);
  });
});

describe('a shortfall that is tolerated', () => {
  // All due on 1 March; 49.90 of principal stay unpaid, which 50.00 of tolerance forgive.
  const terms: Partial<NoteTerms> = {
    ...TWO,
    instalments: 1,
    amortization: 'single',
    baseRate: DAILY_1,
    defaultRate: DAILY_2,
    ordinaryOnOverdue: 'continues',
    punctualityToleranceAmount: 5_000,
  };
  const made = [lent('2025-02-19', 100_000), paid('2025-03-01', 96_010)];

  it.each([
    // 0.0499 a day of ordinary interest: 49.90 + 0.10 on the second day is no more than 50.00, + 0.15 on the third is.
    ['2025-03-03', 10, 0, 0],
    ['2025-03-04', 15, 0, 3],
    ['2025-03-05', 20, 10, 4],
    ['2025-03-14', 65, 100, 13],
  ])('grows past it after the last due date: on %s', (on, ordinaryInterest, defaultInterest, daysPastDue) => {
    expect(valued(terms, made, on)).toMatchObject({ owed: { ordinaryInterest, defaultInterest }, daysPastDue });
  });

  it('is the same whatever days somebody looked on', () => {
    const looked: Made[] = ['2025-03-02', '2025-03-04', '2025-03-05', '2025-03-09'].map((on) => ({
      kind: 'average-recorded',
      valueDate: day(on),
      average: 80,
    }));
    expect(valued(terms, [...made, ...looked], '2025-03-14').owed).toEqual(owed(terms, made, '2025-03-14'));
  });

  it('is of principal and interest together', () => {
    // 500.00 of principal are unpaid on 1 March, and 0.05 of interest; 500.03 are forgiven.
    const two = { ...TWO, punctualityToleranceAmount: 50_003 };
    expect(valued({ ...two, baseRate: 1_000 }, [LENT], '2025-03-02')).toMatchObject({
      due: { ordinaryInterest: 5 },
      daysPastDue: 1,
    });
    expect(valued(two, [LENT], '2025-03-02').daysPastDue).toBe(0);
  });
});

describe('days of grace that only forgive', () => {
  it('count after all, for each due date its own', () => {
    const terms = { ...TWO, defaultGrace: 'forgiven', defaultGraceDays: 10 } as const;
    // 500.00 × 0.1 %: 51 days since 1 March and 20 since 1 April.
    expect(owed(terms, [LENT], '2025-03-11').defaultInterest).toBe(0);
    expect(owed(terms, [LENT], '2025-03-12').defaultInterest).toBe(550);
    expect(owed(terms, [LENT], '2025-04-21').defaultInterest).toBe(51 * 50 + 20 * 50);
  });

  it('are forgiven when it is paid within them', () => {
    const terms = { ...TWO, defaultGrace: 'forgiven', defaultGraceDays: 10 } as const;
    expect(owed(terms, [LENT, paid('2025-03-10', 50_000)], '2025-03-25').defaultInterest).toBe(0);
  });
});

describe('interest that falls due', () => {
  const terms: Partial<NoteTerms> = {
    ...TWO,
    instalments: 1,
    amortization: 'single',
    baseRate: DAILY_1,
    ordinaryOnOverdue: 'continues',
  };
  const looked = (on: string): Made => ({ kind: 'average-recorded', valueDate: day(on), average: 80 });

  it('after the last due date adds to that one row, which goes when it is paid', () => {
    const made = [lent('2025-02-19', 100_000), looked('2025-03-04'), looked('2025-03-06')];
    expect(stateOf(terms, made).maturities).toEqual([{ due: '2025-03-01', owed: 1_500 }]);
    const { maturities, late } = stateOf(terms, [...made, paid('2025-03-06', 2_000)]);
    expect([maturities, late.owed]).toEqual([[], 0]);
  });

  it('is none where nothing accrued', () => {
    expect(stateOf(TWO, [LENT, looked('2025-04-10')]).maturities).toEqual([]);
  });

  it('once recognised stays so, although a corrected rounding or day count finds less', () => {
    const interest = { accrued: 0n, recognised: 7, owed: 5 };
    expect(recogniseInterest(noteTerms(), interest)).toEqual(interest);
  });

  it('is carried over when the day count is corrected', () => {
    const made = [LENT, corrected('2025-02-20', { dayCount: 'actual/360' })];
    const daily = { ...TWO, baseRate: 360_000 };
    // 10 days at 36 % ÷ 365 are 986.30; 9 more at 36 % ÷ 360 are 900.00.
    expect(owed(daily, made, '2025-03-01').ordinaryInterest).toBe(1_886);
  });
});

describe('interest of studies brought forward', () => {
  const terms: Partial<NoteTerms> = { ...TWO, baseRate: DAILY_1, studyInterest: 'spread', defaultRate: 0 };
  const opening = (on: string, studyInterest: number): Made => ({
    kind: 'brought-forward',
    valueDate: day(on),
    originalPrincipal: 100_000,
    balances: { ...zeroByComponent(), principal: 100_000 },
    ordinaryNotDue: 300,
    studyInterest,
  });

  it('before they end is added to what they still accrue, and all of it is spread', () => {
    // 1.00 a day: 10.00 by 31 January and 3.00 brought are 13.00, half of it with the 29.00 of February and March 1st.
    const { due } = valued(terms, [opening('2025-01-21', 300)], '2025-03-01');
    expect(due.ordinaryInterest).toBe(2_900 + 650);
  });

  it('after they ended is spread, and the rest of what is not due falls due with the next date', () => {
    const { due } = valued(terms, [opening('2025-02-09', 100)], '2025-03-01');
    expect(due.ordinaryInterest).toBe(20 * 100 + 50 + 200);
    expect(valued(terms, [opening('2025-01-31', 100)], '2025-03-01').due.ordinaryInterest).toBe(29 * 100 + 50 + 200);
  });

  it('is all paid by who pays everything, and left over is nothing', () => {
    const { ordinaryInterest } = owed(terms, [opening('2025-02-09', 300)], '2025-02-19');
    expect(ordinaryInterest).toBe(1_300);
    const { status, held } = valued(terms, [opening('2025-02-09', 300), paid('2025-02-19', 101_300)], '2025-02-19');
    expect([status, held]).toEqual(['paid', 0]);
  });
});

describe('a payment', () => {
  it('is of an overdue debt from the day after its due date', () => {
    const on = (date: string) => applied(TWO, [LENT, paid(date, 100)])?.overdue;
    expect(['2025-02-28', '2025-03-01', '2025-03-02'].map(on)).toEqual([false, false, true]);
  });

  it('by instalment pays the interest and principal of the older first, and holds what is beyond both', () => {
    const terms = {
      ...TWO,
      baseRate: DAILY_1,
      ordinaryOnOverdue: 'continues',
      defaultRate: 0,
      ...pay({ mode: 'instalment-first', prepayment: 'hold' }),
    } as const;
    // Due by 1 April: 19.00 and 500.00, then 31.00 and 500.00.
    expect(applied(terms, [LENT, paid('2025-04-01', 53_000)])).toMatchObject({
      ordinaryInterest: 1_900 + 1_100,
      principalOverdue: 50_000,
      principalNotDue: 0,
    });
    expect(applied(terms, [LENT, paid('2025-04-01', 53_100 + 2_000)])).toMatchObject({
      ordinaryInterest: 5_000,
      principalOverdue: 50_000,
      principalNotDue: 100,
      credit: 0,
    });
    expect(applied(terms, [LENT, paid('2025-03-15', 60_000)])).toMatchObject({
      ordinaryInterest: 1_900,
      principalOverdue: 50_000,
      credit: 60_000 - 51_900,
    });
  });

  it('by instalment takes interest that fell due on a day of its own in its place', () => {
    const terms = { ...TWO, defaultRate: 0, ...pay({ mode: 'instalment-first', prepayment: 'hold' }) } as const;
    const opening: Made = {
      kind: 'brought-forward',
      valueDate: day('2025-04-15'),
      originalPrincipal: 100_000,
      balances: { ...zeroByComponent(), principal: 100_000, ordinaryInterest: 700 },
      interestMaturities: [
        { due: day('2025-03-10'), owed: 300 },
        { due: day('2025-04-10'), owed: 400 },
      ],
    };
    // 500.00 of 1 March, 3.00 of 10 March, then principal of 1 April before the 4.00 of the 10th.
    expect(applied(terms, [opening, paid('2025-04-15', 50_400)])).toMatchObject({ ordinaryInterest: 300 });
    expect(applied(terms, [opening, paid('2025-04-15', 100_500)])).toMatchObject({ ordinaryInterest: 500 });
  });
});

describe('principal paid in advance', () => {
  const rows = (state: ReturnType<typeof stateOf>) => [state.tranches.length, state.tranches[0]?.date, state.shortened];
  const lower = { ...TWO, ...pay({ prepayment: 'lower' }) };
  const shorten = { ...TWO, ...pay({ prepayment: 'shorten' }) };

  it('pays the next due date first, and leaves the schedule alone up to what that asks for', () => {
    // A centavo of rounding besides.
    expect(rows(stateOf(lower, [LENT, paid('2025-02-15', 50_001)]))).toEqual([1, '2025-02-10', 0]);
    expect(rows(stateOf(lower, [LENT, paid('2025-02-15', 50_002)]))).toEqual([1, '2025-03-01', 0]);
    expect(stateOf(shorten, [LENT, paid('2025-02-15', 50_001)]).shortened).toBe(0);
    expect(stateOf(shorten, [LENT, paid('2025-02-15', 60_001)]).shortened).toBe(10_000);
  });

  it('counts what was paid for that date before', () => {
    const made = [LENT, paid('2025-02-15', 30_000), paid('2025-02-16', 30_001)];
    expect(stateOf(shorten, made).shortened).toBe(10_000);
  });

  it('counts the interest by that date, which begins with the end of grace, and not that of studies for later', () => {
    // 1.00 a day for the ten days after the 19th, and 500.00; the rest shortens.
    const terms = {
      ...shorten,
      accrualStart: 'end-of-grace',
      endOfGrace: day('2025-02-19'),
      baseRate: DAILY_1,
    } as const;
    expect(stateOf(terms, [LENT, paid('2025-02-15', 61_001)]).shortened).toBe(10_000);
    const studies = { ...terms, accrualStart: 'disbursement', studyInterest: 'at-end' } as const;
    // 9.00 of studies by the 19th are for the end; 1.00 of the 20th is paid; 9.00 more accrue by the first of March.
    const made = [LENT, paid('2025-02-20', 61_001)];
    expect(ledgerBalances(stateOf(studies, made)).ordinaryInterest).toBe(900);
    expect(stateOf(studies, made).shortened).toBe(61_001 - 100 - 50_000 - 900 - 1);
  });
});

describe('a correction', () => {
  it('that leaves no due date makes what was not due yet due on its day', () => {
    const made = [LENT, corrected('2025-03-15', { instalments: 1 })];
    expect(valued(TWO, made, '2025-03-15')).toMatchObject({ due: { principal: 100_000 }, daysPastDue: 14 });
    const paidFirst = [...made, paid('2025-03-15', 50_000 + 700)];
    // 0.50 a day on 500.00 for the 14 days before is paid with it.
    expect(valued(TWO, paidFirst, '2025-03-20')).toMatchObject({ due: { principal: 50_000 }, daysPastDue: 5 });
    const before = corrected('2025-02-15', { instalments: 1 });
    expect(valued(TWO, [LENT, before], '2025-02-20')).toMatchObject({ due: { principal: 0 }, daysPastDue: 0 });
  });

  it('of a debt that fell due early leaves it due', () => {
    const made = [
      LENT,
      { kind: 'accelerated', valueDate: day('2025-03-10') } satisfies Made,
      corrected('2025-03-12', { firstDueDate: day('2025-06-01') }),
    ];
    expect(valued(TWO, made, '2025-03-20')).toMatchObject({ due: { principal: 100_000 }, daysPastDue: 19 });
    expect(stateOf(TWO, made).arrears).toEqual([
      { due: '2025-03-01', owed: 50_000 },
      { due: '2025-03-10', owed: 50_000 },
    ]);
  });

  it('keeps 24 unpaid due dates apart, later ones with the newest', () => {
    const terms = { ...TWO, instalments: 30, firstDueDate: day('2020-01-01'), defaultRate: 0 };
    const arrears = (on: string) =>
      stateOf(terms, [lent('2019-12-01', 30_000), corrected(on, { baseRate: 0 })]).arrears;
    const all = arrears('2022-06-15');
    expect(all).toHaveLength(24);
    expect(all.slice(22)).toEqual([
      { due: '2021-11-01', owed: 1_000 },
      { due: '2022-06-01', owed: 7_000 },
    ]);
    expect(arrears('2021-12-15').at(-1)).toEqual({ due: '2021-12-01', owed: 1_000 });
    expect(arrears('2022-01-15').at(-1)).toEqual({ due: '2022-01-01', owed: 2_000 });
  });

  it('during studies leaves their interest to be fixed when they end, or fixes it when it ends them', () => {
    const terms: Partial<NoteTerms> = { ...TWO, baseRate: DAILY_1, studyInterest: 'spread', defaultRate: 0 };
    const on = (changes: Parameters<typeof corrected>[1]) =>
      valued(terms, [lent('2025-01-10', 100_000), corrected('2025-01-20', changes)], '2025-03-01').due.ordinaryInterest;
    // 1.00 a day: 21 days of studies by the 31st, half of them with the 29 days after; or 10 and 40.
    expect(on({ defaultRate: 1 })).toBe(1_050 + 2_900);
    expect(on({ endOfGrace: day('2025-01-15') })).toBe(500 + 4_000);
    expect(on({ endOfGrace: day('2025-01-20') })).toBe(500 + 4_000);
  });
});

describe('what the next due date asks for', () => {
  it('is besides what is due already', () => {
    const terms = noteTerms({ ...TWO, baseRate: DAILY_1, ordinaryOnOverdue: 'continues', defaultRate: 0 });
    const { state } = noteOn(terms, [LENT], day('2025-03-10'));
    expect(nextDueAfter(terms, state, day('2025-03-10'))).toEqual({
      date: '2025-04-01',
      principal: 50_000,
      ordinaryInterest: 3_100,
    });
  });
});

describe('a corrected rounding rule', () => {
  // 101.00 × 0.1 % × 5 days = 0.505: down 0.50, half up 0.51. All is due on the first of March.
  const DOWN = { ...TWO, instalments: 1, amortization: 'single', baseRate: DAILY_1, rounding: 'down' } as const;
  const made = (on: string, changes: TermChanges, ...more: readonly Made[]) => [
    lent('2025-02-24', 10_100),
    ...more,
    corrected(on, changes),
  ];
  const booked = (events: readonly Made[]) => {
    const { note, totals } = foldEvents(noteTerms(DOWN), arrived(events));
    expect(totals.ordinaryInterest ?? 0).toBe(note.state.ordinary.owed);
    expect(totals.defaultInterest ?? 0).toBe(note.state.late.owed);
    return note.state;
  };

  it.each([
    [
      'on the last due date, with a new schedule',
      '2025-03-01',
      { rounding: 'half-up', amortization: 'equal-principal' },
    ],
    ['on the last due date', '2025-03-01', { rounding: 'half-up' }],
    ['before it', '2025-02-28', { rounding: 'half-up' }],
  ] as const)('%s is booked with the correction', (_when, on, changes) => {
    booked(made(on, changes));
  });

  it('after the last due date makes its centavo due at once, and money held pays it', () => {
    // 1 March: 0.50 is paid with 1.00 to spare; the half centavo becomes one on the fifth.
    const state = booked(made('2025-03-05', { rounding: 'half-up' }, paid('2025-03-01', 10_250)));
    expect(state).toMatchObject({ held: 99, ordinary: { owed: 0, recognised: 51 }, maturities: [] });
    const unpaid = booked(made('2025-03-05', { rounding: 'half-up' }, paid('2025-03-01', 10_150)));
    expect(unpaid.maturities).toEqual([{ due: '2025-03-01', owed: 1 }]);
  });
});
