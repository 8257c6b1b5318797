import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { DayStep } from '../seeder.ts';
import type { DayProgress } from './day-progress.ts';

/** Runs the steps that are not behind the folder yet, in their order, with the clock each wants. */
export async function runSteps(
  steps: readonly DayStep[],
  progress: DayProgress,
  setToday: (date: CalendarDate) => Promise<void>,
): Promise<void> {
  for (const step of steps) {
    if (progress.isDone(step.key)) continue;
    await setToday(step.on);
    const began = performance.now();
    const outcome = await step.run();
    progress.finish(step.key);
    const seconds = ((performance.now() - began) / 1000).toLocaleString('es-MX', {
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
    });
    console.log(`  ✔ ${step.title.padEnd(44)}${`${seconds} s`.padStart(8)}  ${outcome}`);
  }
}
