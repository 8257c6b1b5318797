import type { Centavos } from '../money/centavos.ts';
import { roundFraction } from '../money/rounding.ts';
import { setAsideAsItAccrues } from './agreement.ts';
import { interestDenominator } from './day-count.ts';
import type { CarriedInterest, NoteState } from './note-state.ts';
import type { AnnualPpm, NoteTerms } from './note-terms.ts';

/** Adds the interest of `units` day units on `base` centavos at `rate` to what is carried exactly. */
export function accrue(interest: CarriedInterest, base: Centavos, rate: AnnualPpm, units: number): CarriedInterest {
  if (base === 0 || rate === 0 || units === 0) return interest;
  return { ...interest, accrued: interest.accrued + BigInt(base) * BigInt(rate) * BigInt(units) };
}

/** Cumulative rounding: round(total so far) − already recognised. An event that changes nothing changes no debt. */
export function recognise(terms: NoteTerms, state: NoteState): NoteState {
  const ordinary = recogniseInterest(terms, state.ordinary);
  const late = recogniseInterest(terms, state.late);
  const fresh = {
    ordinaryInterest: ordinary.recognised - state.ordinary.recognised,
    defaultInterest: late.recognised - state.late.recognised,
  };
  const agreement = state.agreement === null ? null : setAsideAsItAccrues(state.agreement, fresh);
  return { ...state, ordinary, late, agreement };
}

/** What was recognised stays so, even under a rounding rule corrected since. */
export function recogniseInterest(terms: NoteTerms, interest: CarriedInterest): CarriedInterest {
  const total = roundFraction(interest.accrued, interestDenominator(terms.dayCount), terms.rounding);
  const fresh = total - interest.recognised;
  return fresh <= 0 ? interest : { ...interest, recognised: total, owed: interest.owed + fresh };
}
