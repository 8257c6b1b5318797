import type { Runner } from '../../../infra/local/runner.ts';
import { type HolidayCalendar, previousBusinessDay } from '../../../shared/calendar/business-days.ts';
import { addDays, type CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { DEMO_SIZE, type DemoFile, demoPortfolio, FULL_SIZE, type PortfolioSize } from '../lending/portfolio.ts';
import { type DayStep, type DemonstrationDay, MOMENTS, type Seeder } from '../seeder.ts';
import { SEEDERS } from '../seeders.ts';
import { openProgress } from './day-progress.ts';
import { runSteps } from './steps.ts';

export interface WorkingDayOptions {
  readonly dataDir: string;
  /** The business date on which the report is read; the working day is the business day before it. */
  readonly today: CalendarDate;
  readonly seed: 'demo' | 'full';
  readonly calendar: HolidayCalendar;
}

/**
 * A working day from its first payment to the mail of the next morning, through the API and the deployed functions.
 * Steps already done in this data folder are left alone. Ends with the functions' clock on `today`.
 */
export async function runWorkingDay(runner: Runner, options: WorkingDayOptions): Promise<void> {
  const { dataDir, today, seed, calendar } = options;
  const progress = openProgress(dataDir, previousBusinessDay(today, calendar), seed);
  const { day } = progress;
  const made = (size: PortfolioSize) => demoPortfolio(size, addDays(day, -1), calendar);
  let own: readonly DemoFile[] | undefined;
  const borrowers = (): readonly DemoFile[] => {
    own ??= [...takeFirst(made(seed === 'full' ? FULL_SIZE : DEMO_SIZE), DEMO_SIZE.borrowers)];
    return own;
  };
  const portfolio = seed === 'full' ? () => made(FULL_SIZE) : borrowers;
  const demonstration = { runner, day, today, calendar, portfolio, borrowers };
  const steps = stepsOf(SEEDERS, demonstration);
  if (steps.some(({ key }) => !progress.isDone(key))) console.log(`\n  Día de trabajo: ${day}`);
  await runSteps(steps, progress, (date) => runner.setToday(date));
  for (const { summary } of SEEDERS) if (summary !== undefined) console.log(`\n${await summary(demonstration)}\n`);
}

/** Every area's steps at every moment, in the order in which they are done. */
export function stepsOf(seeders: readonly Seeder[], demonstration: DemonstrationDay): readonly DayStep[] {
  return MOMENTS.flatMap((moment) => seeders.flatMap(({ steps }) => steps[moment]?.(demonstration) ?? []));
}

function* takeFirst<T>(values: Iterable<T>, count: number): Generator<T> {
  let taken = 0;
  for (const value of values) {
    if (taken >= count) return;
    taken += 1;
    yield value;
  }
}
