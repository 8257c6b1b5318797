import { type CalendarDate, dayNumber, fromDayNumber } from '../calendar/calendar-date.ts';
import { mature } from './accrual.ts';
import { interestDenominator } from './day-count.ts';
import { withGraceOver } from './grace-over.ts';
import type { Note, NoteState, PrincipalMaturity } from './note-state.ts';
import type { NoteTerms } from './note-terms.ts';
import { dueDays, principalSchedule, trancheOf, unpaidRows } from './schedule.ts';
import { afterStudies, lastStudyDay, studyInterestNotAsked } from './study-interest.ts';
import { changedTerms, reschedules, type TermChanges } from './term-changes.ts';

/** Unpaid due dates kept apart at a new schedule; later ones are added to the last kept date, never to an earlier one. */
const MOST_ARREARS = 24;

/**
 * The note under corrected terms from `date` on (its state accrued through it). What has accrued and matured by then
 * stays, with its dates; what is not yet due gets the schedule of the new terms over their due dates after `date`, or
 * falls due on `date` when they have none left. A correction of the opening day is not made here: it belongs to the
 * terms that the fold starts from (fold.ts), as if they had been right.
 */
export function underChangedTerms({ terms, state }: Note, changes: TermChanges, date: CalendarDate): Note {
  const next = changedTerms(terms, changes);
  const carried = rescaled(terms, next, withGraceOver(terms, next, state));
  const corrected = reschedules(changes)
    ? withNewSchedule(terms, next, carried, date)
    : { ...carried, ...studiesOf(terms, next, carried, date, false) };
  return { terms: next, state: corrected };
}

/**
 * What becomes of interest of studies and grace: while they last it is fixed when they end, which they do at once when
 * the corrected date has passed. Later, what was not asked yet is asked with the due dates of a new schedule.
 */
function studiesOf(
  old: NoteTerms,
  next: NoteTerms,
  state: NoteState,
  date: CalendarDate,
  isRescheduled: boolean,
): Pick<NoteState, 'studyInterest' | 'studiesEnded'> {
  const day = dayNumber(date);
  const isFixedNow = state.studiesEnded ? isRescheduled : day >= lastStudyDay(next);
  return isFixedNow ? afterStudies(state, studyInterestNotAsked(old, state, day), date) : state;
}

/** The state with `principal` less owed and what is not yet due scheduled anew (money of a disbursement returned). */
export function withLessPrincipal(
  terms: NoteTerms,
  state: NoteState,
  principal: number,
  date: CalendarDate,
): NoteState {
  const less = { ...state, principal: state.principal - principal };
  return withNewSchedule(terms, terms, less, date);
}

function withNewSchedule(old: NoteTerms, next: NoteTerms, state: NoteState, date: CalendarDate): NoteState {
  const day = dayNumber(date);
  const unpaid = keptApart(unpaidRows(principalSchedule(old, state), state.principal, day));
  const notDue = state.principal - unpaid.reduce((sum, { owed }) => sum + owed, 0);
  const scheduled: NoteState = {
    ...state,
    arrears: unpaid,
    tranches: notDue > 0 ? [trancheOf(next, date, notDue)] : [],
    shortened: 0,
    acceleratedOn: null,
  };
  const { studyInterest, studiesEnded } = studiesOf(old, next, state, date, true);
  const opened: NoteState = { ...scheduled, studyInterest, studiesEnded };
  const datesLeft = dueDays(next).some((due) => due > day);
  if (datesLeft && state.acceleratedOn === null) return opened;
  const allDue = notDue > 0 ? [...unpaid, { due: date, owed: notDue }] : unpaid;
  return mature(next, { ...opened, arrears: allDue, tranches: [], acceleratedOn: state.acceleratedOn }, day);
}

function keptApart(rows: readonly { readonly day: number; readonly principal: number }[]): PrincipalMaturity[] {
  const all = rows.map(({ day, principal }) => ({ due: fromDayNumber(day), owed: principal }));
  const last = all.at(-1);
  if (last === undefined || all.length <= MOST_ARREARS) return all;
  const rest = all.slice(MOST_ARREARS - 1).reduce((sum, { owed }) => sum + owed, 0);
  return [...all.slice(0, MOST_ARREARS - 1), { due: last.due, owed: rest }];
}

/** A changed day count rescales what is carried, rounding down far below a centavo. */
function rescaled(terms: NoteTerms, next: NoteTerms, state: NoteState): NoteState {
  const from = interestDenominator(terms.dayCount);
  const to = interestDenominator(next.dayCount);
  if (from === to) return state;
  const scaled = (accrued: bigint) => (accrued * to) / from;
  return {
    ...state,
    ordinary: { ...state.ordinary, accrued: scaled(state.ordinary.accrued) },
    late: { ...state.late, accrued: scaled(state.late.accrued) },
  };
}
