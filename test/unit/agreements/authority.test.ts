import { describe, expect, it } from 'vitest';
import { AUTHORITY, excessOf, isInAuthority } from '../../../functions/agreements/agreements/authority.ts';
import { calendarDate, FIRST_DATE } from '../../../shared/calendar/calendar-date.ts';
import { zeroByComponent } from '../../../shared/loan-book/component.ts';

const ON = calendarDate('2026-02-02');
const asked = (share: object, forgives: object = {}) => ({
  share: { ...zeroByComponent(), ...share },
  forgives: { ...zeroByComponent(), ...forgives },
});

describe('the authority to forgive', () => {
  it('has a source, begins at the first date, and its versions are in order', () => {
    expect(AUTHORITY[0]?.from).toBe(FIRST_DATE);
    for (const { source } of AUTHORITY) expect(source).toMatch(/\S/);
    const days = AUTHORITY.map(({ from }) => from);
    expect(days).toEqual([...days].sort());
  });

  it.each([
    ['collector', { defaultInterest: 500_000 }, { defaultInterest: 1_000_000 }, []],
    ['collector', { defaultInterest: 500_001 }, {}, ['interés moratorio: hasta 50 % y se pide 50.0001 %']],
    [
      'collector',
      { defaultInterest: 500_000 },
      { defaultInterest: 1_000_001 },
      ['interés moratorio: hasta $10,000.00 y se perdonarían $10,000.01'],
    ],
    ['collector', { ordinaryInterest: 1 }, {}, ['interés normal: hasta 0 % y se pide 0.0001 %']],
    ['mediator', { defaultInterest: 1_000_000, collectionCosts: 1_000_000 }, { defaultInterest: 3_000_000 }, []],
    ['portfolio-coordinator', { principal: 1 }, {}, ['capital: hasta 0 % y se pide 0.0001 %']],
    ['director', { principal: 300_000 }, { principal: 5_000_000 }, []],
    ['director', { principal: 300_001 }, {}, ['capital: hasta 30 % y se pide 30.0001 %']],
    ['cashier', { defaultInterest: 1 }, {}, ['interés moratorio: hasta 0 % y se pide 0.0001 %']],
    ['cashier', {}, {}, []],
  ] as const)('%s, %o of %o', (role, share, forgives, excess) => {
    expect(excessOf(role, asked(share, forgives), ON)).toEqual(excess);
  });

  it('is that of any post of a person, of the day, and of no machine', () => {
    const half = asked({ defaultInterest: 500_000 });
    expect(isInAuthority(['cashier', 'collector'], half, ON)).toBe(true);
    expect(isInAuthority(['cashier', 'auditor'], half, ON)).toBe(false);
    expect(isInAuthority([], half, ON)).toBe(false);
    expect(isInAuthority(['portal'], asked({}), ON)).toBe(false);
    const later = { ...AUTHORITY[0], from: calendarDate('2026-03-01'), limits: {}, source: 'otra' };
    const tables = [...AUTHORITY, later];
    expect(excessOf('collector', half, ON, tables)).toEqual([]);
    expect(excessOf('collector', half, calendarDate('2026-03-01'), tables)).toHaveLength(1);
  });
});
