import { dayNumber } from '../calendar/calendar-date.ts';
import type { Centavos } from '../money/centavos.ts';
import type { NoteState } from './note-state.ts';
import type { NoteTerms } from './note-terms.ts';
import { type DuePrincipal, scheduledTotal } from './schedule.ts';

/** What had fallen due by the end of a day and is unpaid, in centavos. */
export interface Unpaid {
  readonly principal: Centavos;
  /** Matured ordinary interest, less what principal paid in advance covers of it. */
  readonly interest: Centavos;
  /**
   * Day number of the oldest maturity that makes the borrower late; null when nothing does: nothing is unpaid, or no
   * more than the amount of tolerance, which then travels to the next due date.
   */
  readonly oldest: number | null;
}

/**
 * What is unpaid at the end of `day` (a day number, not after the state's own). A due date is met when its principal and
 * interest have been paid by then, and principal paid beyond what was due by that date covers the interest that matured
 * by it: paying early is never worse than paying on the day.
 */
export function unpaidOn(terms: NoteTerms, state: NoteState, schedule: readonly DuePrincipal[], day: number): Unpaid {
  const tolerated = terms.punctualityToleranceAmount ?? 0;
  const paid = principalPaid(state, schedule);
  const maturities = maturitiesOf(state);
  let scheduled = 0;
  let matured = 0;
  let oldest: number | null = null;
  let next = 0;
  const matureBefore = (end: number) => {
    for (let one = maturities[next]; one !== undefined && one.day < end; one = maturities[next]) {
      matured += one.owed;
      next += 1;
      look(one.day);
    }
  };
  // Principal paid ahead of its due dates covers interest that has matured.
  const look = (on: number) => {
    if (oldest === null && scheduled + matured - paid > tolerated) oldest = on;
  };
  for (const row of schedule) {
    if (row.day > day) break;
    matureBefore(row.day);
    scheduled += row.principal;
    look(row.day);
  }
  matureBefore(day + 1);
  return {
    principal: Math.max(0, scheduled - paid),
    interest: Math.max(0, matured - Math.max(0, paid - scheduled)),
    oldest,
  };
}

/**
 * Every due date with something unpaid, tolerated or not, oldest first: principal of those to come too, and the interest
 * that has matured; what covers what is as in `unpaidOn`. They sum to the principal and the matured interest owed.
 */
export function unpaidMaturities(
  state: NoteState,
  schedule: readonly DuePrincipal[],
): { readonly day: number; readonly owed: Centavos }[] {
  let short = -principalPaid(state, schedule);
  return datesUpTo(Number.POSITIVE_INFINITY, schedule, maturitiesOf(state)).flatMap((date) => {
    const before = Math.max(0, short);
    short += date.principal + date.interest;
    return short > before ? [{ day: date.day, owed: short - before }] : [];
  });
}

const principalPaid = (state: NoteState, schedule: readonly DuePrincipal[]): Centavos =>
  scheduledTotal(schedule) - state.principal;

interface Matured {
  readonly day: number;
  readonly owed: Centavos;
}

const maturedOf = new WeakMap<NoteState['maturities'], readonly Matured[]>();

/** Interest that has matured, oldest first; computed once for each list of maturities, which never changes. */
function maturitiesOf({ maturities }: NoteState): readonly Matured[] {
  const known = maturedOf.get(maturities);
  if (known !== undefined) return known;
  const inOrder = maturities.map(({ due, owed }) => ({ day: dayNumber(due), owed })).sort((a, b) => a.day - b.day);
  maturedOf.set(maturities, inOrder);
  return inOrder;
}

interface UnpaidDate {
  readonly day: number;
  readonly principal: Centavos;
  readonly interest: Centavos;
}

/** Due dates and maturities by `day`, oldest first; interest may have matured on a day that is no due date. */
function datesUpTo(day: number, schedule: readonly DuePrincipal[], maturities: readonly Matured[]): UnpaidDate[] {
  const rows = schedule.filter((row) => row.day <= day);
  if (maturities.length === 0) return rows.map((row) => ({ ...row, interest: 0 }));
  const interest = new Map<number, Centavos>();
  for (const maturity of maturities) {
    if (maturity.day <= day) interest.set(maturity.day, (interest.get(maturity.day) ?? 0) + maturity.owed);
  }
  const dates = rows.map((row) => {
    const owed = interest.get(row.day) ?? 0;
    interest.delete(row.day);
    return { ...row, interest: owed };
  });
  if (interest.size === 0) return dates;
  const others = [...interest].map(([on, owed]) => ({ day: on, principal: 0, interest: owed }));
  return [...dates, ...others].sort((a, b) => a.day - b.day);
}

/** Principal in default at the end of `day`: what makes nobody late is not, whatever the due dates say. */
export function principalInDefault(
  terms: NoteTerms,
  state: NoteState,
  schedule: readonly DuePrincipal[],
  day: number,
): Centavos {
  const { principal, oldest } = unpaidOn(terms, state, schedule, day);
  return oldest === null ? 0 : principal;
}

/** Punctual: nothing is unpaid beyond its due date plus the tolerance, and the bands were not lost for good. */
export function isPunctual(
  terms: NoteTerms,
  state: NoteState,
  schedule: readonly DuePrincipal[],
  day: number,
): boolean {
  if (state.punctualityLost && terms.punctualityLost === 'for-good') return false;
  const { oldest } = unpaidOn(terms, state, schedule, day);
  return oldest === null || oldest + terms.punctualityToleranceDays > day;
}
