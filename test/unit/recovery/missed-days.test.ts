import { describe, expect, it } from 'vitest';
import { eachDay, missedDays } from '../../../functions/recovery/missed-days.ts';
import { addDays, calendarDate as day } from '../../../shared/calendar/calendar-date.ts';

const THURSDAY = day('2026-11-19');
const doneOn = (...days: string[]) => {
  const asked: string[] = [];
  return { asked, isDone: async (date: string) => asked.push(date) > 0 && days.includes(date) };
};

describe('the days that a job has to do', () => {
  it('are none when the last one is done, whatever came before', async () => {
    const { asked, isDone } = doneOn('2026-11-19');
    expect(await missedDays(THURSDAY, isDone)).toEqual([]);
    expect(asked).toEqual(['2026-11-19']);
  });

  it('are those after the last one that it did, oldest first', async () => {
    const { isDone } = doneOn('2026-11-16', '2026-11-14');
    expect(await missedDays(THURSDAY, isDone)).toEqual(['2026-11-17', '2026-11-18', '2026-11-19']);
  });

  it('are ten at most; nothing done on any of them is a beginning, not a backlog', async () => {
    expect(await missedDays(THURSDAY, doneOn('2026-11-10').isDone)).toHaveLength(9);
    expect(await missedDays(THURSDAY, doneOn('2026-11-09').isDone)).toEqual(['2026-11-19']);
    const { asked, isDone } = doneOn();
    expect(await missedDays(THURSDAY, isDone)).toEqual(['2026-11-19']);
    expect(asked).toHaveLength(10);
  });

  it('are only days that the job is for', async () => {
    const { isDone } = doneOn('2026-11-15');
    const everyOther = (date: typeof THURSDAY) => addDays(date, -2);
    expect(await missedDays(THURSDAY, isDone, everyOther)).toEqual(['2026-11-17', '2026-11-19']);
  });
});

describe('days done one after the other', () => {
  const days = [day('2026-11-17'), day('2026-11-18'), THURSDAY];
  const run = (...bad: string[]) => {
    const done: string[] = [];
    const told: string[] = [];
    const all = eachDay(
      days,
      async (date) => {
        if (bad.includes(date)) throw new Error(`no ${date}`);
        return done.push(date);
      },
      (date) => told.push(date),
    );
    return { all, done, told };
  };

  it('are all answered, in order', async () => {
    const { all, done } = run();
    expect(await all).toEqual({ days: [1, 2, 3] });
    expect(done).toEqual(days);
  });

  it('go on behind one that fails, which is told and thrown in the end', async () => {
    const { all, done, told } = run('2026-11-17');
    await expect(all).rejects.toThrow('no 2026-11-17');
    expect(done).toEqual(['2026-11-18', '2026-11-19']);
    expect(told).toEqual(['2026-11-17']);
  });

  it('that fail together are thrown together', async () => {
    const { all, told } = run('2026-11-17', '2026-11-19');
    await expect(all).rejects.toThrow('2 of 3 days failed');
    expect(told).toEqual(['2026-11-17', '2026-11-19']);
  });
});
