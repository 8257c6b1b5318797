import { type CalendarDate, dayNumber } from '../calendar/calendar-date.ts';
import type { Centavos } from '../money/centavos.ts';
import { maturedInterest, type NoteState } from './note-state.ts';
import type { NoteTerms } from './note-terms.ts';
import { dueDays } from './schedule.ts';

/**
 * The last day (day number) whose interest is of studies and grace: the end of grace, or the first due date if earlier.
 */
export function lastStudyDay(terms: NoteTerms): number {
  return Math.min(dayNumber(terms.endOfGrace), dueDays(terms)[0] ?? Number.POSITIVE_INFINITY);
}

/**
 * Interest of studies and grace that no due date up to `day` has asked for yet (centavos). `spread`: each due date
 * after it was fixed asks for an equal part, fractions of a centavo left to the later ones; `at-end`: the last asks for
 * all; `at-first` (and after an acceleration): nothing is left for later. While studies and grace last, all of it.
 */
export function studyInterestNotAsked(terms: NoteTerms, state: NoteState, day: number): Centavos {
  const { studyInterest } = state;
  const rule = terms.studyInterest ?? 'at-first';
  if (rule === 'at-first' || state.acceleratedOn !== null) return 0;
  // Asked about a day after their end before it comes, it is not known yet.
  if (!state.studiesEnded) return day < lastStudyDay(terms) ? state.ordinary.owed - maturedInterest(state) : 0;
  if (studyInterest === null) return 0;
  const from = dayNumber(studyInterest.from);
  const dates = dueDays(terms).filter((due) => due > from);
  const asked = dates.filter((due) => due <= day).length;
  if (asked >= dates.length) return 0;
  if (rule === 'at-end') return studyInterest.amount;
  return studyInterest.amount - Math.floor((studyInterest.amount * asked) / dates.length);
}

/** The state after studies and grace, with `amount` of their interest to be asked for with the due dates after `from`. */
export function afterStudies(state: NoteState, amount: Centavos, from: CalendarDate): NoteState {
  return { ...state, studiesEnded: true, studyInterest: amount > 0 ? { amount, from } : null };
}

/**
 * The state on `date` after something was paid, forgiven or fell due ahead of its time: of interest of studies that is not asked
 * for yet, what is not owed any more or has fallen due is not asked for again; the rest is, with the due dates to come.
 */
export function withinStudyOwed(terms: NoteTerms, state: NoteState, date: CalendarDate): NoteState {
  if (state.studyInterest === null) return state;
  const left = notMatured(state);
  return studyInterestNotAsked(terms, state, dayNumber(date)) <= left ? state : afterStudies(state, left, date);
}

/** Ordinary interest owed that has not fallen due. */
const notMatured = (state: NoteState): Centavos => state.ordinary.owed - maturedInterest(state);

/** Studies and grace end: what is known of their interest, less what was paid, forgiven or fell due while they lasted. */
export function endingStudies(state: NoteState, date: CalendarDate): NoteState {
  const all = state.ordinary.recognised + (state.studyInterest?.amount ?? 0);
  return afterStudies(state, Math.min(all, notMatured(state)), date);
}
