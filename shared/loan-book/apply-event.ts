import { type CalendarDate, dayNumber } from '../calendar/calendar-date.ts';
import { accrueTo, mature, recogniseOn } from './accrual.ts';
import { agreementEnded, forgivenAtEnd, grantedOf, underAgreement, withinOwed } from './agreement.ts';
import { type Applied, applyPayment, reduceOrdinary, settleHeld } from './allocation.ts';
import { bringForward } from './bring-forward.ts';
import { type ByComponent, COMPONENTS, type Component, sumOfComponents, zeroByComponent } from './component.ts';
import { underChangedTerms, withLessPrincipal } from './correct-terms.ts';
import { type NoteEvent, orderKey } from './event.ts';
import { withGraceOver } from './grace-over.ts';
import { type Account, type Application, addLines, type Lines, withoutZeros } from './line.ts';
import { ledgerBalances, lessWrittenOff, type Note, type NoteState } from './note-state.ts';
import type { NoteTerms } from './note-terms.ts';
import { regenerateIn, regenerateOut } from './regeneration.ts';
import { trancheOf } from './schedule.ts';
import { lastStudyDay, withinStudyOwed } from './study-interest.ts';

/** What one event did at its place in the fold. */
export interface Effect {
  readonly note: Note;
  /** What time did since the event before: interest recognised, against income, and money held that paid what fell due. */
  readonly recognition: Lines;
  /** The event's own lines. Both sum to zero. */
  readonly own: Lines;
  readonly application?: Application;
}

/**
 * Folds one event into a note: accrues through its value date, then applies it, then lets money held pay what it can.
 * The event's order key must come after the last one's (RangeError otherwise: an event in the past is a replay, see
 * record-event.ts). Pure.
 */
export function applyEvent(note: Note, event: NoteEvent): Effect {
  const { accrued, recognition, key } = reach(note, event);
  const outcome = outcomeOf({ terms: note.terms, state: accrued }, event);
  const terms = outcome.terms ?? note.terms;
  const owed = withinStudyOwed(terms, withinOwed(outcome.state), event.valueDate);
  const state = settleHeld(terms, owed, event.valueDate);
  return {
    note: { terms, state: { ...state, lastKey: key } },
    recognition,
    own: addLines(outcome.lines, linesOfTime(outcome.state, state)),
    ...(outcome.application === undefined ? {} : { application: outcome.application }),
  };
}

/** An event that was taken back still marks its day: what was accrued until then stays recognised, and nothing else. */
export function applyNothing(note: Note, event: NoteEvent): Effect {
  const { accrued, recognition, key } = reach(note, event);
  return { note: { terms: note.terms, state: { ...accrued, lastKey: key } }, recognition, own: {} };
}

function reach({ terms, state }: Note, event: NoteEvent) {
  const key = orderKey(event);
  if (key <= state.lastKey) throw new RangeError(`event ${key} is not after ${state.lastKey}`);
  const accrued = accrueTo(terms, state, event.valueDate);
  return { accrued, recognition: linesOfTime(state, accrued), key };
}

interface Outcome {
  readonly state: NoteState;
  readonly lines: Lines;
  readonly terms?: NoteTerms;
  readonly application?: Application;
}

function outcomeOf(note: Note, event: NoteEvent): Outcome {
  const { terms, state } = note;
  switch (event.kind) {
    case 'brought-forward':
      return bringForward(terms, state, event);
    case 'disbursed':
      return {
        state: {
          ...state,
          principal: state.principal + event.amount,
          studiesEnded: state.studiesEnded || isOpenedAfterStudies(terms, state, event.valueDate),
          tranches: [...state.tranches, trancheOf(terms, event.valueDate, event.amount)],
        },
        lines: { principal: event.amount, disbursements: -event.amount },
      };
    case 'paid': {
      const applied = applyPayment(terms, state, event.amount, event.valueDate);
      return { ...applied, lines: paymentLines(state, applied, `clearing:${event.channel}`) };
    }
    case 'credit-received': {
      const applied = applyPayment(terms, state, event.amount, event.valueDate);
      return { ...applied, lines: paymentLines(state, applied, 'credit-transfers') };
    }
    case 'credit-applied':
      return applyCredit(note, event.amount, event.valueDate);
    case 'credit-transferred':
      return {
        state: { ...state, held: state.held - event.amount },
        lines: { credit: event.amount, 'credit-transfers': -event.amount },
      };
    case 'credit-refunded':
      return {
        state: { ...state, held: state.held - event.amount },
        lines: { credit: event.amount, refunds: -event.amount },
      };
    case 'disbursement-returned': {
      const amount = Math.min(event.amount, state.principal);
      return {
        state: withLessPrincipal(terms, state, amount, event.valueDate),
        lines: { principal: -amount, disbursements: amount },
      };
    }
    case 'charged':
      return {
        state: { ...state, collectionCosts: state.collectionCosts + event.amount },
        lines: { collectionCosts: event.amount, 'income:collectionCosts': -event.amount },
      };
    case 'waived':
      return takeOff(state, grantedOf(event, ledgerBalances(state)), 'waivers');
    case 'written-off': {
      const { state: after, lines } = takeOff(state, event.amounts, 'write-offs');
      return { state: { ...after, writtenOff: takenSoFar(state.writtenOff, lines) }, lines };
    }
    case 'agreement-signed':
      return { state: underAgreement(state, event), lines: {} };
    case 'agreement-broken':
    case 'agreement-fulfilled': {
      if (state.agreement?.id !== event.agreement) return { state, lines: {} };
      const broken = event.kind === 'agreement-broken' ? event : undefined;
      const forgiven = forgivenAtEnd(state, broken);
      const { state: after, lines } = takeOff(state, forgiven, 'waivers');
      return { state: agreementEnded(after, broken === undefined ? 'fulfilled' : 'broken', forgiven), lines };
    }
    case 'regenerated-out':
      // What went into a new note goes nowhere else.
      return state.regenerated === null ? regenerateOut(terms, state, event) : { state, lines: {} };
    case 'regenerated-in': {
      const { state: after, lines } = regenerateIn(terms, state, event);
      const isAfterStudies = isOpenedAfterStudies(terms, state, event.valueDate);
      return { state: { ...after, studiesEnded: after.studiesEnded || isAfterStudies }, lines };
    }
    case 'average-recorded':
      return { state: { ...state, average: event.average }, lines: {} };
    case 'terms-corrected':
      // Of the opening day: the fold started from these terms already.
      if (event.valueDate === state.openedOn) return { state, lines: {} };
      return booked(state, underChangedTerms(note, event.changes, event.valueDate));
    case 'accelerated':
      // Everything fell due already: a second acceleration moves nothing.
      if (state.acceleratedOn !== null) return { state, lines: {} };
      return {
        state: mature(terms, { ...state, acceleratedOn: event.valueDate }, dayNumber(event.valueDate)),
        lines: {},
      };
    case 'acceleration-cured':
      return { state: { ...withGraceOver(terms, terms, state), acceleratedOn: null }, lines: {} };
    case 'placement-changed':
    case 'reversed':
      return { state, lines: {} };
  }
}

/** A note opened after its studies and grace has no interest of theirs. */
function isOpenedAfterStudies(terms: NoteTerms, { openedOn }: NoteState, date: CalendarDate): boolean {
  return date === openedOn && dayNumber(openedOn) >= lastStudyDay(terms);
}

/** A note under corrected terms, with what their rounding recognises of what was accrued before. */
function booked(before: NoteState, { terms, state }: Note): Outcome {
  const after = recogniseOn(terms, state);
  return { terms, state: after, lines: linesOfTime(before, after) };
}

/** Money held pays what is owed, due or not: what it cannot pay stays held. */
function applyCredit({ terms, state }: Note, amount: number, date: CalendarDate): Outcome {
  const usable = Math.min(amount, Math.max(0, state.held));
  const free = { ...terms, allocation: { ...terms.allocation, prepayment: 'next-instalments' as const } };
  const inAdvance = terms.allocation.prepayment === 'hold' ? free : terms;
  const applied = applyPayment(inAdvance, { ...state, held: state.held - usable }, usable, date);
  return { ...applied, lines: paymentLines(state, applied, 'credit') };
}

/** Null while nothing was really taken off: a write-off of a debt that was paid already is none. */
function takenSoFar(before: ByComponent | null, lines: Lines): ByComponent | null {
  const sum = { ...(before ?? zeroByComponent()) };
  for (const component of COMPONENTS) sum[component] -= lines[component] ?? 0;
  return sumOfComponents(sum) === 0 ? null : sum;
}

/** min(asked, owed at its place) per component, against a contra account: waivers and write-offs. */
function takeOff(state: NoteState, asked: ByComponent, against: Account): Outcome {
  const owed = ledgerBalances(state);
  const taken = (component: Component) => Math.min(asked[component], owed[component]);
  const reduced = reduceOrdinary(state, taken('ordinaryInterest'));
  const lines: Lines = {};
  let total = 0;
  for (const component of COMPONENTS) {
    lines[component] = -taken(component);
    total += taken(component);
  }
  return {
    state: {
      ...reduced,
      principal: state.principal - taken('principal'),
      late: { ...state.late, owed: state.late.owed - taken('defaultInterest') },
      collectionCosts: state.collectionCosts - taken('collectionCosts'),
    },
    lines: { ...lines, [against]: total },
  };
}

/** A loss that is recovered comes back into the books and is paid there: its receivables do not move. */
function paymentLines(before: NoteState, { application, state }: Applied, from: Account): Lines {
  const { writtenOff } = before;
  const paid: Lines = {
    principal: -(application.principalOverdue + application.principalNotDue),
    ordinaryInterest: -application.ordinaryInterest,
    defaultInterest: -application.defaultInterest,
    collectionCosts: -application.collectionCosts,
    credit: -application.credit,
  };
  const back: Lines = { 'write-offs': -lessWrittenOff(before, state) };
  if (writtenOff !== null)
    for (const component of COMPONENTS) back[component] = writtenOff[component] - (state.writtenOff?.[component] ?? 0);
  return addLines(addLines(paid, back), { [from]: application.amount });
}

/** What changed between two states by time alone: interest recognised, and money held that paid what fell due or a loss. */
function linesOfTime(before: NoteState, after: NoteState): Lines {
  return withoutZeros({
    principal: after.principal - before.principal,
    ordinaryInterest: after.ordinary.owed - before.ordinary.owed,
    defaultInterest: after.late.owed - before.late.owed,
    collectionCosts: after.collectionCosts - before.collectionCosts,
    'income:ordinaryInterest': before.ordinary.recognised - after.ordinary.recognised,
    'income:defaultInterest': before.late.recognised - after.late.recognised,
    credit: before.held - after.held,
    'write-offs': -lessWrittenOff(before, after),
  });
}
