import { type CalendarDate, dayNumber, earlier } from '../calendar/calendar-date.ts';
import { accrueTo, mature } from './accrual.ts';
import { applyPayment, reduceOrdinary } from './allocation.ts';
import { type ByComponent, COMPONENTS, type Component, sumOfComponents } from './component.ts';
import { interestDenominator } from './day-count.ts';
import { type BroughtForward, type NoteEvent, orderKey } from './event.ts';
import { instalmentAmount } from './instalment-amount.ts';
import type { Account, Application, Lines } from './line.ts';
import { ledgerBalances, type NoteState, type Tranche } from './note-state.ts';
import type { NoteTerms } from './note-terms.ts';
import { instalmentsLeft } from './schedule.ts';

/** A note between two events. */
export interface Note {
  readonly terms: NoteTerms;
  readonly state: NoteState;
}

/** What one event did at its place in the fold. */
export interface Effect {
  readonly note: Note;
  /** Interest recognised since the event before: receivable against income. */
  readonly recognition: Lines;
  /** The event's own lines. Both sum to zero. */
  readonly own: Lines;
  readonly application?: Application;
}

/**
 * Folds one event into a note: accrues through its value date, then applies it. The event's order key must come after
 * the last one's (RangeError otherwise: an event in the past is a replay, see record-event.ts). Pure.
 */
export function applyEvent(note: Note, event: NoteEvent): Effect {
  const key = orderKey(event);
  if (key <= note.state.lastKey) throw new RangeError(`event ${key} is not after ${note.state.lastKey}`);
  const accrued = accrueTo(note.terms, note.state, event.valueDate);
  const recognition = recognitionLines(note.state, accrued);
  const outcome = outcomeOf({ terms: note.terms, state: accrued }, event);
  return {
    note: { terms: outcome.terms ?? note.terms, state: { ...outcome.state, lastKey: key } },
    recognition,
    own: withoutZeros(outcome.lines),
    ...(outcome.application === undefined ? {} : { application: outcome.application }),
  };
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
      return bringForward(note, event);
    case 'disbursed':
      return {
        state: {
          ...state,
          principal: state.principal + event.amount,
          tranches: [...state.tranches, trancheOf(terms, event.valueDate, event.amount)],
        },
        lines: { principal: event.amount, disbursements: -event.amount },
      };
    case 'paid': {
      const applied = applyPayment(terms, state, event.amount, event.valueDate);
      return { ...applied, lines: paymentLines(applied.application, `clearing:${event.channel}`) };
    }
    case 'credit-applied': {
      const applied = applyPayment(terms, state, event.amount, event.valueDate);
      return { ...applied, lines: paymentLines(applied.application, 'credit') };
    }
    case 'charged':
      return {
        state: { ...state, collectionCosts: state.collectionCosts + event.amount },
        lines: { collectionCosts: event.amount, 'income:collectionCosts': -event.amount },
      };
    case 'waived':
      return takeOff(state, event.granted, 'waivers');
    case 'written-off':
      return takeOff(state, event.amounts, 'write-offs');
    case 'average-recorded':
      return { state: { ...state, average: event.average }, lines: {} };
    case 'terms-corrected':
      return { state: underTerms(note, event.terms), terms: event.terms, lines: {} };
    case 'accelerated':
      return {
        state: mature(terms, { ...state, acceleratedOn: event.valueDate }, dayNumber(event.valueDate)),
        lines: {},
      };
    case 'placement-changed':
    case 'reversed':
      return { state, lines: {} };
  }
}

function trancheOf(terms: NoteTerms, date: CalendarDate, amount: number): Tranche {
  return { date, amount, instalment: instalmentAmount(amount, instalmentsLeft(terms, date), terms) };
}

/** Opening balances at cut-over. The original principal keeps the schedule, so that what is overdue shows. */
function bringForward(note: Note, event: BroughtForward): Outcome {
  const { balances, originalPrincipal, valueDate, ordinaryNotDue = 0 } = event;
  const interest = balances.ordinaryInterest;
  const byInstalment = note.terms.allocation.mode === 'instalment-first';
  const state: NoteState = {
    ...note.state,
    principal: balances.principal,
    tranches: [trancheOf(note.terms, earlier(valueDate, beforeFirstDue(note.terms)), originalPrincipal)],
    ordinary: { accrued: 0n, recognised: 0, owed: interest + ordinaryNotDue },
    ordinaryMatured: interest,
    maturedSince: interest > 0 ? valueDate : null,
    maturities: interest > 0 && byInstalment ? [{ due: valueDate, owed: interest }] : [],
    late: { accrued: 0n, recognised: 0, owed: balances.defaultInterest },
    collectionCosts: balances.collectionCosts,
  };
  const opening = { ...balances, ordinaryInterest: interest + ordinaryNotDue };
  return { state, lines: { ...opening, 'brought-forward': -sumOfComponents(opening) } };
}

function beforeFirstDue(terms: NoteTerms): CalendarDate {
  const first = new Date((dayNumber(terms.firstDueDate) - 1) * 86_400_000);
  return first.toISOString().slice(0, 10) as CalendarDate;
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

/** New terms from now on. A changed day count rescales what is carried, rounding down far below a centavo. */
function underTerms({ terms, state }: Note, next: NoteTerms): NoteState {
  const from = interestDenominator(terms.dayCount);
  const to = interestDenominator(next.dayCount);
  const rescale = (accrued: bigint) => (from === to ? accrued : (accrued * to) / from);
  return {
    ...state,
    ordinary: { ...state.ordinary, accrued: rescale(state.ordinary.accrued) },
    late: { ...state.late, accrued: rescale(state.late.accrued) },
    tranches: state.tranches.map((tranche) => trancheOf(next, tranche.date, tranche.amount)),
  };
}

function paymentLines(application: Application, from: Account): Lines {
  return addLines(
    {
      principal: -(application.principalOverdue + application.principalNotDue),
      ordinaryInterest: -application.ordinaryInterest,
      defaultInterest: -application.defaultInterest,
      collectionCosts: -application.collectionCosts,
      credit: -application.credit,
    },
    { [from]: application.amount },
  );
}

function recognitionLines(before: NoteState, after: NoteState): Lines {
  const ordinary = after.ordinary.recognised - before.ordinary.recognised;
  const late = after.late.recognised - before.late.recognised;
  return withoutZeros({
    ordinaryInterest: ordinary,
    'income:ordinaryInterest': -ordinary,
    defaultInterest: late,
    'income:defaultInterest': -late,
  });
}

/** Sum of two sets of lines, by account, zero amounts left out. */
export function addLines(a: Lines, b: Lines): Lines {
  const sum: Lines = { ...a };
  for (const [account, amount] of Object.entries(b) as [Account, number][]) sum[account] = (sum[account] ?? 0) + amount;
  return withoutZeros(sum);
}

/** The lines taken back. */
export function negateLines(lines: Lines): Lines {
  return Object.fromEntries(Object.entries(lines).map(([account, amount]) => [account, -amount]));
}

function withoutZeros(lines: Lines): Lines {
  return Object.fromEntries(Object.entries(lines).filter(([, amount]) => amount !== 0));
}
