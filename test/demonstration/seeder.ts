import type { Runner } from '../../infra/local/runner.ts';
import type { HolidayCalendar } from '../../shared/calendar/business-days.ts';
import type { CalendarDate } from '../../shared/calendar/calendar-date.ts';
import type { DemoFile } from './lending/portfolio.ts';

/** What one area brings to the demonstration (seeders.ts lists them). */
export interface Seeder {
  /** What its people and its functions do, and when; a moment without steps is left out. */
  readonly steps: Partial<Record<Moment, (day: DemonstrationDay) => readonly DayStep[]>>;
  /** What the terminal shows of the area once the day is over. */
  readonly summary?: (day: DemonstrationDay) => Promise<string>;
}

/**
 * The moments of the demonstration, in their order: `before`, what stands when the day begins; `during`, what comes in
 * on the day; `after`, once nothing more comes. At each of them every area has its turn, in the order of the list.
 */
export const MOMENTS = ['before', 'during', 'after'] as const;
export type Moment = (typeof MOMENTS)[number];

/** The day that is played, and what it is played on. */
export interface DemonstrationDay {
  readonly runner: Runner;
  /** The working day. */
  readonly day: CalendarDate;
  /** The morning after it, on which its report is read. */
  readonly today: CalendarDate;
  readonly calendar: HolidayCalendar;
  /** Everybody that lending loads; a full portfolio is made anew at each call, because it does not fit in memory. */
  readonly portfolio: () => Iterable<DemoFile>;
  /** The demonstration's own borrowers, the same ones in either size: who does something on the day is one of them. */
  readonly borrowers: () => readonly DemoFile[];
}

/** A step of the demonstration day: done once per data folder, timed, told in one line. */
export interface DayStep {
  /** By what a data folder knows that it is behind it: never changed, never used twice. */
  readonly key: string;
  /** What happens, in Spanish, as the terminal says it. */
  readonly title: string;
  /** On which business date the functions believe they are. */
  readonly on: CalendarDate;
  /** Does it and says in a few words what came out. Repeating it after a crash must change nothing. */
  readonly run: () => Promise<string>;
}
