import { type CalendarDate, dayNumber, fromDayNumber } from '../calendar/calendar-date.ts';
import { roundFraction } from '../money/rounding.ts';
import { dayUnits, interestDenominator } from './day-count.ts';
import type { CarriedInterest, InterestMaturity, NoteState } from './note-state.ts';
import type { AnnualPpm, NoteTerms } from './note-terms.ts';
import { type DuePrincipal, oldestUnpaidDue, principalSchedule, unpaidDue } from './schedule.ts';

/**
 * Accrues a note through `to` (inclusive): ordinary and default interest, simple and daily, on unpaid principal, in
 * segments that open wherever the base or the rate can change (due dates, end of tolerance, of days of grace, of the
 * grace period). Interest accrued between two due dates matures on the later one, before the payments of that day.
 * Then recognises what was accrued. Never goes back: `to` before `state.accruedTo` is a RangeError.
 */
export function accrueTo(terms: NoteTerms, state: NoteState, to: CalendarDate): NoteState {
  if (to < state.accruedTo) throw new RangeError(`cannot accrue back from ${state.accruedTo} to ${to}`);
  return recognise(terms, accrueSegments(terms, state, principalSchedule(terms, state), to));
}

function accrueSegments(
  terms: NoteTerms,
  state: NoteState,
  schedule: readonly DuePrincipal[],
  to: CalendarDate,
): NoteState {
  const end = dayNumber(to);
  let from = dayNumber(state.accruedTo);
  let current = state;
  for (const point of breakpoints(terms, schedule, from, end)) {
    current = openSegment(terms, current, schedule, from);
    current = accrueSegment(terms, current, schedule, from, point);
    const maturity = maturityOn(terms, schedule, point);
    if (maturity !== null) current = mature(terms, current, maturity);
    from = point;
  }
  return { ...current, accruedTo: to };
}

/** Days in (from, to] at whose end the base or the rate may change, and `to` itself; ascending, each once. */
function breakpoints(terms: NoteTerms, schedule: readonly DuePrincipal[], from: number, to: number): number[] {
  const points = new Set<number>();
  const offer = (day: number) => {
    if (day > from && day < to) points.add(day);
  };
  for (const { day } of schedule) {
    if (day + terms.defaultGraceDays < from && day + terms.punctualityToleranceDays < from) continue;
    offer(day);
    offer(day + terms.punctualityToleranceDays);
    offer(day + terms.defaultGraceDays);
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
): NoteState {
  if (state.principal === 0) return state;
  const units = dayUnits(from, to, terms.dayCount, fromDayNumber);
  const overdue = unpaidDue(schedule, state.principal, from);
  const lateBase =
    terms.defaultGraceDays === 0 ? overdue : unpaidDue(schedule, state.principal, from - terms.defaultGraceDays);
  const ordinaryBase = terms.ordinaryOnOverdue === 'continues' ? state.principal : state.principal - overdue;
  const started = terms.accrualStart === 'disbursement' || from >= dayNumber(terms.endOfGrace);
  return {
    ...state,
    ordinary: started
      ? accrue(state.ordinary, ordinaryBase, ordinaryRate(terms, state, schedule, from), units)
      : state.ordinary,
    late: accrue(state.late, lateBase, terms.defaultRate ?? terms.baseRate, units),
  };
}

function accrue(interest: CarriedInterest, base: number, rate: AnnualPpm, units: number): CarriedInterest {
  if (base === 0 || rate === 0 || units === 0) return interest;
  return { ...interest, accrued: interest.accrued + BigInt(base) * BigInt(rate) * BigInt(units) };
}

/** The first band whose conditions hold on the days after `day`; the base rate when late or when none holds. */
function ordinaryRate(terms: NoteTerms, state: NoteState, schedule: readonly DuePrincipal[], day: number): AnnualPpm {
  if (!isPunctual(terms, state, schedule, day)) return terms.baseRate;
  const band = terms.bands.find(
    ({ averageAtLeast }) => averageAtLeast === undefined || (state.average !== null && state.average >= averageAtLeast),
  );
  return band?.annualPpm ?? terms.baseRate;
}

/** Punctual: nothing is unpaid beyond its due date plus the tolerance, and the bands were not lost for good. */
export function isPunctual(
  terms: NoteTerms,
  state: NoteState,
  schedule: readonly DuePrincipal[],
  day: number,
): boolean {
  if (state.punctualityLost && terms.punctualityLost === 'for-good') return false;
  const oldest = oldestUnpaid(state, schedule, day);
  return oldest === null || oldest + terms.punctualityToleranceDays > day;
}

/** Day of the oldest maturity, of principal or of ordinary interest, unpaid at the end of `day`; null when current. */
export function oldestUnpaid(state: NoteState, schedule: readonly DuePrincipal[], day: number): number | null {
  const principal = oldestUnpaidDue(schedule, state.principal, day);
  const interest = state.maturedSince === null ? null : dayNumber(state.maturedSince);
  if (principal === null) return interest !== null && interest <= day ? interest : null;
  return interest === null ? principal : Math.min(principal, interest);
}

/** What the end of `day`, its payments included, decides for the days after it. */
function openSegment(terms: NoteTerms, state: NoteState, schedule: readonly DuePrincipal[], day: number): NoteState {
  const charged =
    terms.defaultGrace === 'forgiven' && terms.defaultGraceDays > 0
      ? chargeGraceDays(terms, state, schedule, day)
      : state;
  if (charged.punctualityLost || isPunctual(terms, charged, schedule, day)) return charged;
  return { ...charged, punctualityLost: true };
}

/**
 * The due date on which what is accrued by `day` falls due: `day` itself when it is one. Where ordinary interest goes
 * on after the last due date, it belongs to that last one, whatever day somebody asks on.
 */
function maturityOn(terms: NoteTerms, schedule: readonly DuePrincipal[], day: number): number | null {
  const last = schedule.at(-1);
  if (terms.ordinaryOnOverdue === 'continues' && last !== undefined && day > last.day) return last.day;
  return schedule.some((row) => row.day === day) ? day : null;
}

/** Days of grace that only forgive: when they end unpaid, the days since the due date count after all. */
function chargeGraceDays(
  terms: NoteTerms,
  state: NoteState,
  schedule: readonly DuePrincipal[],
  day: number,
): NoteState {
  const due = day - terms.defaultGraceDays;
  const unpaid = unpaidDue(schedule, state.principal, due) - unpaidDue(schedule, state.principal, due - 1);
  if (unpaid <= 0 || !schedule.some((row) => row.day === due)) return state;
  const units = dayUnits(due, day, terms.dayCount, fromDayNumber);
  return { ...state, late: accrue(state.late, unpaid, terms.defaultRate ?? terms.baseRate, units) };
}

/** What was accrued so far falls due with the due date `day`. */
export function mature(terms: NoteTerms, state: NoteState, day: number): NoteState {
  const current = recognise(terms, state);
  const fresh = current.ordinary.owed - current.ordinaryMatured;
  if (fresh <= 0) return current;
  const due = fromDayNumber(day);
  return {
    ...current,
    ordinaryMatured: current.ordinary.owed,
    maturedSince: current.maturedSince ?? due,
    maturities:
      terms.allocation.mode === 'instalment-first' ? addMaturity(current.maturities, due, fresh) : current.maturities,
  };
}

function addMaturity(maturities: readonly InterestMaturity[], due: CalendarDate, owed: number): InterestMaturity[] {
  const last = maturities.at(-1);
  if (last === undefined || last.due !== due) return [...maturities, { due, owed }];
  return [...maturities.slice(0, -1), { due, owed: last.owed + owed }];
}

/** Cumulative rounding: round(total so far) − already recognised. An event that changes nothing changes no debt. */
export function recognise(terms: NoteTerms, state: NoteState): NoteState {
  return {
    ...state,
    ordinary: recogniseInterest(terms, state.ordinary),
    late: recogniseInterest(terms, state.late),
  };
}

function recogniseInterest(terms: NoteTerms, interest: CarriedInterest): CarriedInterest {
  const total = roundFraction(interest.accrued, interestDenominator(terms.dayCount), terms.rounding);
  const fresh = total - interest.recognised;
  return fresh === 0 ? interest : { ...interest, recognised: total, owed: interest.owed + fresh };
}
