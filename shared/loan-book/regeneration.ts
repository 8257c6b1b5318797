import { applyPayment } from './allocation.ts';
import { type ByComponent, byComponent, COMPONENTS, sumOfComponents, zeroByComponent } from './component.ts';
import type { RegeneratedIn, RegeneratedOut } from './event.ts';
import { withMaturity } from './interest-maturity.ts';
import type { Lines } from './line.ts';
import { ledgerBalances, lessWrittenOff, type NoteState } from './note-state.ts';
import type { NoteTerms } from './note-terms.ts';
import { trancheOf } from './schedule.ts';

interface Regenerated {
  readonly state: NoteState;
  readonly lines: Lines;
}

/** A note whose debt goes into a new one. Money held on it pays first, due or not; what is left of it stays held. */
export function regenerateOut(terms: NoteTerms, state: NoteState, event: RegeneratedOut): Regenerated {
  const inAdvance = { ...terms, allocation: { ...terms.allocation, prepayment: 'next-instalments' as const } };
  const usable = Math.max(0, state.held);
  const paid = applyPayment(inAdvance, { ...state, held: state.held - usable }, usable, event.valueDate);
  const moved = ledgerBalances(paid.state);
  const lines: Lines = { regenerations: sumOfComponents(moved), credit: usable - paid.application.credit };
  lines['write-offs'] = -lessWrittenOff(state, paid.state);
  const before = ledgerBalances(state);
  for (const component of COMPONENTS) lines[component] = -before[component];
  const { form, into, capitalised } = event;
  return {
    state: {
      ...paid.state,
      principal: 0,
      ordinary: { ...paid.state.ordinary, owed: 0 },
      maturities: [],
      studyInterest: null,
      late: { ...paid.state.late, owed: 0 },
      collectionCosts: 0,
      regenerated: { form, into, capitalised, moved },
    },
    lines,
  };
}

/**
 * A new note with what comes into it: principal, and the interest that was signed for as such, repaid by its terms as if
 * lent at once on that day; other interest and costs stay what they were, due at once.
 */
export function regenerateIn(terms: NoteTerms, state: NoteState, event: RegeneratedIn): Regenerated {
  const came = zeroByComponent();
  for (const { amounts } of event.parts)
    for (const component of COMPONENTS)
      came[event.capitalised.includes(component) ? 'principal' : component] += amounts[component];
  const on = event.valueDate;
  const lent = state.tranches.filter(({ date }) => date === on).reduce((sum, { amount }) => sum + amount, 0);
  const others = state.tranches.filter(({ date }) => date !== on);
  const all = lent + came.principal;
  return {
    state: {
      ...state,
      principal: state.principal + came.principal,
      tranches: all > 0 ? [...others, trancheOf(terms, on, all)] : others,
      ordinary: { ...state.ordinary, owed: state.ordinary.owed + came.ordinaryInterest },
      maturities: withMaturity(state.maturities, on, came.ordinaryInterest),
      late: { ...state.late, owed: state.late.owed + came.defaultInterest },
      collectionCosts: state.collectionCosts + came.collectionCosts,
    },
    lines: { ...came, regenerations: -sumOfComponents(came) },
  };
}

/** What a late event on an old note changes of what went into the new one; null when it changes nothing. */
export function differenceOf(before: ByComponent, after: ByComponent): ByComponent | null {
  const difference = byComponent((component) => after[component] - before[component]);
  return COMPONENTS.every((component) => difference[component] === 0) ? null : difference;
}
