import { describe, expect, it } from 'vitest';
import { calendarDate as day } from '../../../shared/calendar/calendar-date.ts';
import { inForce } from '../../../shared/calendar/in-force.ts';

describe('a parameter in versions', () => {
  const versions = [
    { from: day('2025-01-01'), value: 'first' },
    { from: day('2026-03-01'), value: 'second' },
  ];

  it.each([
    ['2025-01-01', 'first'],
    ['2026-02-28', 'first'],
    ['2026-03-01', 'second'],
    ['2030-01-01', 'second'],
  ])('on %s is the %s one: a version holds from its day on', (on, value) => {
    expect(inForce(versions, day(on)).value).toBe(value);
  });

  it('has none before the first', () => {
    expect(() => inForce(versions, day('2024-12-31'))).toThrow('no version is in force on 2024-12-31');
  });
});
