import type { CalendarDate } from '../calendar/calendar-date.ts';
import type { Centavos } from '../money/centavos.ts';
import { type ByComponent, type Component, sumOfComponents } from './component.ts';
import type { AgreementSigned, OrderKey } from './event.ts';
import type { InterestMaturity } from './interest-maturity.ts';
import type { NoteTerms } from './note-terms.ts';

/** A part of the loan with its own schedule over the due dates after its date: a disbursement, or what a new schedule left. */
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

/** Principal that had fallen due and was unpaid when a new schedule was opened; kept with its date. */
export interface PrincipalMaturity {
  readonly due: CalendarDate;
  readonly owed: Centavos;
}

/** Interest of studies and grace, asked for with the due dates after `from` (`study-interest.ts`). */
export interface StudyInterestDue {
  readonly amount: Centavos;
  readonly from: CalendarDate;
}

/**
 * Due dates up to `due` were in default through `on`, when their grace became another or they fell due anew: those days were
 * charged (grace-over.ts).
 */
export interface GraceOver {
  readonly due: CalendarDate;
  readonly on: CalendarDate;
}

/**
 * What of a note's last agreement its fold carries. What the agreement forgives if it is fulfilled is set aside while it
 * lives: it stays in the books and in the balances, and no payment pays it. Only what was earned is ever taken off, so
 * that a breach has nothing to give back: what was set aside is claimed again, to the centavo.
 */
export interface AgreementCursor {
  readonly id: string;
  readonly standing: 'live' | 'broken' | 'fulfilled';
  /** Centavos that are forgiven at fulfilment; all zero once it ended. */
  readonly setAside: ByComponent;
  readonly earned: AgreementSigned['earned'];
  /** Interest that is set aside as well as it accrues, while the agreement lives. */
  readonly whileLive: AgreementSigned['whileLive'];
  /** Whether its end took anything off: a note without debt was then settled (finiquitada), not paid. */
  readonly forgave: boolean;
}

/** What a regeneration took of a note: by component, as the note owed it at its place. */
export interface RegenerationCursor {
  readonly form: 'novation' | 'resolutory-condition';
  readonly into: string;
  readonly capitalised: readonly Component[];
  readonly moved: ByComponent;
}

/**
 * What the fold of a note's events gives: with the terms, enough to value the note on any later date and to take the
 * next event without reading the past. Balances by component are in it; status is derived, never stored.
 */
export interface NoteState {
  /** Value date of the first event. */
  readonly openedOn: CalendarDate;
  /** Interest is accrued through this day (the value date of the last event). */
  readonly accruedTo: CalendarDate;
  readonly lastKey: OrderKey;
  readonly tranches: readonly Tranche[];
  readonly arrears: readonly PrincipalMaturity[];
  readonly principal: Centavos;
  /** Principal taken in advance from the last instalments (`shorten`). */
  readonly shortened: Centavos;
  readonly acceleratedOn: CalendarDate | null;
  readonly ordinary: CarriedInterest;
  /** Of `ordinary.owed`, what has fallen due, oldest first. */
  readonly maturities: readonly InterestMaturity[];
  readonly studyInterest: StudyInterestDue | null;
  /** Studies and grace end once: a date corrected afterwards does not open them again. */
  readonly studiesEnded: boolean;
  readonly late: CarriedInterest;
  readonly collectionCosts: Centavos;
  /** Money of the borrower that found nothing to pay; it pays what falls due. Negative only when a refund's money was taken back. */
  readonly held: Centavos;
  /** Taken off as a loss and not recovered since, by component: the note is not paid. */
  readonly writtenOff: ByComponent | null;
  readonly average: number | null;
  readonly punctualityLost: boolean;
  /** The last agreement signed over the note, ended or not. */
  readonly agreement: AgreementCursor | null;
  /** Null unless all that it owed went into a new note. */
  readonly regenerated: RegenerationCursor | null;
  /** Null unless days of grace may be counted anew of due dates that were in default. */
  readonly graceOver: GraceOver | null;
}

/** A note between two events. */
export interface Note {
  readonly terms: NoteTerms;
  readonly state: NoteState;
}

const NOTHING: CarriedInterest = { accrued: 0n, recognised: 0, owed: 0 };

/** The state before the first event, which happens on `date`. */
export function emptyState(date: CalendarDate): NoteState {
  return {
    openedOn: date,
    accruedTo: date,
    lastKey: '',
    tranches: [],
    arrears: [],
    principal: 0,
    shortened: 0,
    acceleratedOn: null,
    ordinary: NOTHING,
    maturities: [],
    studyInterest: null,
    studiesEnded: false,
    late: NOTHING,
    collectionCosts: 0,
    held: 0,
    writtenOff: null,
    average: null,
    punctualityLost: false,
    agreement: null,
    regenerated: null,
    graceOver: null,
  };
}

/** Ordinary interest fallen due and unpaid. */
export function maturedInterest(state: Pick<NoteState, 'maturities'>): Centavos {
  return state.maturities.reduce((sum, { owed }) => sum + owed, 0);
}

/** Centavos of a loss that were recovered between two states of a note. */
export function lessWrittenOff(before: Pick<NoteState, 'writtenOff'>, after: Pick<NoteState, 'writtenOff'>): Centavos {
  const sum = ({ writtenOff }: Pick<NoteState, 'writtenOff'>) =>
    writtenOff === null ? 0 : sumOfComponents(writtenOff);
  return sum(before) - sum(after);
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

export const NOTE_STATUSES = ['open', 'paid', 'settled', 'regenerated', 'written-off', 'cancelled'] as const;
export type NoteStatus = (typeof NOTE_STATUSES)[number];
export const NOTE_STATUS_NAMES_ES: Readonly<Record<NoteStatus, string>> = {
  open: 'vigente',
  paid: 'pagado',
  settled: 'finiquitado por convenio',
  regenerated: 'su adeudo pasó a otro pagaré',
  'written-off': 'dado por incobrable',
  cancelled: 'sin efecto',
};

/**
 * Derived, never typed. `cancelled` = its opening was taken back; `written-off` = a loss of it was not recovered in full;
 * `settled` = an agreement that was kept forgave the rest; `regenerated` = what it owed is owed on a new note.
 */
export function statusOf(state: NoteState): NoteStatus {
  if (state.lastKey === '') return 'cancelled';
  if (sumOfComponents(ledgerBalances(state)) > 0) return 'open';
  if (state.regenerated !== null) return 'regenerated';
  if (state.writtenOff !== null) return 'written-off';
  return state.agreement?.standing === 'fulfilled' && state.agreement.forgave ? 'settled' : 'paid';
}
