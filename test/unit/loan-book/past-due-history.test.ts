import { describe, expect, it } from 'vitest';
import { calendarDate as day } from '../../../shared/calendar/calendar-date.ts';
import { zeroByComponent } from '../../../shared/loan-book/component.ts';
import {
  daysPastDueOn,
  pastDueHistory,
  pastDueSpells,
  worstDaysPastDue,
} from '../../../shared/loan-book/past-due-history.ts';
import { noteTerms } from '../../fixtures/note-terms.ts';
import { growing } from '../../support/worked-clocks.ts';
import { arrived, lent, type Made, paid } from '../../support/worked-tables.ts';

// 1,000.00 without interest in two parts of 500.00, due on the first of March and of April.
const TWO = noteTerms({ instalments: 2, amortization: 'equal-principal', baseRate: 0, bands: [] });
const LENT = lent('2025-02-10', 100_000);
const historyOf = (made: readonly Made[], through = '2025-06-30', terms = TWO) =>
  pastDueHistory(terms, arrived(made), day(through));

describe('the history of days past due', () => {
  const made = [LENT, paid('2025-03-11', 50_000), paid('2025-04-01', 30_000), paid('2025-05-01', 20_000)];
  const history = historyOf(made);

  it('is a change a due date and a payment that ends or moves the oldest', () => {
    expect(history.changes).toEqual([
      { from: '2025-02-10', oldestUnpaid: null },
      { from: '2025-03-01', oldestUnpaid: '2025-03-01' },
      { from: '2025-03-11', oldestUnpaid: null },
      { from: '2025-04-01', oldestUnpaid: '2025-04-01' },
      { from: '2025-05-01', oldestUnpaid: null },
    ]);
    expect(
      ['2025-03-01', '2025-03-02', '2025-03-10', '2025-03-11'].map((on) => daysPastDueOn(history, day(on))),
    ).toEqual([0, 1, 9, 0]);
  });

  it('has its spells, the last of which may go on, and the worst of a period', () => {
    expect(pastDueSpells(history)).toEqual([
      { from: '2025-03-02', to: '2025-03-10', worst: 9 },
      { from: '2025-04-02', to: '2025-04-30', worst: 29 },
    ]);
    expect(pastDueSpells(historyOf(made, '2025-04-20'))[1]).toEqual({ from: '2025-04-02', to: null, worst: 19 });
    const worst = (from: string, to: string) => worstDaysPastDue(history, day(from), day(to));
    expect(worst('2025-03-01', '2025-03-31')).toBe(9);
    expect(worst('2025-03-01', '2025-04-11')).toBe(10);
    expect(worst('2025-03-05', '2025-03-07')).toBe(6);
    expect([worst('2024-01-01', '2025-02-09'), worst('2025-07-01', '2025-07-31')]).toEqual([0, 0]);
  });

  it('is one spell while the oldest moves and something stays late, two when a day was not', () => {
    const spells = (on: string) => pastDueSpells(historyOf([LENT, paid(on, 50_000)], '2025-04-30'));
    expect(spells('2025-04-11')).toEqual([{ from: '2025-03-02', to: null, worst: 40 }]);
    expect(spells('2025-04-01')).toEqual([
      { from: '2025-03-02', to: '2025-03-31', worst: 30 },
      { from: '2025-04-02', to: null, worst: 29 },
    ]);
  });

  it('is rewritten by a payment recorded late with an old date, and by one taken back', () => {
    const bounced: Made = { kind: 'reversed', valueDate: day('2025-03-11'), target: 'e-1' };
    expect(historyOf([...made, paid('2025-03-01', 50_000)]).changes).toEqual([
      { from: '2025-02-10', oldestUnpaid: null },
    ]);
    expect(historyOf([...made, bounced]).changes.slice(1)).toEqual([
      { from: '2025-03-01', oldestUnpaid: '2025-03-01' },
      { from: '2025-05-01', oldestUnpaid: '2025-04-01' },
    ]);
  });

  describe('where interest that goes on outgrows what is tolerated after the last due date', () => {
    it('changes on that day', () => {
      // 49.90 unpaid of 1 March and 0.0499 a day: more than 50.00 on the third day (worked-days.test.ts).
      const short = [lent('2025-02-19', 100_000), paid('2025-03-01', 96_010)];
      expect(historyOf(short, '2027-06-30', growing).changes).toEqual([
        { from: '2025-02-19', oldestUnpaid: null },
        { from: '2025-03-04', oldestUnpaid: '2025-03-01' },
      ]);
    });

    it('changes again on the day on which an older due date does by itself', () => {
      // 49.00 of 1 March and 0.90 of 20 March, 0.049 a day for 1 March: with 0.15 both exceed 50.00, with 1.03 the first.
      const opening: Made = {
        kind: 'brought-forward',
        valueDate: day('2025-04-01'),
        originalPrincipal: 100_000,
        balances: { ...zeroByComponent(), principal: 4_900, ordinaryInterest: 90 },
        interestMaturities: [{ due: day('2025-03-20'), owed: 90 }],
      };
      expect(historyOf([opening], '2025-06-30', growing).changes).toEqual([
        { from: '2025-04-01', oldestUnpaid: null },
        { from: '2025-04-04', oldestUnpaid: '2025-03-20' },
        { from: '2025-04-22', oldestUnpaid: '2025-03-01' },
      ]);
    });
  });

  it('knows nothing before the opening nor after its end, and of a cancelled note that it was never late', () => {
    for (const on of ['2025-02-09', '2025-07-01']) expect(() => daysPastDueOn(history, day(on))).toThrow(RangeError);
    expect(historyOf(made, '2025-02-09').changes).toEqual([]);
    const cancelled: Made = { kind: 'reversed', valueDate: day('2025-02-10'), target: 'e-0' };
    expect(historyOf([...made, cancelled]).changes).toEqual([{ from: '2025-02-10', oldestUnpaid: null }]);
  });
});
