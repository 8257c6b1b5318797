import { addDays, type CalendarDate } from '../../shared/calendar/calendar-date.ts';

/** How far back a job looks for what it did last: a week of holidays and a week-end. */
const MOST_PERIODS = 10;

/**
 * The days that a daily job has to do, oldest first: those after the last one that it did, up to `last`. When it did none
 * of the days it looks at it is new here, or a person is at work: then `last` alone. `before` steps from a day to the one
 * before that the job is for.
 */
export async function missedDays(
  last: CalendarDate,
  isDone: (day: CalendarDate) => Promise<boolean>,
  before: (day: CalendarDate) => CalendarDate = (day) => addDays(day, -1),
): Promise<readonly CalendarDate[]> {
  return (await missedSince(last, isDone, before)) ?? [last];
}

/** The same for periods of any kind ("2026-10"); undefined when none of those it looks at was done. */
export async function missedSince<Period extends string>(
  last: Period,
  isDone: (period: Period) => Promise<boolean>,
  before: (period: Period) => Period,
): Promise<readonly Period[] | undefined> {
  const missed: Period[] = [];
  for (let period = last; missed.length < MOST_PERIODS; period = before(period)) {
    if (await isDone(period)) return missed.reverse();
    missed.push(period);
  }
  return undefined;
}

/**
 * Does one day after the other. One that fails is told and the next is done all the same; then the failure is thrown, so
 * that the job is tried again and its alarm rings.
 */
export async function eachDay<Day extends string, Result>(
  days: readonly Day[],
  run: (day: Day) => Promise<Result>,
  failed: (day: Day, error: unknown) => void,
): Promise<{ readonly days: readonly Result[] }> {
  const results: Result[] = [];
  const failures: unknown[] = [];
  for (const day of days) {
    try {
      results.push(await run(day));
    } catch (error) {
      failed(day, error);
      failures.push(error);
    }
  }
  const [only] = failures;
  if (failures.length === 1) throw only;
  if (failures.length > 1) throw new AggregateError(failures, `${failures.length} of ${days.length} days failed`);
  return { days: results };
}
