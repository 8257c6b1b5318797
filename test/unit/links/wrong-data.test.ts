import { describe, expect, it } from 'vitest';
import { isTooMuch, pausedUntil, type Try, triesLeft } from '../../../shared/links/wrong-data.ts';

const at = (time: string): string => `2026-11-20T${time}:00.000Z`;
const now = new Date(at('18:00'));
const tries = (linkId: string, ...times: string[]): Try[] => times.map((time) => ({ linkId, at: at(time) }));

describe('wrong data', () => {
  it('of a whole day count together, through whatever links, and those of the day before do not', () => {
    const day = [
      ...tries('a', '00:10', '03:00', '06:00'),
      ...tries('b', '09:00', '11:00', '12:00'),
      ...tries('c', '13:00', '15:00', '17:00'),
    ];
    expect(isTooMuch(day, now)).toBe(false);
    expect(isTooMuch([...day, ...tries('c', '17:59')], now)).toBe(true);
    const dayBefore = { linkId: 'c', at: '2026-11-19T17:59:59.000Z' };
    expect(isTooMuch([...day, dayBefore], now)).toBe(false);
  });

  it('pause the link that they came through for a quarter of an hour after the fifth, and no other', () => {
    const five = tries('a', '17:46', '17:47', '17:50', '17:55', '17:59');
    expect(pausedUntil(five.slice(1), 'a', now)).toBeUndefined();
    expect(triesLeft(five.slice(1), 'a', now)).toBe(1);
    expect(pausedUntil(five, 'a', now)?.toISOString()).toBe(at('18:14'));
    expect([triesLeft(five, 'a', now), triesLeft(five, 'b', now)]).toEqual([0, 5]);
    expect(pausedUntil(five, 'b', now)).toBeUndefined();
    const after = new Date(at('18:14'));
    expect([pausedUntil(five, 'a', after), triesLeft(five, 'a', after)]).toEqual([undefined, 5]);
    // Five, but never within a quarter of an hour.
    expect(pausedUntil(tries('a', '17:40', '17:45', '17:50', '17:55', '17:59'), 'a', now)).toBeUndefined();
  });
});
