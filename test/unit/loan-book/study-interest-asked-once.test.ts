import { describe, expect, it } from 'vitest';
import { accrueTo } from '../../../shared/loan-book/accrual.ts';
import { zeroByComponent } from '../../../shared/loan-book/component.ts';
import { valueNote } from '../../../shared/loan-book/valuation.ts';
import { noteTerms } from '../../fixtures/note-terms.ts';
import { day, lent, type Made, noteOn, paid } from '../../support/worked-tables.ts';

/** 12,000.00 of 2024, studies and grace end on 1 January 2025: 721.97 of interest, asked with twelve due dates of 1,000.00. */
const terms = noteTerms({
  ...{ accrualStart: 'disbursement', endOfGrace: day('2025-01-01'), bands: [], amortization: 'equal-principal' },
  ...{ firstDueDate: day('2025-02-01'), instalments: 12, studyInterest: 'spread' },
});
const opening = lent('2024-01-01', 1_200_000);
const accelerated = (on: string): Made => ({ kind: 'accelerated', valueDate: day(on) });
const cured = (on: string): Made => ({ kind: 'acceleration-cured', valueDate: day(on) });
const waived = (on: string, ordinaryInterest: number): Made => ({
  ...{ kind: 'waived', valueDate: day(on) },
  granted: { ...zeroByComponent(), ordinaryInterest },
});

function on(date: string, made: readonly Made[]) {
  const { terms: then, state } = noteOn(
    terms,
    made.filter(({ valueDate }) => valueDate <= day(date)),
    day(date),
  );
  return valueNote(then, state, day(date));
}

describe('interest of studies that was asked, paid or forgiven is not asked again', () => {
  it('after an acceleration, by which all of it fell due, was cured', () => {
    const made = [opening, accelerated('2025-03-10'), cured('2025-04-10')];
    const { due } = on('2025-04-10', made);
    expect(due).toMatchObject({ principal: 300_000, ordinaryInterest: 84_855 });
    const settled = [...made, paid('2025-04-10', due.principal + due.ordinaryInterest + due.defaultInterest)];
    // 9,000.00 × 6 % × 21 days falls due on 1 May, and is paid before principal in advance.
    expect(on('2025-05-01', settled).due).toMatchObject({ principal: 100_000, ordinaryInterest: 3_107 });
    const punctual = on('2025-05-01', [...settled, paid('2025-05-01', 110_000)]);
    expect(punctual.owed).toMatchObject({ principal: 793_107, ordinaryInterest: 0 });
  });

  it('after a waiver of it', () => {
    // All of the 747.62 of 15 January: of 1 February are due 17 days, 33.53.
    const all = [opening, waived('2025-01-15', 74_959)];
    expect(on('2025-01-15', all).owed.ordinaryInterest).toBe(0);
    expect(on('2025-02-01', all).due).toMatchObject({ principal: 100_000, ordinaryInterest: 3_353 });
    // 300.00 of it: 449.59 are asked in twelve parts, 37.46 with the 33.53.
    const some = [opening, waived('2025-01-15', 30_000)];
    expect(on('2025-02-01', some).due.ordinaryInterest).toBe(3_746 + 3_353);
  });

  it('when it was waived or fell due before studies ended', () => {
    const waiver = [opening, waived('2024-12-31', 60_000)];
    const left = on('2025-01-01', waiver).owed.ordinaryInterest;
    const accrued = on('2025-02-01', waiver).owed.ordinaryInterest - left;
    expect(on('2025-02-01', waiver).due.ordinaryInterest).toBe(accrued + Math.floor(left / 12));
    const early = [opening, accelerated('2024-06-01'), cured('2024-07-01')];
    // What fell due until the cure stays due; of what accrued until the end of studies a twelfth is asked, with its month.
    const [fell, end, first] = ['2024-07-01', '2025-01-01', '2025-02-01'].map((date) => on(date, early));
    const study = end!.owed.ordinaryInterest - fell!.owed.ordinaryInterest;
    const month = first!.owed.ordinaryInterest - end!.owed.ordinaryInterest;
    expect([fell!.due.ordinaryInterest, study, month]).toEqual([29_984, 36_295, 6_116]);
    expect(first!.due.ordinaryInterest).toBe(29_984 + 3_024 + 6_116);
  });

  it('when money held pays part of it once an agreement lets it', () => {
    const held = { ...terms, allocation: { ...terms.allocation, prepayment: 'hold' as const } };
    const signed: Made = {
      ...{ kind: 'agreement-signed', valueDate: day('2025-01-15'), agreement: 'a', notes: ['n'] },
      plan: { from: day('2025-03-01'), count: 1, amount: 1, every: { unit: 'months', number: 1 }, graceDays: 5 },
      ...{ granted: zeroByComponent(), share: zeroByComponent(), earned: 'at-fulfilment', whileLive: [] },
    };
    const made = [opening, paid('2025-01-14', 1_230_000), signed];
    const note = noteOn(held, made, day('2025-02-01'));
    // 749.59 less 300.00 are left: a twelfth falls due on 1 February.
    const { principal, ordinary, maturities } = accrueTo(note.terms, note.state, day('2025-02-01'));
    expect([principal, ordinary.owed, maturities]).toEqual([0, 44_959, [{ due: '2025-02-01', owed: 3_746 }]]);
  });

  it('when all was paid and money is lent anew', () => {
    const whole = on('2025-01-15', [opening]).owed;
    const made = [opening, paid('2025-01-15', whole.principal + whole.ordinaryInterest), lent('2025-01-16', 1_200_000)];
    // The 31.56 of 16 days are paid before principal in advance.
    const { owed } = on('2025-02-01', [...made, paid('2025-02-01', 10_000)]);
    expect(owed).toMatchObject({ principal: 1_200_000 - 6_844, ordinaryInterest: 0 });
  });
});
