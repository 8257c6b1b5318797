import { type CalendarDate, dayNumber, dayOf, daysInMonth, monthOf, yearOf } from '../calendar/calendar-date.ts';
import type { Centavos } from '../money/centavos.ts';
import { instalmentAmount } from './instalment-amount.ts';
import type { NoteState, PrincipalMaturity, Tranche } from './note-state.ts';
import type { NoteTerms } from './note-terms.ts';

/** Principal falling due on a day (day number since 1970), oldest first, one row per due date. */
export interface DuePrincipal {
  readonly day: number;
  readonly principal: Centavos;
}

const dueDaysOf = new WeakMap<NoteTerms, readonly number[]>();

/**
 * Day numbers of the instalments' due dates, moved off closed days by the terms' shifts; ascending, each once. Computed
 * once for each object of terms, which never changes.
 */
export function dueDays(terms: NoteTerms): readonly number[] {
  const known = dueDaysOf.get(terms);
  if (known !== undefined) return known;
  const shifts = terms.dueDateShifts;
  const days = nominalDueDays(terms).map((day, index) => day + (shifts?.[index] ?? 0));
  dueDaysOf.set(terms, days);
  return days;
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

/** A tranche of `amount` lent on `date`, repaid on the due dates after it. */
export function trancheOf(terms: NoteTerms, date: CalendarDate, amount: Centavos): Tranche {
  return { date, amount, instalment: instalmentAmount(amount, instalmentsLeft(terms, date), terms) };
}

/** How many of the due dates lie after a tranche's date; at least the last one, which takes what comes too late. */
export function instalmentsLeft(terms: NoteTerms, date: CalendarDate): number {
  const from = dayNumber(date);
  return Math.max(1, dueDays(terms).filter((day) => day > from).length);
}

/**
 * Scheduled principal by due date: the sum of the tranches' schedules, less what prepayments cut from the end, after what
 * an earlier schedule left unpaid; all on one date after acceleration. Σ principal = amount lent − shortened − what was
 * paid before a new schedule, whatever the terms; the last instalment absorbs rounding. Remembered for the state's tranches.
 */
export function principalSchedule(terms: NoteTerms, state: NoteState): readonly DuePrincipal[] {
  const { tranches, shortened, arrears, acceleratedOn } = state;
  const known = schedules.get(tranches);
  const isSame =
    known?.terms === terms &&
    known.shortened === shortened &&
    known.arrears === arrears &&
    known.acceleratedOn === acceleratedOn;
  if (isSame) return known.schedule;
  const schedule = scheduleOf(terms, state);
  schedules.set(tranches, { terms, shortened, arrears, acceleratedOn, schedule });
  return schedule;
}

type ScheduleInput = Pick<NoteState, 'tranches' | 'shortened' | 'arrears' | 'acceleratedOn'>;

/**
 * The last schedule of each list of tranches, with what it was made of. Events seldom change a schedule and ask for it often;
 * lists and terms never change.
 */
const schedules = new WeakMap<
  ScheduleInput['tranches'],
  Omit<ScheduleInput, 'tranches'> & { readonly terms: NoteTerms; readonly schedule: readonly DuePrincipal[] }
>();

function scheduleOf(terms: NoteTerms, state: ScheduleInput): DuePrincipal[] {
  const days = dueDays(terms);
  const amounts = days.map(() => 0);
  for (const tranche of state.tranches) addTranche(amounts, days, tranche, terms);
  cutFromEnd(amounts, state.shortened);
  const rows = days.map((day, index) => ({ day, principal: amounts[index] ?? 0 }));
  const all = state.arrears.length === 0 ? rows : withArrears(rows, state.arrears);
  return state.acceleratedOn === null ? all : accelerate(all, dayNumber(state.acceleratedOn));
}

/** What was unpaid of an earlier schedule keeps its dates; where both have one, it is one row. */
function withArrears(rows: readonly DuePrincipal[], arrears: readonly PrincipalMaturity[]): DuePrincipal[] {
  const byDay = new Map(rows.map(({ day, principal }) => [day, principal]));
  for (const { due, owed } of arrears) byDay.set(dayNumber(due), (byDay.get(dayNumber(due)) ?? 0) + owed);
  return [...byDay].map(([day, principal]) => ({ day, principal })).sort((a, b) => a.day - b.day);
}

function addTranche(amounts: Centavos[], days: readonly number[], tranche: Tranche, terms: NoteTerms): void {
  const from = dayNumber(tranche.date);
  const next = days.findIndex((day) => day > from);
  const firstIndex = next === -1 ? days.length - 1 : next;
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

function cutFromEnd(amounts: Centavos[], amount: Centavos): void {
  let left = amount;
  for (let index = amounts.length - 1; index >= 0 && left > 0; index -= 1) {
    const cut = Math.min(left, amounts[index] ?? 0);
    amounts[index] = (amounts[index] ?? 0) - cut;
    left -= cut;
  }
}

/** Due dates to come fall on the day of acceleration, those that ask for no principal too: their interest is due then. */
function accelerate(rows: readonly DuePrincipal[], on: number): DuePrincipal[] {
  const before = rows.filter((row) => row.day <= on);
  if (before.length === rows.length) return before;
  const rest = rows.slice(before.length).reduce((sum, row) => sum + row.principal, 0);
  return [...before, { day: on, principal: rest }];
}

/** Principal fallen due by the end of `day` and still unpaid: due dates are paid oldest first. */
export function unpaidDue(schedule: readonly DuePrincipal[], principal: Centavos, day: number): Centavos {
  let due = 0;
  for (const row of schedule) {
    if (row.day > day) break;
    due += row.principal;
  }
  return Math.max(0, due - (scheduledTotal(schedule) - principal));
}

const totals = new WeakMap<readonly DuePrincipal[], Centavos>();

/** Principal of all due dates, summed once for each schedule. */
export function scheduledTotal(schedule: readonly DuePrincipal[]): Centavos {
  const known = totals.get(schedule);
  if (known !== undefined) return known;
  const total = schedule.reduce((sum, row) => sum + row.principal, 0);
  totals.set(schedule, total);
  return total;
}

/** Principal of each due date by the end of `day` that is still unpaid, oldest first: due dates are paid oldest first. */
export function unpaidRows(schedule: readonly DuePrincipal[], principal: Centavos, day: number): DuePrincipal[] {
  let paid = scheduledTotal(schedule) - principal;
  const unpaid: DuePrincipal[] = [];
  for (const row of schedule) {
    if (row.day > day) break;
    const part = Math.min(Math.max(paid, 0), row.principal);
    paid -= row.principal;
    if (row.principal > part) unpaid.push({ day: row.day, principal: row.principal - part });
  }
  return unpaid;
}

/** Principal paid beyond everything that fell due by the end of `day`: it counts for the next due dates. */
export function paidAhead(schedule: readonly DuePrincipal[], principal: Centavos, day: number): Centavos {
  let ahead = -principal;
  for (const row of schedule) if (row.day > day) ahead += row.principal;
  return Math.max(0, ahead);
}
