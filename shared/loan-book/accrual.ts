import { type CalendarDate, dayNumber, fromDayNumber } from '../calendar/calendar-date.ts';
import type { Centavos } from '../money/centavos.ts';
import { settleHeld } from './allocation.ts';
import { dayUnits } from './day-count.ts';
import { graceFrom } from './grace-over.ts';
import { accrue, recognise } from './interest.ts';
import { withMaturity } from './interest-maturity.ts';
import { maturedInterest, type NoteState } from './note-state.ts';
import type { AnnualPpm, NoteTerms } from './note-terms.ts';
import { type DuePrincipal, principalSchedule, unpaidDue } from './schedule.ts';
import { endingStudies, lastStudyDay, studyInterestNotAsked } from './study-interest.ts';
import { isPunctual, principalInDefault, unpaidOn } from './unpaid.ts';

/**
 * Accrues a note through `to` (inclusive): ordinary and default interest, simple and daily, on unpaid principal, in
 * segments that open wherever the base or the rate can change (due dates, end of tolerance, of days of grace, of the
 * grace period). Interest accrued between two due dates matures on the later one, before the payments of that day, and
 * money held pays it at once. Then recognises what was accrued. Never goes back: `to` before `state.accruedTo` is a
 * RangeError.
 */
export function accrueTo(terms: NoteTerms, state: NoteState, to: CalendarDate, watch: Watch = unwatched): NoteState {
  if (to < state.accruedTo) throw new RangeError(`cannot accrue back from ${state.accruedTo} to ${to}`);
  return recognise(terms, accrueSegments(terms, state, principalSchedule(terms, state), to, watch));
}

/** Days (from, to], as day numbers, with one base (centavos) and one rate, as they are accrued. */
export interface AccruedDays {
  readonly kind: 'ordinaryInterest' | 'defaultInterest';
  readonly from: number;
  readonly to: number;
  readonly base: Centavos;
  readonly annualPpm: AnnualPpm;
  /** Day units of the terms' day count (day-count.ts). */
  readonly units: number;
}

/** Is told of all that is accrued, in its order, so that somebody can show how a debt grew. */
export type Watch = (days: AccruedDays) => void;
const unwatched: Watch = () => undefined;

function accrueSegments(
  terms: NoteTerms,
  state: NoteState,
  schedule: readonly DuePrincipal[],
  to: CalendarDate,
  watch: Watch,
): NoteState {
  const studiesEnd = lastStudyDay(terms);
  let from = dayNumber(state.accruedTo);
  let current = state;
  const reach = (point: number) => {
    current = openSegment(terms, current, schedule, from, watch);
    current = accrueSegment(terms, current, schedule, from, point, watch);
    if (point === studiesEnd && !current.studiesEnded) current = endStudies(terms, current, point);
    const maturity = maturityOn(schedule, point);
    if (maturity !== null) {
      current = mature(terms, current, maturity);
      if (current.held > 0) current = settleHeld(terms, current, fromDayNumber(point));
    }
    from = point;
  };
  for (const point of breakpoints(terms, state, schedule, from, dayNumber(to))) {
    const late = dayOfBecomingLate(terms, current, schedule, from, point);
    if (late !== null) reach(late);
    reach(point);
  }
  return { ...current, accruedTo: to };
}

/**
 * After the last due date ordinary interest that goes on falls due as it accrues: a shortfall that was tolerated grows
 * past the amount of tolerance on a day that is no due date. That day between two points, or null.
 */
function dayOfBecomingLate(
  terms: NoteTerms,
  state: NoteState,
  schedule: readonly DuePrincipal[],
  from: number,
  to: number,
): number | null {
  const last = schedule.at(-1);
  const canGrow = terms.ordinaryOnOverdue === 'continues' && (terms.punctualityToleranceAmount ?? 0) > 0;
  if (!canGrow || last === undefined || from < last.day || state.principal === 0) return null;
  const isLateOn = (day: number) => {
    const then = mature(terms, accrueSegment(terms, state, schedule, from, day), last.day);
    return unpaidOn(terms, then, schedule, day).oldest !== null;
  };
  if (unpaidOn(terms, state, schedule, from).oldest !== null || !isLateOn(to - 1)) return null;
  let before = from;
  let late = to - 1;
  while (late - before > 1) {
    const middle = Math.floor((before + late) / 2);
    if (isLateOn(middle)) late = middle;
    else before = middle;
  }
  return late;
}

/** Days in (from, to] at whose end the base or the rate may change, and `to` itself; ascending, each once. */
function breakpoints(
  terms: NoteTerms,
  state: NoteState,
  schedule: readonly DuePrincipal[],
  from: number,
  to: number,
): number[] {
  const points = new Set<number>();
  const offer = (day: number) => {
    if (day > from && day < to) points.add(day);
  };
  for (const { day } of schedule) {
    if (day >= to) break;
    if (day + terms.defaultGraceDays < from && day + terms.punctualityToleranceDays < from) continue;
    offer(day);
    offer(day + terms.punctualityToleranceDays);
    offer(day + terms.defaultGraceDays);
  }
  // Interest may have fallen due on a day that is no due date of the schedule (cut-over, correction).
  for (const { due } of state.maturities) {
    offer(dayNumber(due) + terms.punctualityToleranceDays);
    offer(dayNumber(due) + terms.defaultGraceDays);
  }
  offer(dayNumber(terms.endOfGrace));
  if (to > from) points.add(to);
  return [...points].sort((a, b) => a - b);
}

/** Days (from, to] with one base and one rate. */
function accrueSegment(
  terms: NoteTerms,
  state: NoteState,
  schedule: readonly DuePrincipal[],
  from: number,
  to: number,
  watch: Watch = unwatched,
): NoteState {
  if (state.principal === 0) return state;
  const units = dayUnits(from, to, terms.dayCount, fromDayNumber);
  const lateBase = principalInDefault(terms, state, schedule, from - terms.defaultGraceDays);
  const ordinaryBase =
    terms.ordinaryOnOverdue === 'continues'
      ? state.principal
      : state.principal - unpaidDue(schedule, state.principal, from);
  const started = terms.accrualStart === 'disbursement' || from >= dayNumber(terms.endOfGrace);
  const ordinary = ordinaryRate(terms, state, schedule, from);
  if (started) watch({ kind: 'ordinaryInterest', from, to, base: ordinaryBase, annualPpm: ordinary, units });
  watch({ kind: 'defaultInterest', from, to, base: lateBase, annualPpm: lateRate(terms), units });
  return {
    ...state,
    ordinary: started ? accrue(state.ordinary, ordinaryBase, ordinary, units) : state.ordinary,
    late: accrue(state.late, lateBase, lateRate(terms), units),
  };
}

/** The stipulated late rate, else the note's base rate (LGTOC art. 174). */
const lateRate = (terms: NoteTerms): AnnualPpm => terms.defaultRate ?? terms.baseRate;

/** The first band whose conditions hold on the days after `day`; the base rate when late or when none holds. */
function ordinaryRate(terms: NoteTerms, state: NoteState, schedule: readonly DuePrincipal[], day: number): AnnualPpm {
  if (!isPunctual(terms, state, schedule, day)) return terms.baseRate;
  const band = terms.bands.find(
    ({ averageAtLeast }) => averageAtLeast === undefined || (state.average !== null && state.average >= averageAtLeast),
  );
  return band?.annualPpm ?? terms.baseRate;
}

/** What the end of `day`, its payments included, decides for the days after it. */
function openSegment(
  terms: NoteTerms,
  state: NoteState,
  schedule: readonly DuePrincipal[],
  day: number,
  watch: Watch,
): NoteState {
  const charged =
    terms.defaultGrace === 'forgiven' && terms.defaultGraceDays > 0
      ? chargeGraceDays(terms, state, schedule, day, watch)
      : state;
  if (charged.punctualityLost || isPunctual(terms, charged, schedule, day)) return charged;
  return { ...charged, punctualityLost: true };
}

/** Interest recognised by now is of studies and grace: the terms say with which due dates it falls due. */
function endStudies(terms: NoteTerms, state: NoteState, day: number): NoteState {
  return endingStudies(recognise(terms, state), fromDayNumber(day));
}

/**
 * The due date on which what is accrued by `day` falls due: `day` itself when it is one. What accrues or is recognised
 * after the last due date belongs to that last one, whatever day somebody asks on.
 */
function maturityOn(schedule: readonly DuePrincipal[], day: number): number | null {
  const last = schedule.at(-1);
  if (last !== undefined && day > last.day) return last.day;
  return schedule.some((row) => row.day === day) ? day : null;
}

/** Days of grace that only forgive: when they end unpaid, the days since the due date count after all, each once. */
function chargeGraceDays(
  terms: NoteTerms,
  state: NoteState,
  schedule: readonly DuePrincipal[],
  day: number,
  watch: Watch,
): NoteState {
  const due = day - terms.defaultGraceDays;
  const isDue = schedule.some((row) => row.day === due) || state.maturities.some((row) => dayNumber(row.due) === due);
  if (!isDue) return state;
  const unpaid = principalInDefault(terms, state, schedule, due) - principalInDefault(terms, state, schedule, due - 1);
  const from = graceFrom(state, due);
  if (unpaid <= 0 || from === day) return state;
  const units = dayUnits(from, day, terms.dayCount, fromDayNumber);
  watch({ kind: 'defaultInterest', from, to: day, base: unpaid, annualPpm: lateRate(terms), units });
  return { ...state, late: accrue(state.late, unpaid, lateRate(terms), units) };
}

/** Recognises what was accrued through the state's day by the terms of now; after the last due date it is due at once. */
export function recogniseOn(terms: NoteTerms, state: NoteState): NoteState {
  const day = dayNumber(state.accruedTo);
  const last = principalSchedule(terms, state).at(-1)?.day;
  return last !== undefined && day > last ? mature(terms, state, last) : recognise(terms, state);
}

/** What was accrued so far, less what later due dates ask for, falls due with the due date `day`. */
export function mature(terms: NoteTerms, state: NoteState, day: number): NoteState {
  const current = recognise(terms, state);
  const fresh = current.ordinary.owed - studyInterestNotAsked(terms, current, day) - maturedInterest(current);
  if (fresh <= 0) return current;
  return { ...current, maturities: withMaturity(current.maturities, fromDayNumber(day), fresh) };
}
