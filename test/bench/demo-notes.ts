import { addDays, calendarDate } from '../../shared/calendar/calendar-date.ts';
import { bankHolidayCalendar } from '../../shared/calendar/mexican-bank-holidays.ts';
import { type DemoFile, type DemoNote, demoPortfolio, FULL_SIZE } from '../demonstration/lending/portfolio.ts';

/** The business date of every measure. */
export const BENCH_DAY = calendarDate('2026-11-20');
/** Last day of the histories: payments from the next day on are in order. */
export const HISTORY_ENDS = addDays(BENCH_DAY, -14);

/** More borrowers than any measure asks for: the generator is stopped by the number of notes. */
const BORROWERS_WITHOUT_END = 1_000_000;

/** Borrowers of the demonstration's full portfolio, as many as together have `notes` notes or a few more. */
export function* demoFiles(notes: number): Generator<DemoFile> {
  const size = { ...FULL_SIZE, borrowers: BORROWERS_WITHOUT_END };
  let made = 0;
  for (const file of demoPortfolio(size, HISTORY_ENDS, bankHolidayCalendar())) {
    yield file;
    made += file.notes.length;
    if (made >= notes) return;
  }
}

/** The notes of those borrowers. */
export function* demoNotes(notes: number): Generator<DemoNote> {
  for (const file of demoFiles(notes)) yield* file.notes;
}
