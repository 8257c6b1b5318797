import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { type AgreementPlan, agreedPayments, agreedTotal } from '../../../shared/loan-book/agreement-plan.ts';
import { type CountedMoney, standingOf, unmetPayments } from '../../../shared/loan-book/agreement-standing.ts';

const day = calendarDate;

/** 1,000.00 on signing and 3 of 500.00 from 1 March on, the last of 450.00 and moved off a Sunday; 5 days of grace. */
const PLAN: AgreementPlan = {
  firstPayment: { due: day('2026-02-01'), amount: 100_000 },
  from: day('2026-03-01'),
  count: 3,
  amount: 50_000,
  every: { unit: 'months', number: 1 },
  exceptions: [{ number: 3, due: day('2026-05-04'), amount: 45_000 }],
  graceDays: 5,
};
const came = (...rows: readonly [string, number][]): CountedMoney[] =>
  rows.map(([on, amount]) => ({ on: day(on), amount }));

describe('the payments of a plan', () => {
  it('are told by first payment, amount, count, frequency and exceptions', () => {
    expect(agreedPayments(PLAN)).toEqual([
      { due: '2026-02-01', amount: 100_000 },
      { due: '2026-03-01', amount: 50_000 },
      { due: '2026-04-01', amount: 50_000 },
      { due: '2026-05-04', amount: 45_000 },
    ]);
    expect(agreedTotal(PLAN)).toBe(245_000);
  });

  it('fall on the last day of shorter months and come back to the 31st, or every so many days', () => {
    const monthly = { ...PLAN, from: day('2026-01-31'), count: 3, exceptions: [] };
    expect(
      agreedPayments(monthly)
        .slice(1)
        .map(({ due }) => due),
    ).toEqual(['2026-01-31', '2026-02-28', '2026-03-31']);
    const fortnightly = { ...monthly, every: { unit: 'days' as const, number: 14 } };
    expect(
      agreedPayments(fortnightly)
        .slice(1)
        .map(({ due }) => due),
    ).toEqual(['2026-01-31', '2026-02-14', '2026-02-28']);
  });
});

describe('the standing of an agreement', () => {
  const first = came(['2026-02-01', 100_000]);

  it.each([
    ['nothing is due yet', [], '2026-02-01', { kind: 'live', kept: 0, lateSince: null }],
    [
      'a payment is late and within its days of grace',
      [],
      '2026-02-06',
      { kind: 'live', kept: 0, lateSince: '2026-02-01' },
    ],
    ['its days of grace passed', [], '2026-02-07', { kind: 'broken', on: '2026-02-07', kept: 0, met: 0, of: 245_000 }],
    ['the first was paid', first, '2026-03-01', { kind: 'live', kept: 1, lateSince: null }],
    [
      'a centavo is missing when the days of grace end',
      [...first, ...came(['2026-03-06', 49_999])],
      '2026-03-07',
      { kind: 'broken', on: '2026-03-07', kept: 1, met: 100_000, of: 245_000 },
    ],
    [
      'the centavo comes on the last day of grace',
      [...first, ...came(['2026-03-02', 49_999], ['2026-03-06', 1])],
      '2026-03-07',
      { kind: 'live', kept: 2, lateSince: null },
    ],
    [
      'it comes the day after',
      [...first, ...came(['2026-03-02', 49_999], ['2026-03-07', 145_001])],
      '2026-12-31',
      { kind: 'broken', on: '2026-03-07', kept: 1, met: 100_000, of: 245_000 },
    ],
    ['two were paid at once', came(['2026-02-01', 150_000]), '2026-03-20', { kind: 'live', kept: 2, lateSince: null }],
    [
      'all of it comes early',
      [...first, ...came(['2026-02-20', 145_000])],
      '2026-02-20',
      { kind: 'fulfilled', on: '2026-02-20' },
    ],
    [
      'more than all of it comes in parts of one day',
      [...first, ...came(['2026-02-20', 100_000], ['2026-02-20', 60_000])],
      '2026-12-31',
      { kind: 'fulfilled', on: '2026-02-20' },
    ],
    [
      'money of after today is not known',
      [...first, ...came(['2026-03-01', 145_000])],
      '2026-02-28',
      { kind: 'live', kept: 1, lateSince: null },
    ],
    [
      'money was given back before the next was due',
      [...first, ...came(['2026-02-02', 50_000], ['2026-03-01', -50_000])],
      '2026-03-07',
      { kind: 'broken', on: '2026-03-07', kept: 1, met: 100_000, of: 245_000 },
    ],
  ] as const)('%s', (_case, counted, today, expected) => {
    expect(standingOf(PLAN, counted, day(today))).toEqual(expected);
    expect(standingOf(PLAN, [...counted].reverse(), day(today))).toEqual(expected);
  });

  it('asks a payment on the file for what is due and the next one to come, less what came in', () => {
    const unmet = (counted: CountedMoney[], on: string) =>
      unmetPayments(PLAN, counted, day(on)).map(({ due, amount }) => [due, amount]);
    expect(unmet([], '2026-01-31')).toEqual([['2026-02-01', 100_000]]);
    expect(unmet([], '2026-02-01')).toEqual([
      ['2026-02-01', 100_000],
      ['2026-03-01', 50_000],
    ]);
    expect(unmet(came(['2026-02-01', 100_001]), '2026-03-01')).toEqual([
      ['2026-03-01', 49_999],
      ['2026-04-01', 50_000],
    ]);
    expect(unmet(came(['2026-02-01', 240_000]), '2026-03-01')).toEqual([]);
    expect(unmet(came(['2026-02-01', 199_999]), '2026-03-01')).toEqual([['2026-04-01', 1]]);
    expect(unmet(first, '2026-06-01').map(([, amount]) => amount)).toEqual([50_000, 50_000, 45_000]);
    // What left the notes has to come in again.
    expect(unmet(came(['2026-02-01', -7]), '2026-02-01')).toEqual([
      ['2026-02-01', 100_007],
      ['2026-03-01', 50_000],
    ]);
  });
});
