import { type CalendarDate, dayNumber, fromDayNumber } from '../calendar/calendar-date.ts';
import type { Centavos } from '../money/centavos.ts';
import { accrueTo } from './accrual.ts';
import { applyPayment } from './allocation.ts';
import { sumOfComponents } from './component.ts';
import { emptyState, ledgerBalances, maturedInterest, type NoteState } from './note-state.ts';
import type { NoteTerms } from './note-terms.ts';
import { dueDays, principalSchedule, trancheOf, unpaidDue } from './schedule.ts';

/** What the printed schedule asks for on a due date (centavos). */
export interface PrintedInstalment {
  readonly date: CalendarDate;
  readonly principal: Centavos;
  readonly ordinaryInterest: Centavos;
  readonly total: Centavos;
}

/**
 * The schedule as it is printed for the borrower: what each due date asks of who was lent `disbursements` and pays
 * every one in full on its day, at the base rate, by the real days of each period. Whoever pays it, earlier or on the
 * day, is punctual to the end and owes nothing after it; discounted bands only make it end with money to spare. What was
 * lent too late for any due date is asked for on the day it was lent.
 */
export function printedSchedule(
  terms: NoteTerms,
  disbursements: readonly { readonly date: CalendarDate; readonly amount: Centavos }[],
): PrintedInstalment[] {
  const first = disbursements[0];
  if (first === undefined) return [];
  const plain: NoteTerms = {
    ...terms,
    bands: [],
    allocation: { ...terms.allocation, prepayment: 'next-instalments' },
  };
  let state = emptyState(first.date);
  let lent = 0;
  const printed: PrintedInstalment[] = [];
  const ask = (date: CalendarDate) => {
    state = accrueTo(plain, state, date);
    const principal = unpaidDue(principalSchedule(plain, state), state.principal, dayNumber(date));
    const ordinaryInterest = maturedInterest(state);
    printed.push({ date, principal, ordinaryInterest, total: principal + ordinaryInterest });
    state = applyPayment(plain, state, principal + ordinaryInterest, date).state;
  };
  for (const day of dueDays(terms)) {
    const date = fromDayNumber(day);
    for (let next = disbursements[lent]; next !== undefined && next.date < date; next = disbursements[lent]) {
      state = lend(plain, accrueTo(plain, state, next.date), next);
      lent += 1;
    }
    if (date >= state.accruedTo) ask(date);
  }
  for (const late of disbursements.slice(lent)) {
    state = lend(plain, accrueTo(plain, state, late.date), late);
    ask(late.date);
  }
  if (sumOfComponents(ledgerBalances(state)) > 0) throw new RangeError('a printed schedule that leaves a debt');
  return printed;
}

function lend(
  terms: NoteTerms,
  state: NoteState,
  { date, amount }: { date: CalendarDate; amount: Centavos },
): NoteState {
  return {
    ...state,
    principal: state.principal + amount,
    tranches: [...state.tranches, trancheOf(terms, date, amount)],
  };
}
