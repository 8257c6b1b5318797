import { type CalendarDate, dayNumber, fromDayNumber } from '../calendar/calendar-date.ts';
import type { Centavos } from '../money/centavos.ts';
import { isUnderAgreement, payable } from './agreement.ts';
import { type ByComponent, type Component, sumOfComponents, zeroByComponent } from './component.ts';
import { dayUnits } from './day-count.ts';
import { accrue, recogniseInterest } from './interest.ts';
import type { Application } from './line.ts';
import { ledgerBalances, maturedInterest, type NoteState } from './note-state.ts';
import type { NoteTerms } from './note-terms.ts';
import { type DuePrincipal, paidAhead, principalSchedule, trancheOf, unpaidDue } from './schedule.ts';
import { studyInterestNotAsked, withinStudyOwed } from './study-interest.ts';
import { unpaidOn } from './unpaid.ts';

/** What a payment did to a note: the state after it and its parts, which sum to the amount. */
export interface Applied {
  readonly state: NoteState;
  readonly application: Application;
}

/** Money on its way through the allocation: what is left of it, and what it paid so far. */
interface Flow {
  state: NoteState;
  left: Centavos;
  principal: Centavos;
  ordinary: Centavos;
  late: Centavos;
  costs: Centavos;
}

/**
 * Applies `amount` (centavos, ≥ 0) on `date` to a state already accrued through that date. Default order (CCom art.
 * 364 and parameters of the note): collection costs, default interest, matured ordinary interest, due principal;
 * then, beyond what is due, by the prepayment rule: accrued interest before principal in advance, or hold. What
 * cannot be applied is credit, held on the note; a payment is never refused (LGTOC art. 130). Under an agreement what it
 * set aside is not paid, and money beyond what is due is not held: the agreement asks for all of it. A note that owes
 * nothing any more recovers what was written off of it, which comes back into the books as it is paid.
 */
export function applyPayment(terms: NoteTerms, state: NoteState, amount: Centavos, date: CalendarDate): Applied {
  const schedule = principalSchedule(terms, state);
  const day = dayNumber(date);
  const overdueBefore = unpaidDue(schedule, state.principal, day - 1);
  const { oldest } = unpaidOn(terms, state, schedule, day);
  const flow: Flow = { state, left: amount, principal: 0, ordinary: 0, late: 0, costs: 0 };
  if (terms.allocation.mode === 'component-first')
    payDueByComponent(terms, flow, unpaidDue(schedule, state.principal, day));
  else payDueByInstalment(terms, flow, dueByInstalment(schedule, state, day));
  if (terms.allocation.prepayment !== 'hold' || isUnderAgreement(state)) payInAdvance(terms, flow, schedule, day);
  const principalInBooks = Math.min(flow.principal, overdueBefore);
  const recovered = recoverWrittenOff(terms, flow);
  const principalOverdue = principalInBooks + (recovered?.principal ?? 0);
  return {
    state: withinStudyOwed(terms, { ...flow.state, held: flow.state.held + flow.left }, date),
    application: {
      amount,
      principalOverdue,
      principalNotDue: flow.principal - principalOverdue,
      ordinaryInterest: flow.ordinary,
      defaultInterest: flow.late,
      collectionCosts: flow.costs,
      credit: flow.left,
      overdue: (oldest !== null && oldest < day) || recovered !== null,
    },
  };
}

/** What is left pays a loss, in the note's order, once nothing is owed: what was claimed is never paid after it. */
function recoverWrittenOff({ allocation }: NoteTerms, flow: Flow): ByComponent | null {
  const { writtenOff } = flow.state;
  if (flow.left === 0 || writtenOff === null || sumOfComponents(ledgerBalances(flow.state)) > 0) return null;
  const lost = { ...writtenOff };
  const recovered = zeroByComponent();
  for (const component of allocation.order) {
    recovered[component] = Math.min(flow.left, lost[component]);
    lost[component] -= recovered[component];
    flow.left -= recovered[component];
  }
  flow.state = { ...flow.state, writtenOff: sumOfComponents(lost) === 0 ? null : lost };
  flow.principal += recovered.principal;
  flow.ordinary += recovered.ordinaryInterest;
  flow.late += recovered.defaultInterest;
  flow.costs += recovered.collectionCosts;
  return recovered;
}

/** Money held on the note pays what it can on `date`, like a payment of that day. */
export function settleHeld(terms: NoteTerms, state: NoteState, date: CalendarDate): NoteState {
  if (state.held <= 0) return state;
  return applyPayment(terms, { ...state, held: 0 }, state.held, date).state;
}

function payDueByComponent(terms: NoteTerms, flow: Flow, principalDue: Centavos): void {
  for (const component of terms.allocation.order) {
    payComponent(flow, component, component === 'principal' ? principalDue : maturedInterest(flow.state));
  }
}

interface InstalmentDue {
  readonly principal: Centavos;
  readonly interest: Centavos;
}

/** Unpaid principal and matured interest of each due date up to `day`, oldest first. */
function dueByInstalment(
  schedule: ReturnType<typeof principalSchedule>,
  state: NoteState,
  day: number,
): InstalmentDue[] {
  const days = new Set([
    ...schedule.filter((row) => row.day <= day).map((row) => row.day),
    ...state.maturities.map(({ due }) => dayNumber(due)),
  ]);
  let principalBefore = 0;
  return [...days]
    .sort((a, b) => a - b)
    .map((due) => {
      const unpaid = unpaidDue(schedule, state.principal, due);
      const principal = unpaid - principalBefore;
      principalBefore = unpaid;
      const interest = state.maturities
        .filter((row) => dayNumber(row.due) === due)
        .reduce((sum, row) => sum + row.owed, 0);
      return { principal, interest };
    })
    .filter(({ principal, interest }) => principal > 0 || interest > 0);
}

function payDueByInstalment(terms: NoteTerms, flow: Flow, instalments: readonly InstalmentDue[]): void {
  // With nothing due yet the order still holds for costs and default interest.
  const rows = instalments.length > 0 ? instalments : [{ principal: 0, interest: 0 }];
  for (const row of rows) {
    for (const component of terms.allocation.order) {
      payComponent(flow, component, component === 'principal' ? row.principal : row.interest);
    }
  }
}

/** Pays one component up to `limit` (costs and default interest: all that can be paid). */
function payComponent(flow: Flow, component: Component, limit: Centavos): void {
  const most = payable(flow.state)[component];
  switch (component) {
    case 'collectionCosts': {
      const paid = Math.min(flow.left, most);
      flow.state = { ...flow.state, collectionCosts: flow.state.collectionCosts - paid };
      flow.costs += paid;
      flow.left -= paid;
      return;
    }
    case 'defaultInterest': {
      const paid = Math.min(flow.left, most);
      flow.state = { ...flow.state, late: { ...flow.state.late, owed: flow.state.late.owed - paid } };
      flow.late += paid;
      flow.left -= paid;
      return;
    }
    case 'ordinaryInterest': {
      const paid = Math.min(flow.left, limit, most);
      flow.state = reduceOrdinary(flow.state, paid);
      flow.ordinary += paid;
      flow.left -= paid;
      return;
    }
    case 'principal': {
      const paid = Math.min(flow.left, limit, most);
      flow.state = { ...flow.state, principal: flow.state.principal - paid };
      flow.principal += paid;
      flow.left -= paid;
      return;
    }
  }
}

/** Takes ordinary interest off, matured first, oldest maturity first. Also used by waivers. */
export function reduceOrdinary(state: NoteState, amount: Centavos): NoteState {
  let left = amount;
  const maturities = state.maturities
    .map((row) => {
      const taken = Math.min(left, row.owed);
      left -= taken;
      return { due: row.due, owed: row.owed - taken };
    })
    .filter((row) => row.owed > 0);
  return {
    ...state,
    ordinary: { ...state.ordinary, owed: state.ordinary.owed - amount },
    maturities,
  };
}

/**
 * Beyond what is due: interest accrued to date, then principal in advance by the note's rule, then interest of studies
 * that later due dates ask for: paid before principal, it would leave the next due date's principal unpaid.
 */
function payInAdvance(terms: NoteTerms, flow: Flow, schedule: readonly DuePrincipal[], day: number): void {
  const later = studyInterestNotAsked(terms, flow.state, day);
  payComponent(flow, 'ordinaryInterest', Math.max(0, flow.state.ordinary.owed - later));
  payPrincipalInAdvance(terms, flow, schedule, day);
  payComponent(flow, 'ordinaryInterest', flow.state.ordinary.owed);
}

function payPrincipalInAdvance(terms: NoteTerms, flow: Flow, schedule: readonly DuePrincipal[], day: number): void {
  const before = flow.state;
  const paid = Math.min(flow.left, payable(before).principal);
  if (paid === 0) return;
  payComponent(flow, 'principal', paid);
  const rule = terms.allocation.prepayment;
  if (rule !== 'shorten' && rule !== 'lower') return;
  const next = nextAsked(terms, before, schedule, day);
  const beyond = paid - Math.min(paid, next.asked);
  if (beyond === 0) return;
  flow.state =
    rule === 'shorten'
      ? { ...flow.state, shortened: flow.state.shortened + beyond }
      : levelAfter(terms, flow.state, schedule, next.day, beyond);
}

/** Interest is rounded as a running total: the next due date may ask for one centavo more than the schedule printed. */
const ROUNDING = 1;

/**
 * The next due date, or today's if it is one, and the most it can still ask for: its principal and the interest accrued
 * by then at the base rate. What is paid before a due date pays it first; only the rest shortens or lowers, so that
 * nobody is late for having paid early.
 */
function nextAsked(terms: NoteTerms, state: NoteState, schedule: readonly DuePrincipal[], day: number) {
  const next = schedule.find((row) => row.day >= day)?.day ?? day;
  const accruesFrom = terms.accrualStart === 'disbursement' ? day : Math.max(day, dayNumber(terms.endOfGrace));
  const units = accruesFrom < next ? dayUnits(accruesFrom, next, terms.dayCount, fromDayNumber) : 0;
  const accrued = recogniseInterest(terms, accrue(state.ordinary, state.principal, terms.baseRate, units));
  const interest = accrued.owed - studyInterestNotAsked(terms, state, next);
  const principal = unpaidDue(schedule, state.principal, next) - paidAhead(schedule, state.principal, next);
  return { day: next, asked: Math.max(0, principal + Math.max(0, interest) + ROUNDING) };
}

/**
 * A new schedule for what is left after `beyond` was paid: the due dates after `next` in equal parts, `next` itself met.
 * What was paid for it beyond its principal stays paid ahead, and covers the interest of its last days.
 */
function levelAfter(
  terms: NoteTerms,
  state: NoteState,
  schedule: readonly DuePrincipal[],
  next: number,
  beyond: Centavos,
): NoteState {
  const ahead = Math.max(0, paidAhead(schedule, state.principal, next) - beyond);
  const date = fromDayNumber(next);
  return { ...state, arrears: [], shortened: 0, tranches: [trancheOf(terms, date, state.principal + ahead)] };
}
