import { type CalendarDate, dayNumber, fromDayNumber } from '../calendar/calendar-date.ts';
import type { Centavos } from '../money/centavos.ts';
import { accrueTo } from './accrual.ts';
import { payable } from './agreement.ts';
import { type ByComponent, sumOfComponents, zeroByComponent } from './component.ts';
import { ledgerBalances, type NoteState, type NoteStatus, statusOf } from './note-state.ts';
import type { NoteTerms } from './note-terms.ts';
import { principalSchedule, unpaidDue } from './schedule.ts';
import { isPunctual, unpaidOn } from './unpaid.ts';

/** A note on a date, after every event of that date. Nothing is written: a balance is a function. */
export interface Valuation {
  /** All that is owed on the date, accrued interest included. */
  readonly owed: ByComponent;
  /** Of it, what a payment can pay: less what a live agreement forgives if it is kept. */
  readonly payable: ByComponent;
  /** Of what a payment can pay, what has fallen due by the date. */
  readonly due: ByComponent;
  /** Principal whose due date is before the date (cartera vencida). */
  readonly principalOverdue: Centavos;
  /** Balances as the journal holds them (accrual recognised up to the last event). */
  readonly ledger: ByComponent;
  /** Accrued since the last event and not yet in the journal (devengado no registrado). */
  readonly unrecognised: { readonly ordinaryInterest: Centavos; readonly defaultInterest: Centavos };
  /** Days since the oldest unpaid due date; 0 when nothing makes the borrower late, or it is due today. */
  readonly daysPastDue: number;
  readonly punctual: boolean;
  readonly status: NoteStatus;
  /** Money of the borrower held on the note on the date. */
  readonly held: Centavos;
  /** Besides what is owed: given up as a loss and not recovered; what is paid once nothing is owed recovers it. */
  readonly writtenOff: ByComponent;
}

/**
 * Values a note on `date`, which must not be before the state's last event (RangeError): earlier dates are asked of a
 * fold of the events up to them.
 */
export function valueNote(terms: NoteTerms, state: NoteState, date: CalendarDate): Valuation {
  const ledger = ledgerBalances(state);
  const onDate = accrueTo(terms, state, date);
  const owed = ledgerBalances(onDate);
  const schedule = principalSchedule(terms, onDate);
  const day = dayNumber(date);
  const unpaid = unpaidOn(terms, onDate, schedule, day);
  const canBePaid = payable(onDate);
  return {
    owed,
    payable: canBePaid,
    due: {
      principal: Math.min(unpaid.principal, canBePaid.principal),
      ordinaryInterest: Math.min(unpaid.interest, canBePaid.ordinaryInterest),
      defaultInterest: canBePaid.defaultInterest,
      collectionCosts: canBePaid.collectionCosts,
    },
    principalOverdue: unpaidDue(schedule, onDate.principal, day - 1),
    ledger,
    unrecognised: {
      ordinaryInterest: onDate.ordinary.recognised - state.ordinary.recognised,
      defaultInterest: onDate.late.recognised - state.late.recognised,
    },
    daysPastDue: unpaid.oldest === null ? 0 : day - unpaid.oldest,
    punctual: isPunctual(terms, onDate, schedule, day),
    status: statusOf(onDate),
    held: onDate.held,
    writtenOff: onDate.writtenOff ?? zeroByComponent(),
  };
}

/** What the next due date asks for besides what is due already, if nothing is paid and no band is lost until then. */
export interface NextDue {
  readonly date: CalendarDate;
  readonly principal: Centavos;
  readonly ordinaryInterest: Centavos;
}

/**
 * The next due date after `date` that asks for something, interest-only ones included; null when none does. `date` must
 * not be before the state's last event (RangeError).
 */
export function nextDueAfter(terms: NoteTerms, state: NoteState, date: CalendarDate): NextDue | null {
  const onDate = accrueTo(terms, state, date);
  const schedule = principalSchedule(terms, onDate);
  const now = unpaidOn(terms, onDate, schedule, dayNumber(date));
  for (const { day } of schedule) {
    if (day <= dayNumber(date)) continue;
    const then = unpaidOn(terms, accrueTo(terms, onDate, fromDayNumber(day)), schedule, day);
    const principal = Math.max(0, then.principal - now.principal);
    const ordinaryInterest = Math.max(0, then.interest - now.interest);
    if (principal + ordinaryInterest > 0) return { date: fromDayNumber(day), principal, ordinaryInterest };
  }
  return null;
}

/**
 * Saldo para liquidar: what pays the note off on `date`, and what one more day adds (centavos, rounded as accrued). Under
 * an agreement, without what it forgives.
 */
export function payoffOn(
  terms: NoteTerms,
  state: NoteState,
  date: CalendarDate,
  dayAfter: CalendarDate,
): { amount: Centavos; perDay: Centavos } {
  const amount = sumOfComponents(valueNote(terms, state, date).payable);
  return { amount, perDay: sumOfComponents(valueNote(terms, state, dayAfter).payable) - amount };
}
