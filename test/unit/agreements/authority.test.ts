import { describe, expect, it } from 'vitest';
import {
  AUTHORITY,
  excessOf,
  type Forgiveness,
  isInAuthority,
} from '../../../functions/agreements/agreements/authority.ts';
import { calendarDate, FIRST_DATE } from '../../../shared/calendar/calendar-date.ts';
import type { Role } from '../../../shared/institute/posts.ts';
import { zeroByComponent } from '../../../shared/loan-book/component.ts';

const ON = calendarDate('2026-02-02');
const asked = (share: object, inAll: object = {}, whileLive: Forgiveness['whileLive'] = []): Forgiveness => ({
  share: { ...zeroByComponent(), ...share },
  whileLive,
  forgivesInAll: { ...zeroByComponent(), ...inAll },
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
  ] as const)('%s, %o of %o', (role, share, inAll, excess) => {
    expect(excessOf(role, asked(share, inAll), ON)).toEqual(excess);
  });

  it('is over what accrues while an agreement lives as well, by component and with all that it comes to', () => {
    const letting = (role: Role, whileLive: Forgiveness['whileLive'], inAll: object = {}) =>
      excessOf(role, asked({}, inAll, whileLive), ON);
    const not = 'interés normal: sin facultades para perdonar el que corra mientras dure el convenio';
    expect(letting('collector', ['ordinaryInterest', 'defaultInterest'])).toEqual([not]);
    expect(letting('mediator', ['ordinaryInterest'])).toEqual([not]);
    expect(letting('portfolio-coordinator', ['ordinaryInterest'], { ordinaryInterest: 2_000_000 })).toEqual([]);
    expect(letting('portfolio-coordinator', ['ordinaryInterest'], { ordinaryInterest: 2_000_001 })).toEqual([
      'interés normal: hasta $20,000.00 y se perdonarían $20,000.01',
    ]);
    expect(letting('collector', ['defaultInterest'], { defaultInterest: 1_000_001 })).toHaveLength(1);
    expect(letting('cashier', ['defaultInterest'])).toHaveLength(1);
    expect(letting('director', ['ordinaryInterest', 'defaultInterest'], { ordinaryInterest: 9_000_000 })).toEqual([]);
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
