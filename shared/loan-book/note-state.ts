import type { CalendarDate } from '../calendar/calendar-date.ts';
import type { Centavos } from '../money/centavos.ts';
import type { ByComponent } from './component.ts';
import type { OrderKey } from './event.ts';

/** A part of the loan with its own schedule: each disbursement (ministración) is one. */
export interface Tranche {
  readonly date: CalendarDate;
  readonly amount: Centavos;
  /** Fixed instalment at the base rate (`equal-instalments` only, else 0), so that nothing is exponentiated again. */
  readonly instalment: Centavos;
}

/** Interest of one kind: carried exactly, recognised by cumulative rounding, owed until paid or waived. */
export interface CarriedInterest {
  /** Σ centavos × ppm × day units since the first event (denominator: `interestDenominator`). */
  readonly accrued: bigint;
  /** round(accrued) at the last recognition. */
  readonly recognised: Centavos;
  /** Recognised (or brought forward, or charged) and not yet paid or waived. */
  readonly owed: Centavos;
}

/** An unpaid maturity of ordinary interest; kept only for notes allocated instalment by instalment. */
export interface InterestMaturity {
  readonly due: CalendarDate;
  readonly owed: Centavos;
}

/**
 * What the fold of a note's events gives: with the terms, enough to value the note on any later date and to take the
 * next event without reading the past. Balances by component are in it; status is derived, never stored.
 */
export interface NoteState {
  /** Interest is accrued through this day (the value date of the last event). */
  readonly accruedTo: CalendarDate;
  readonly lastKey: OrderKey;
  readonly tranches: readonly Tranche[];
  readonly principal: Centavos;
  /** Principal taken in advance from the last instalments (`shorten`). */
  readonly shortened: Centavos;
  /** Principal taken in advance from all later instalments (`lower`). */
  readonly lowerings: readonly { readonly date: CalendarDate; readonly amount: Centavos }[];
  readonly acceleratedOn: CalendarDate | null;
  readonly ordinary: CarriedInterest;
  /** Of `ordinary.owed`, what has fallen due. */
  readonly ordinaryMatured: Centavos;
  /** Oldest unpaid maturity of ordinary interest. */
  readonly maturedSince: CalendarDate | null;
  readonly maturities: readonly InterestMaturity[];
  readonly late: CarriedInterest;
  readonly collectionCosts: Centavos;
  readonly average: number | null;
  readonly punctualityLost: boolean;
}

const NOTHING: CarriedInterest = { accrued: 0n, recognised: 0, owed: 0 };

/** The state before the first event, which happens on `date`. */
export function emptyState(date: CalendarDate): NoteState {
  return {
    accruedTo: date,
    lastKey: '',
    tranches: [],
    principal: 0,
    shortened: 0,
    lowerings: [],
    acceleratedOn: null,
    ordinary: NOTHING,
    ordinaryMatured: 0,
    maturedSince: null,
    maturities: [],
    late: NOTHING,
    collectionCosts: 0,
    average: null,
    punctualityLost: false,
  };
}

/** The note's balances in the ledger: what has been recognised and not extinguished. */
export function ledgerBalances(state: NoteState): ByComponent {
  return {
    principal: state.principal,
    ordinaryInterest: state.ordinary.owed,
    defaultInterest: state.late.owed,
    collectionCosts: state.collectionCosts,
  };
}

/** Derived, never typed: nothing owed in any component. */
export function isPaid(state: NoteState): boolean {
  return state.principal === 0 && state.ordinary.owed === 0 && state.late.owed === 0 && state.collectionCosts === 0;
}
