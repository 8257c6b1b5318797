import { expect, it } from 'vitest';
import { countDays } from '../../../functions/statements/indicators/count-days.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { requestItem } from '../../../shared/jobs/job-request.ts';

async function* none<Thing>(): AsyncGenerator<Thing, void, undefined> {}

it('a day is counted only while every request of it is kept, to the end of the day on which it is counted', async () => {
  const counted = await countDays({
    clock: { today: () => calendarDate('2026-11-20') },
    indicators: { days: async () => [], put: async () => undefined, linkItems: none },
    disputes: { all: none },
    dayEntries: { read: none },
  });
  // The first request of the first day, at midnight in Hermosillo.
  const askedAt = `${counted[0]}T07:00:00.000Z`;
  const { expiresAt } = requestItem({ task: 'send', id: 'r', name: 'first', input: {}, askedAt });
  expect(counted.at(-1)).toBe('2026-11-19');
  expect(Number(expiresAt) * 1_000).toBeGreaterThanOrEqual(Date.parse('2026-11-21T07:00:00.000Z'));
});
