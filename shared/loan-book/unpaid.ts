import { dayNumber } from '../calendar/calendar-date.ts';
import type { Centavos } from '../money/centavos.ts';
import type { InterestMaturity } from './interest-maturity.ts';
import type { NoteState } from './note-state.ts';
import type { NoteTerms } from './note-terms.ts';
import { type DuePrincipal, paidAhead, unpaidRows } from './schedule.ts';

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

const NOTHING: Unpaid = { principal: 0, interest: 0, oldest: null };

/**
 * What is unpaid at the end of `day` (a day number, not after the state's own). A due date is met when what it asked
 * for has been paid by then, in whatever component: principal paid beyond every due date covers the interest that
 * matured since, so that paying early is never worse than paying on the day.
 */
export function unpaidOn(
  terms: NoteTerms,
  state: NoteState,
  schedule: readonly DuePrincipal[],
  day: number,
): Unpaid {
  const rows = unpaidRows(schedule, state.principal, day);
  const matured = state.maturities.filter(({ due }) => dayNumber(due) <= day);
  if (rows.length === 0 && matured.length === 0) return NOTHING;
  const ahead = rows.length > 0 ? 0 : paidAhead(schedule, state.principal, day);
  const interest = matured.reduce((sum, { owed }) => sum + owed, 0);
  return {
    principal: rows.reduce((sum, row) => sum + row.principal, 0),
    interest: Math.max(0, interest - ahead),
    oldest: oldestBeyond(maturitiesByDay(rows, matured), ahead + (terms.punctualityToleranceAmount ?? 0)),
  };
}

/** The first maturity at which what is unpaid so far passes `covered`. */
function oldestBeyond(maturities: readonly (readonly [number, Centavos])[], covered: Centavos): number | null {
  let unpaid = 0;
  for (const [day, owed] of maturities) {
    unpaid += owed;
    if (unpaid > covered) return day;
  }
  return null;
}

function maturitiesByDay(rows: readonly DuePrincipal[], matured: readonly InterestMaturity[]) {
  const all = [
    ...rows.map((row) => [row.day, row.principal] as const),
    ...matured.map(({ due, owed }) => [dayNumber(due), owed] as const),
  ];
  return rows.length === 0 || matured.length === 0 ? all : all.sort(([a], [b]) => a - b);
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
