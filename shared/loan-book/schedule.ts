import {
  type CalendarDate,
  dayNumber,
  dayOf,
  daysInMonth,
  fromDayNumber,
  monthOf,
  yearOf,
} from '../calendar/calendar-date.ts';
import type { Centavos } from '../money/centavos.ts';
import { shareByWeight } from '../money/share.ts';
import type { NoteState, Tranche } from './note-state.ts';
import type { NoteTerms } from './note-terms.ts';

/** Principal falling due on a day (day number since 1970), oldest first, one row per due date. */
export interface DuePrincipal {
  readonly day: number;
  readonly principal: Centavos;
}

/** Day numbers of the instalments' due dates, moved off closed days by the terms' shifts; ascending, each once. */
export function dueDays(terms: NoteTerms): number[] {
  const days = nominalDueDays(terms);
  const shifts = terms.dueDateShifts;
  return shifts === undefined ? days : days.map((day, index) => day + (shifts[index] ?? 0));
}

/** Due dates as the contract states them, open or closed. The 31st falls on the last day of shorter months. */
export function nominalDueDays(
  terms: Pick<NoteTerms, 'firstDueDate' | 'instalments' | 'monthsBetweenInstalments'>,
): number[] {
  const first = terms.firstDueDate;
  const month0 = yearOf(first) * 12 + monthOf(first) - 1;
  const day = dayOf(first);
  const days: number[] = [];
  for (let index = 0; index < terms.instalments; index += 1) {
    const at = month0 + index * terms.monthsBetweenInstalments;
    const year = Math.floor(at / 12);
    const month = at % 12;
    days.push(Date.UTC(year, month, Math.min(day, daysInMonth(year, month + 1))) / 86_400_000);
  }
  return days;
}

/** How many of the due dates lie after a tranche's date; at least the last one, which takes what comes too late. */
export function instalmentsLeft(terms: NoteTerms, date: CalendarDate): number {
  const from = dayNumber(date);
  return Math.max(1, dueDays(terms).filter((day) => day > from).length);
}

/**
 * Scheduled principal by due date: the sum of the tranches' schedules, less what prepayments lowered or cut from
 * the end, all on one date after acceleration. Σ principal = amount lent − shortened − lowered, whatever the terms;
 * the last instalment absorbs rounding.
 */
export function principalSchedule(terms: NoteTerms, state: NoteState): DuePrincipal[] {
  const days = dueDays(terms);
  const amounts = days.map(() => 0);
  for (const tranche of state.tranches) addTranche(amounts, days, tranche, terms);
  for (const lowering of state.lowerings) lowerLater(amounts, days, dayNumber(lowering.date), lowering.amount);
  cutFromEnd(amounts, state.shortened);
  const rows = days.map((day, index) => ({ day, principal: amounts[index] ?? 0 }));
  return state.acceleratedOn === null ? rows : accelerate(rows, dayNumber(state.acceleratedOn));
}

function addTranche(amounts: Centavos[], days: readonly number[], tranche: Tranche, terms: NoteTerms): void {
  const from = dayNumber(tranche.date);
  const firstIndex = Math.min(
    days.findIndex((day) => day > from) === -1 ? days.length - 1 : days.findIndex((day) => day > from),
    days.length - 1,
  );
  const count = days.length - firstIndex;
  let left = tranche.amount;
  for (let index = 0; index < count; index += 1) {
    const last = index === count - 1;
    const part = last ? left : Math.min(left, principalPart(left, tranche, count, terms));
    amounts[firstIndex + index] = (amounts[firstIndex + index] ?? 0) + part;
    left -= part;
  }
}

/** Principal in one instalment before the last, from what is still unamortised of the tranche. */
function principalPart(left: Centavos, tranche: Tranche, count: number, terms: NoteTerms): Centavos {
  switch (terms.amortization) {
    case 'single':
      return 0;
    case 'equal-principal':
      return Math.floor(tranche.amount / count);
    case 'equal-instalments':
      return Math.max(0, tranche.instalment - periodInterest(left, terms));
  }
}

/** Projected interest of one period at the base rate, half up, in whole numbers only. */
function periodInterest(balance: Centavos, terms: NoteTerms): Centavos {
  const denominator = 12_000_000n;
  const exact = BigInt(balance) * BigInt(terms.baseRate * terms.monthsBetweenInstalments);
  return Number((exact * 2n + denominator) / (denominator * 2n));
}

function lowerLater(amounts: Centavos[], days: readonly number[], after: number, amount: Centavos): void {
  const later = days.map((day, index) => (day > after ? (amounts[index] ?? 0) : 0));
  const cut = shareByWeight(amount, later);
  for (const [index, part] of cut.entries()) amounts[index] = (amounts[index] ?? 0) - part;
}

function cutFromEnd(amounts: Centavos[], amount: Centavos): void {
  let left = amount;
  for (let index = amounts.length - 1; index >= 0 && left > 0; index -= 1) {
    const cut = Math.min(left, amounts[index] ?? 0);
    amounts[index] = (amounts[index] ?? 0) - cut;
    left -= cut;
  }
}

function accelerate(rows: readonly DuePrincipal[], on: number): DuePrincipal[] {
  const before = rows.filter((row) => row.day <= on);
  const rest = rows.filter((row) => row.day > on).reduce((sum, row) => sum + row.principal, 0);
  return rest === 0 ? before : [...before, { day: on, principal: rest }];
}

/** Principal fallen due by the end of `day` and still unpaid: due dates are paid oldest first. */
export function unpaidDue(schedule: readonly DuePrincipal[], principal: Centavos, day: number): Centavos {
  let total = 0;
  let due = 0;
  for (const row of schedule) {
    total += row.principal;
    if (row.day <= day) due += row.principal;
  }
  return Math.max(0, due - (total - principal));
}

/** The oldest due date by the end of `day` whose principal is not fully paid, or null. */
export function oldestUnpaidDue(schedule: readonly DuePrincipal[], principal: Centavos, day: number): number | null {
  let reduced = schedule.reduce((sum, row) => sum + row.principal, 0) - principal;
  for (const row of schedule) {
    if (row.day > day) return null;
    reduced -= row.principal;
    if (reduced < 0) return row.day;
  }
  return null;
}

/** The next due date after `day` with principal left to pay, and how much of it is left. */
export function nextDue(
  schedule: readonly DuePrincipal[],
  principal: Centavos,
  day: number,
): { date: CalendarDate; principal: Centavos } | null {
  let reduced = schedule.reduce((sum, row) => sum + row.principal, 0) - principal;
  for (const row of schedule) {
    const paid = Math.min(reduced, row.principal);
    reduced -= paid;
    if (row.day > day && row.principal - paid > 0)
      return { date: fromDayNumber(row.day), principal: row.principal - paid };
  }
  return null;
}
