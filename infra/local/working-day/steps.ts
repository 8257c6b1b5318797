import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { DayProgress } from './day-progress.ts';

/** A step of the demonstration day: done once per data folder, timed, told in one line. */
export interface DayStep {
  readonly key: string;
  /** What happens, in Spanish, as the terminal says it. */
  readonly title: string;
  /** On which business date the functions believe they are. */
  readonly on: CalendarDate;
  /** Does it and says in a few words what came out. Repeating it after a crash must change nothing. */
  readonly run: () => Promise<string>;
}

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
