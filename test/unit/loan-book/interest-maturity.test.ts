import { describe, expect, it } from 'vitest';
import { oldestFirst, withMaturity } from '../../../shared/loan-book/interest-maturity.ts';
import { valueNote } from '../../../shared/loan-book/valuation.ts';
import { noteTerms } from '../../fixtures/note-terms.ts';
import { day, type Made, noteOn, paid } from '../../support/worked-tables.ts';

const [OLD, NEW] = [
  { due: day('2024-12-01'), owed: 100 },
  { due: day('2025-01-15'), owed: 200 },
];

describe('interest that fell due', () => {
  it('is kept oldest first, each day once, nothing of nothing', () => {
    expect(withMaturity([], day('2024-12-01'), 100)).toEqual([OLD]);
    expect(withMaturity([OLD], day('2025-01-15'), 200)).toEqual([OLD, NEW]);
    expect(withMaturity([NEW], day('2024-12-01'), 100)).toEqual([OLD, NEW]);
    expect(withMaturity([OLD, NEW], day('2024-12-01'), 7)).toEqual([{ ...OLD, owed: 107 }, NEW]);
    expect(withMaturity([OLD, NEW], day('2024-12-01'), -100)).toEqual([NEW]);
    expect(oldestFirst([NEW, OLD])).toEqual([OLD, NEW]);
  });

  it('with the last due date, after others that a cut-over brought, is paid with it and once', () => {
    const terms = noteTerms({
      ...{ accrualStart: 'disbursement', ordinaryOnOverdue: 'continues', defaultRate: 0, bands: [] },
      allocation: { ...noteTerms().allocation, mode: 'instalment-first' },
    });
    // 10,000.00 were due at once on 1 December; 50.00 of interest on 15 January.
    const brought: Made = {
      ...{ kind: 'brought-forward', valueDate: day('2025-01-31'), originalPrincipal: 1_000_000 },
      balances: { principal: 1_000_000, ordinaryInterest: 5_000, defaultInterest: 0, collectionCosts: 0 },
      ...{ interestMaturities: [{ due: day('2025-01-15'), owed: 5_000 }], acceleratedOn: day('2024-12-01') },
    };
    // 30 days of 10,000.00 at 6 %: 49.32, which falls due with the principal, before what fell due in January.
    const first = noteOn(terms, [brought, paid('2025-03-02', 10_000)], day('2025-03-02')).state;
    expect(first).toMatchObject({ principal: 994_932, ordinary: { owed: 5_000 }, maturities: [{ owed: 5_000 }] });
    const second = noteOn(terms, [brought, paid('2025-03-02', 10_000), paid('2025-03-02', 10_000)], day('2025-03-02'));
    expect(second.state).toMatchObject({ principal: 984_932, ordinary: { owed: 5_000 } });
  });

  it('beside a shortfall that was tolerated makes it late, and unpaid after its days of grace charges these too', () => {
    const terms = noteTerms({
      ...{ accrualStart: 'disbursement', ordinaryOnOverdue: 'continues', bands: [] },
      ...{ punctualityToleranceAmount: 20_000, defaultGraceDays: 4, defaultGrace: 'forgiven' },
    });
    // 138.84 due since May are tolerated; with 482.30 that a cut-over says fell due on 1 June they are not.
    const brought: Made = {
      ...{ kind: 'brought-forward', valueDate: day('2025-06-01'), originalPrincipal: 30_000 },
      balances: { principal: 13_884, ordinaryInterest: 48_230, defaultInterest: 0, collectionCosts: 0 },
      acceleratedOn: day('2025-05-21'),
    };
    const lateOn = (on: string) => {
      const note = noteOn(terms, [brought], day(on));
      return valueNote(note.terms, note.state, day(on)).owed.defaultInterest;
    };
    // 13,884 × 6 % × 5 days: 11.4 centavos; who pays on the fifth of June owes none.
    expect([lateOn('2025-06-05'), lateOn('2025-06-06')]).toEqual([0, 11]);
  });
});
