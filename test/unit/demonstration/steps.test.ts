import { describe, expect, it } from 'vitest';
import type { Runner } from '../../../infra/local/runner.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { bankHolidayCalendar } from '../../../shared/calendar/mexican-bank-holidays.ts';
import type { DemonstrationDay, Seeder } from '../../demonstration/seeder.ts';
import { SEEDERS } from '../../demonstration/seeders.ts';
import { stepsOf } from '../../demonstration/working-day/run-working-day.ts';

const DAY: DemonstrationDay = {
  runner: {} as Runner,
  day: calendarDate('2026-11-19'),
  today: calendarDate('2026-11-20'),
  calendar: bankHolidayCalendar(),
  portfolio: () => [],
  borrowers: () => [],
};

const step = (key: string) => [{ key, title: key, on: DAY.day, run: async () => key }];

describe('the steps of the demonstration', () => {
  it('are of every area at a moment before the next moment, in the order of the list', () => {
    const first: Seeder = { steps: { before: () => step('a'), after: () => step('d') } };
    const second: Seeder = { steps: { after: () => step('e'), during: () => step('c'), before: () => step('b') } };
    expect(stepsOf([first, second], DAY).map(({ key }) => key)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('never share a key, and what is done on the next morning comes last', () => {
    const steps = stepsOf(SEEDERS, DAY);
    const keys = steps.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(steps.map(({ on }) => on)).toEqual(steps.map(({ on }) => on).toSorted());
  });

  it('keep the keys by which the folders of those who started before know what is done', () => {
    expect(stepsOf(SEEDERS, DAY).map(({ key }) => key)).toEqual(
      expect.arrayContaining([
        'portfolio',
        'history',
        'opening-values',
        'window',
        'file-0',
        'file-5',
        'deposits',
        'close',
      ]),
    );
  });
});
