import { addMonths, type CalendarDate, earlier, fromDayNumber } from '../calendar/calendar-date.ts';
import type { Centavos } from '../money/centavos.ts';
import { accrueTo } from './accrual.ts';
import type { Note } from './note-state.ts';
import {
  actsReaching,
  clockOf,
  type Interruption,
  type PrescriptionClock,
  type Signatory,
} from './prescription-clock.ts';
import type { PrescriptionRules } from './prescription-rules.ts';
import { principalSchedule } from './schedule.ts';
import { unpaidMaturities } from './unpaid.ts';

/** What the note's paper says: its date, who signed it, and the day it was presented for payment, if it was. */
export interface SignedNote {
  readonly signedOn: CalendarDate;
  readonly signatories: readonly Signatory[];
  readonly presentedOn?: CalendarDate;
}

/** A maturity with something unpaid (centavos of principal, and of interest that has matured), and when it prescribes. */
export interface PrescribingMaturity extends PrescriptionClock {
  readonly due: CalendarDate;
  readonly owed: Centavos;
}

/** One way to read the laws: its clock is that of the maturity that prescribes first. */
export interface PrescriptionReading extends PrescriptionClock {
  readonly reading: 'per-maturity' | 'on-sight';
  readonly basis: string;
  /** Oldest first. On sight they prescribe together. */
  readonly maturities: readonly PrescribingMaturity[];
}

/** When the direct action against one signatory prescribes; null = by that reading nothing does. */
export interface SignatoryPrescription {
  readonly signatory: string;
  readonly perMaturity: PrescriptionReading | null;
  /** Null too where the note has one maturity. */
  readonly onSight: PrescriptionReading | null;
  readonly earlier: PrescriptionReading | null;
}

export interface NotePrescription {
  readonly signatories: readonly SignatoryPrescription[];
  /** The first day on which the action against any signatory prescribes in any reading. */
  readonly first: CalendarDate | null;
  /** Default interest owed, which no maturity dates: with it, no unpaid maturity does not mean that nothing is owed. */
  readonly defaultInterestOwed: Centavos;
}

/**
 * When the direct action on a note prescribes, per signatory, as is known at the end of `on`, in two readings: each
 * unpaid maturity by itself (LGTOC arts. 165 and 174), and the whole as payable on sight where the note has successive
 * maturities (arts. 79 and 128); the earlier is the one to rely on. The note's state must not be after `on` (RangeError).
 * A day on which it prescribes is too late to sue, unless the rules say otherwise. Pure: acts and rules are given.
 */
export function prescriptionOf(
  { terms, state }: Note,
  signed: SignedNote,
  interruptions: readonly Interruption[],
  rules: PrescriptionRules,
  on: CalendarDate,
): NotePrescription {
  const onDate = accrueTo(terms, state, on);
  const unpaid = unpaidMaturities(onDate, principalSchedule(terms, onDate));
  const maturities = unpaid.map(({ day, owed }) => ({ due: fromDayNumber(day), owed }));
  const known = interruptions.filter((act) => act.on <= on);
  const signatories = signed.signatories.map((signatory): SignatoryPrescription => {
    const acts = actsReaching(signatory, signed.signatories, known);
    const perMaturity = readPerMaturity(maturities.map((row) => ({ ...row, ...clockOf(row.due, acts, rules) })));
    const isOnSight = terms.instalments > 1 && (maturities.length > 0 || onDate.late.owed > 0);
    const onSight = isOnSight ? readOnSight(maturities, clockOf(sightOf(signed, rules), acts, rules)) : null;
    return { signatory: signatory.id, perMaturity, onSight, earlier: firstOf([perMaturity, onSight]) };
  });
  const first = firstOf(signatories.map((one) => one.earlier))?.prescribesOn ?? null;
  return { signatories, first, defaultInterestOwed: onDate.late.owed };
}

function readPerMaturity(maturities: readonly PrescribingMaturity[]): PrescriptionReading | null {
  const first = firstOf(maturities);
  if (first === null) return null;
  const { countedFrom, prescribesOn, interruptedBy } = first;
  const basis = 'LGTOC arts. 165-I y 174';
  return { reading: 'per-maturity', basis, countedFrom, prescribesOn, interruptedBy, maturities };
}

function readOnSight(
  maturities: readonly { readonly due: CalendarDate; readonly owed: Centavos }[],
  clock: PrescriptionClock,
): PrescriptionReading {
  const basis = 'LGTOC arts. 79, 128, 165-II y 174';
  return { reading: 'on-sight', basis, ...clock, maturities: maturities.map((row) => ({ ...row, ...clock })) };
}

/** The day from which a note payable on sight could be claimed. */
function sightOf({ signedOn, presentedOn }: SignedNote, rules: PrescriptionRules): CalendarDate {
  if (rules.onSightFrom.value === 'date-of-note') return signedOn;
  const end = addMonths(signedOn, rules.presentationMonths.value);
  return earlier(presentedOn ?? end, end);
}

function firstOf<Clocked extends PrescriptionClock>(clocks: readonly (Clocked | null)[]): Clocked | null {
  return clocks.reduce((first, clock) => {
    if (clock === null) return first;
    return first === null || clock.prescribesOn < first.prescribesOn ? clock : first;
  }, null);
}
