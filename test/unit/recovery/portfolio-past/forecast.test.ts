import { describe, expect, it } from 'vitest';
import { cohortsOf } from '../../../../functions/recovery/portfolio-past/cohorts.ts';
import { forecastOf } from '../../../../functions/recovery/portfolio-past/forecast.ts';
import { lastWholeMonth, monthNumber, monthText } from '../../../../functions/recovery/portfolio-past/month-number.ts';
import { PortfolioSummer } from '../../../../functions/recovery/portfolio-past/portfolio-sums.ts';
import type { Loan, RestatedNote } from '../../../../functions/recovery/portfolio-past/restated-note.ts';
import { calendarDate } from '../../../../shared/calendar/calendar-date.ts';
import { zeroByComponent } from '../../../../shared/loan-book/component.ts';

/** Month in which the oldest note first fell due. */
const FIRST = monthNumber(calendarDate('2020-01-01'));

/** A note that first falls due so many months behind the oldest, and what came in of it by its age. */
function note(
  due: number,
  lent: number,
  byAge: Readonly<Record<number, number>>,
  more: Partial<Loan> = {},
): RestatedNote {
  const firstDue = FIRST + due;
  const paid = new Map(Object.entries(byAge).map(([age, amount]) => [firstDue + Number(age), amount]));
  const amounts = zeroByComponent();
  return {
    noteId: `n${due}`,
    place: { office: 'nogales', product: 'superior', stage: 'administrative' },
    standing: '0',
    valuation: {
      ...{ owed: amounts, payable: amounts, due: amounts, ledger: amounts, writtenOff: amounts, held: 0 },
      ...{ unrecognised: { ordinaryInterest: 0, defaultInterest: 0 }, principalOverdue: 0 },
      ...{ daysPastDue: 0, punctual: true, status: 'open' },
    },
    loan: { cohort: 2019, lent, recoveredBefore: 0, observedFrom: firstDue, firstDue, paid, ...more },
  };
}

function sumsOf(lastMonth: number, notes: readonly RestatedNote[]) {
  const summer = new PortfolioSummer(lastMonth);
  for (const one of notes) summer.add(one);
  return summer.result();
}

describe('months', () => {
  it('are over at the end of their last day', () => {
    expect(monthText(lastWholeMonth(calendarDate('2026-06-30')))).toBe('2026-06');
    expect(monthText(lastWholeMonth(calendarDate('2026-06-29')))).toBe('2026-05');
    expect(monthText(lastWholeMonth(calendarDate('2026-01-01')))).toBe('2025-12');
  });
});

describe('the forecast', () => {
  it('expects of a note what came in, at its age, of those before it; of one that is the oldest, nothing', () => {
    // Twelve months: of 1,000.00 came in 100.00, 200.00 and 300.00 and then nothing; of 3,000.00, two months old, 300.00.
    const sums = sumsOf(FIRST + 11, [
      note(0, 100_000, { 0: 10_000, 1: 20_000, 2: 30_000 }),
      note(10, 300_000, { 0: 30_000 }),
    ]);
    expect(forecastOf(sums, FIRST + 11, 2)).toMatchObject({
      isBased: true,
      // At the age of two months 300.00 of 1,000.00 came in: 900.00 of 3,000.00.
      months: [
        { month: FIRST + 12, expected: 90_000, withoutBase: 100_000 },
        { month: FIRST + 13, expected: 0, withoutBase: 100_000 },
      ],
    });
  });

  it('weighs those before by what was lent, and rounds a month once', () => {
    // At age 1: 1 of 3 and 1 of 4, in all 2 of 7; the newest two have 5 and 6: 10/7 + 12/7 = 3.14.
    const old = [note(0, 3, { 1: 1 }), note(1, 4, { 1: 1 })];
    const sums = sumsOf(FIRST + 11, [...old, note(11, 5, {}), note(11, 6, {})]);
    expect(forecastOf(sums, FIRST + 11, 1).months[0]?.expected).toBe(3);
  });

  it('states its error from three, six and twelve months before, and where it had no base', () => {
    // Of the older note, 1,000.00: 10.00 and 20.00 at ages 9 and 10. Of the younger, 2,000.00, a year later: 10.00, 80.00, 5.00.
    const sums = sumsOf(FIRST + 23, [
      note(0, 100_000, { 9: 1_000, 10: 2_000 }),
      note(12, 200_000, { 9: 1_000, 10: 8_000, 11: 500 }),
    ]);
    const { trials } = forecastOf(sums, FIRST + 23, 1);
    // Expected 20.00, 40.00, 0: off by 100 %, 50 % and 100 %, and 60.00 against 95.00 in all.
    const of = { isBased: true, expected: 6_000, cameIn: 9_500, meanAbsoluteError: '83.33', bias: '-36.84' };
    expect(trials).toEqual([
      { monthsBack: 3, knownTo: FIRST + 20, ...of },
      // The three months more asked for nothing and brought nothing: no error is told of them.
      { monthsBack: 6, knownTo: FIRST + 17, ...of },
      {
        ...{ monthsBack: 12, knownTo: FIRST + 11, isBased: false, expected: null, cameIn: null },
        ...{ meanAbsoluteError: null, bias: null },
      },
    ]);
  });

  it('is tried with all that was known then, its last month too', () => {
    // The older had just passed the age of 20 months, at which 10.00 of its 1,000.00 came in; the younger comes to it next.
    const sums = sumsOf(FIRST + 23, [note(0, 100_000, { 20: 1_000 }), note(1, 200_000, {})]);
    expect(forecastOf(sums, FIRST + 23, 1).trials[0]).toMatchObject({
      knownTo: FIRST + 20,
      expected: 2_000,
      cameIn: 0,
    });
  });

  it('has no base with less than a year of payments, nor of no notes', () => {
    const young = sumsOf(FIRST + 10, [note(0, 100_000, { 0: 10_000 }), note(9, 100_000, {})]);
    expect(forecastOf(young, FIRST + 10, 1).isBased).toBe(false);
    const year = sumsOf(FIRST + 11, [note(0, 100_000, { 0: 10_000 }), note(9, 100_000, {})]);
    expect(forecastOf(year, FIRST + 11, 1).isBased).toBe(true);
    expect(forecastOf(sumsOf(FIRST, []), FIRST, 3)).toMatchObject({
      isBased: false,
      months: [{ expected: 0 }, {}, {}],
    });
  });

  it('knows of a note that was brought forward only what came in since', () => {
    const brought = note(0, 100_000, { 20: 5_000 }, { observedFrom: FIRST + 18, recoveredBefore: 40_000 });
    const { history, curves } = sumsOf(FIRST + 24, [brought]);
    expect(history.map(([age]) => Number(age)).toSorted((a, b) => a - b)).toEqual([18, 19, 20, 21, 22, 23, 24]);
    // What came in before is in the sum, at an age at which it is certain.
    expect(curves).toEqual([
      ['2019#18', [100_000, 40_000]],
      ['2019#24', [100_000, 45_000]],
    ]);
  });
});

describe('cohorts', () => {
  it('tell what came in of what was lent, at each age of those that have come so far', () => {
    const sums = sumsOf(FIRST + 6, [
      note(0, 100_000, { '-1': 2_000, 0: 1_000, 3: 5_000, 6: 1_000 }, { observedFrom: FIRST - 4 }),
      note(2, 300_000, { 0: 6_000, 4: 9_000 }),
      note(4, 50_000, { 0: 10 }, { cohort: 2020 }),
    ]);
    expect(cohortsOf(sums)).toEqual([
      {
        ...{ year: 2019, notes: 2, lent: 400_000 },
        curve: [
          { months: 0, lent: 400_000, recovered: 9_000 },
          { months: 3, lent: 400_000, recovered: 14_000 },
          { months: 6, lent: 100_000, recovered: 9_000 },
        ],
      },
      { year: 2020, notes: 1, lent: 50_000, curve: [{ months: 0, lent: 50_000, recovered: 10 }] },
    ]);
  });
});
