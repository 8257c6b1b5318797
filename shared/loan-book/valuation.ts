import { type CalendarDate, dayNumber } from '../calendar/calendar-date.ts';
import type { Centavos } from '../money/centavos.ts';
import { accrueTo, isPunctual, oldestUnpaid } from './accrual.ts';
import { type ByComponent, sumOfComponents } from './component.ts';
import { isPaid, ledgerBalances, type NoteState } from './note-state.ts';
import type { NoteTerms } from './note-terms.ts';
import { nextDue, principalSchedule, unpaidDue } from './schedule.ts';

/** A note on a date, after every event of that date. Nothing is written: a balance is a function. */
export interface Valuation {
  /** All that is owed on the date, accrued interest included. */
  readonly owed: ByComponent;
  /** Of it, what has fallen due by the date. */
  readonly due: ByComponent;
  /** Principal whose due date is before the date (cartera vencida). */
  readonly principalOverdue: Centavos;
  /** Balances as the journal holds them (accrual recognised up to the last event). */
  readonly ledger: ByComponent;
  /** Accrued since the last event and not yet in the journal (devengado no registrado). */
  readonly unrecognised: { readonly ordinaryInterest: Centavos; readonly defaultInterest: Centavos };
  /** Days since the oldest unpaid due date; 0 when current or due today. */
  readonly daysPastDue: number;
  readonly nextDue: { readonly date: CalendarDate; readonly principal: Centavos } | null;
  readonly punctual: boolean;
  readonly status: 'open' | 'paid';
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
  const oldest = oldestUnpaid(onDate, schedule, day);
  return {
    owed,
    due: {
      principal: unpaidDue(schedule, onDate.principal, day),
      ordinaryInterest: onDate.ordinaryMatured,
      defaultInterest: onDate.late.owed,
      collectionCosts: onDate.collectionCosts,
    },
    principalOverdue: unpaidDue(schedule, onDate.principal, day - 1),
    ledger,
    unrecognised: {
      ordinaryInterest: owed.ordinaryInterest - ledger.ordinaryInterest,
      defaultInterest: owed.defaultInterest - ledger.defaultInterest,
    },
    daysPastDue: oldest === null ? 0 : day - oldest,
    nextDue: nextDue(schedule, onDate.principal, day),
    punctual: isPunctual(terms, onDate, schedule, day),
    status: isPaid(onDate) ? 'paid' : 'open',
  };
}

/** Saldo para liquidar: what pays the note off on `date`, and what one more day adds (centavos, rounded as accrued). */
export function payoffOn(
  terms: NoteTerms,
  state: NoteState,
  date: CalendarDate,
  dayAfter: CalendarDate,
): { amount: Centavos; perDay: Centavos } {
  const amount = sumOfComponents(valueNote(terms, state, date).owed);
  return { amount, perDay: sumOfComponents(valueNote(terms, state, dayAfter).owed) - amount };
}
