import { addDays, type CalendarDate } from '../../shared/calendar/calendar-date.ts';

/** How far back a daily job looks for what it did last: a week of holidays and a week-end. */
const MOST_DAYS = 10;

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
  const missed: CalendarDate[] = [];
  for (let day = last; missed.length < MOST_DAYS; day = before(day)) {
    if (await isDone(day)) return missed.reverse();
    missed.push(day);
  }
  return [last];
}

/**
 * Does one day after the other. One that fails is told and the next is done all the same; then the failure is thrown, so
 * that the job is tried again and its alarm rings.
 */
export async function eachDay<Result>(
  days: readonly CalendarDate[],
  run: (day: CalendarDate) => Promise<Result>,
  failed: (day: CalendarDate, error: unknown) => void,
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
