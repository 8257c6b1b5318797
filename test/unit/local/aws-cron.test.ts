import { Cron } from 'croner';
import { describe, expect, it } from 'vitest';
import { cronerPattern, ratePeriodMs } from '../../../infra/local/schedules/aws-cron.ts';

/** The next firing after an instant, as UTC. */
const next = (expression: string, after: string, timezone = 'America/Hermosillo') =>
  new Cron(cronerPattern(expression), { timezone, paused: true }).nextRun(new Date(after))?.toISOString();

describe('AWS cron expressions', () => {
  it.each([
    ['15 0 * * ? *', '2026-11-20T00:00:00Z', '2026-11-20T07:15:00.000Z', '00:15 in Hermosillo, UTC−7'],
    ['0 7 * * ? *', '2026-07-01T15:00:00Z', '2026-07-02T14:00:00.000Z', 'no summer time in Sonora'],
    ['15 7 1 * ? *', '2026-11-20T00:00:00Z', '2026-12-01T14:15:00.000Z', 'first of month'],
    ['0/15 * * * ? *', '2026-11-20T10:01:00Z', '2026-11-20T10:15:00.000Z', 'every quarter of an hour'],
    ['0 9 ? * 2-6 *', '2026-11-20T17:00:00Z', '2026-11-23T16:00:00.000Z', 'weekdays: 2 is Monday'],
    ['0 9 ? * MON-FRI *', '2026-11-20T17:00:00Z', '2026-11-23T16:00:00.000Z', 'weekdays by name'],
    ['0 9 ? * 1 *', '2026-11-20T00:00:00Z', '2026-11-22T16:00:00.000Z', '1 is Sunday'],
    ['0 9 ? * 6L *', '2026-11-01T00:00:00Z', '2026-11-27T16:00:00.000Z', 'last Friday'],
    ['0 9 ? * 2#1 *', '2026-11-20T00:00:00Z', '2026-12-07T16:00:00.000Z', 'first Monday'],
    ['0 9 L * ? *', '2026-11-20T00:00:00Z', '2026-11-30T16:00:00.000Z', 'last day of month'],
  ])('%s after %s is %s (%s)', (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected);
  });

  it('needs six fields', () => {
    expect(() => cronerPattern('0 7 * * *')).toThrow('six fields');
  });
});

describe('rates', () => {
  it('are periods in milliseconds', () => {
    expect([ratePeriodMs('rate(5 minutes)'), ratePeriodMs('rate(1 day)'), ratePeriodMs('cron(0 7 * * ? *)')]).toEqual([
      300_000,
      86_400_000,
      undefined,
    ]);
  });
});
