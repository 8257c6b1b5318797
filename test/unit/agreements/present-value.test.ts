import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectedRecovery, presentValue } from '../../../functions/agreements/settlements/present-value.ts';
import { SETTLEMENT_PARAMETERS } from '../../../functions/agreements/settlements/settlement-parameters.ts';
import { addDays, calendarDate } from '../../../shared/calendar/calendar-date.ts';

const day = calendarDate;
const on = day('2026-02-02');

describe('the present value of payments', () => {
  it('is worked by hand: 10,000.00 today, in a year and in two, at 10 % a year', () => {
    const flow = (days: number) => ({ on: addDays(on, days), amount: 1_000_000 });
    expect(presentValue([flow(0)], on, 100_000)).toBe(1_000_000);
    // 10,000 / 1.1 = 9,090.909…; / 1.21 = 8,264.4628…; / 1.1^(73/365) = / 1.1^0.2 = / 1.01924487… = 9,811.18…
    expect(presentValue([flow(365)], on, 100_000)).toBe(909_091);
    expect(presentValue([flow(730)], on, 100_000)).toBe(826_446);
    expect(presentValue([flow(73)], on, 100_000)).toBe(981_118);
    // Rounded once: 9,090.909 + 8,264.463 = 17,355.372.
    expect(presentValue([flow(365), flow(730)], on, 100_000)).toBe(1_735_537);
    expect(presentValue([], on, 100_000)).toBe(0);
    expect(() => presentValue([flow(-1)], on, 100_000)).toThrow('lies before');
  });

  it('is the sum at no discount, and less the later and the dearer', () => {
    const flows = fc.array(
      fc.record({ days: fc.integer({ min: 0, max: 3_650 }), amount: fc.integer({ min: 1, max: 1e9 }) }),
    );
    fc.assert(
      fc.property(flows, fc.integer({ min: 1, max: 500_000 }), (all, discount) => {
        const given = all.map(({ days, amount }) => ({ on: addDays(on, days), amount }));
        const sum = given.reduce((total, { amount }) => total + amount, 0);
        expect(presentValue(given, on, 0)).toBe(sum);
        const value = presentValue(given, on, discount);
        expect(value).toBeLessThanOrEqual(sum);
        expect(presentValue(given, on, discount + 1_000)).toBeLessThanOrEqual(value);
        const later = given.map((flow) => ({ ...flow, on: addDays(flow.on, 30) }));
        expect(presentValue(later, on, discount)).toBeLessThanOrEqual(value);
      }),
    );
  });

  it('by its probability less what is spent is what is expected, which may be less than nothing', () => {
    const flows = [{ on: addDays(on, 365), amount: 1_000_000 }];
    // 9,090.909… × 0.35 = 3,181.818…, less 2,000.00.
    expect(expectedRecovery(flows, on, { discountPpm: 100_000, probabilityPpm: 350_000, cost: 200_000 })).toBe(118_182);
    expect(expectedRecovery(flows, on, { discountPpm: 100_000, probabilityPpm: 0, cost: 200_000 })).toBe(-200_000);
  });

  it('uses parameters of which each says where it comes from', () => {
    for (const { discount, kept, keptWithWaiver, judicial } of SETTLEMENT_PARAMETERS)
      for (const { source } of [discount, kept, keptWithWaiver, judicial.probability, judicial.cost, judicial.months])
        expect(source).toMatch(/\S{3,}/);
  });
});
