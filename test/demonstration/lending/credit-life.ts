import { type HolidayCalendar, isBusinessDay, nextBusinessDay } from '../../../shared/calendar/business-days.ts';
import {
  addDays,
  addMonths,
  type CalendarDate,
  dayNumber,
  fromDayNumber,
} from '../../../shared/calendar/calendar-date.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import { sumOfComponents } from '../../../shared/loan-book/component.ts';
import type { Channel, NoteEvent } from '../../../shared/loan-book/event.ts';
import { foldEvents } from '../../../shared/loan-book/fold.ts';
import {
  emptyState,
  ledgerBalances,
  maturedInterest,
  type Note,
  type NoteState,
  statusOf,
} from '../../../shared/loan-book/note-state.ts';
import type { NoteTerms } from '../../../shared/loan-book/note-terms.ts';
import { printedSchedule } from '../../../shared/loan-book/printed-schedule.ts';
import { recordInOrder } from '../../../shared/loan-book/record-event.ts';
import { dueDays } from '../../../shared/loan-book/schedule.ts';
import { lastStudyDay, studyInterestNotAsked } from '../../../shared/loan-book/study-interest.ts';
import { valueNote } from '../../../shared/loan-book/valuation.ts';
import type { Dice } from '../seeded-random.ts';

/** How somebody pays: what share of the due dates is met, and after which one nothing comes any more. */
export interface PayerHabit {
  readonly name: 'punctual' | 'irregular' | 'stopped' | 'never';
  /** Probability that a due date is met. */
  readonly meets: number;
  /** Days around the due date on which the payment comes. */
  readonly earliest: number;
  readonly latest: number;
  /** Number of due dates after which payments stop. */
  readonly stopsAfter: number;
}

export interface CreditPlan {
  readonly noteId: string;
  readonly terms: NoteTerms;
  readonly disbursements: readonly { readonly date: CalendarDate; readonly amount: number }[];
  readonly average: number | null;
  readonly habit: PayerHabit;
  readonly channel: Channel;
  /** The day on which the institute's earlier system handed over its balances. */
  readonly cutOver: CalendarDate;
}

/**
 * The life of a note until `until` (last value date): disbursements, the school average, and a payment for each due
 * date that the payer meets. What came before the cut-over is folded into opening balances. Empty when it was paid by
 * then. Recorded dates follow the channel: the bank's file comes the next business day.
 */
export function liveCredit(plan: CreditPlan, until: CalendarDate, calendar: HolidayCalendar, dice: Dice): NoteEvent[] {
  const facts = plan.disbursements.map(
    (part, index): NoteEvent => ({
      kind: 'disbursed',
      id: deterministicId('demo-disbursement', `${plan.noteId}|${index}`),
      valueDate: part.date,
      recordedOn: part.date,
      amount: part.amount,
    }),
  );
  if (plan.average !== null) facts.push(averageOf(plan, plan.average));
  const events = withPayments(
    plan,
    facts.filter(({ valueDate }) => valueDate <= until),
    until,
    calendar,
    dice,
  );
  return fromCutOver(plan, events);
}

function averageOf(plan: CreditPlan, average: number): NoteEvent {
  const valueDate = addDays(plan.terms.endOfGrace, -90);
  return {
    kind: 'average-recorded',
    id: deterministicId('demo-average', plan.noteId),
    valueDate,
    recordedOn: valueDate,
    average,
  };
}

function withPayments(
  plan: CreditPlan,
  facts: NoteEvent[],
  until: CalendarDate,
  calendar: HolidayCalendar,
  dice: Dice,
): NoteEvent[] {
  const first = facts[0];
  if (first === undefined) return [];
  const ordered = [...facts].sort((a, b) => (a.valueDate < b.valueDate ? -1 : 1));
  let note: Note = { terms: plan.terms, state: emptyState(first.valueDate) };
  for (const fact of ordered) note = recordInOrder(note, fact).note;
  const events = ordered;
  const printed = new Map(printedSchedule(plan.terms, plan.disbursements).map(({ date, total }) => [date, total]));
  for (const [index, day] of dueDays(plan.terms).entries()) {
    if (index >= plan.habit.stopsAfter || statusOf(note.state) === 'paid') break;
    if (!dice.chance(plan.habit.meets)) continue;
    const valueDate = addDays(fromDayNumber(day), dice.between(plan.habit.earliest, plan.habit.latest));
    if (valueDate > until) break;
    if (valueDate <= note.state.accruedTo) continue;
    const due = sumOfComponents(valueNote(note.terms, note.state, valueDate).due);
    // Who is punctual pays what the printed schedule says, and nothing else.
    const amount =
      plan.habit.name === 'punctual' ? (printed.get(fromDayNumber(day)) ?? 0) : Math.min(due, roundedPart(due, dice));
    if (amount <= 0) continue;
    const recordedOn =
      plan.channel === 'window' && isBusinessDay(valueDate, calendar)
        ? valueDate
        : nextBusinessDay(valueDate, calendar);
    if (recordedOn > until) break;
    const paid: NoteEvent = {
      kind: 'paid',
      id: deterministicId('demo-payment', `${plan.noteId}|${index}`),
      valueDate,
      recordedOn,
      amount,
      channel: plan.channel,
    };
    note = recordInOrder(note, paid).note;
    events.push(paid);
  }
  return events;
}

/** People in arrears pay round sums: one to three hundreds of pesos at a time, or the whole. */
function roundedPart(due: number, dice: Dice): number {
  if (dice.chance(0.4)) return due;
  return Math.max(10_000, Math.round((due * (0.3 + dice.next() * 0.5)) / 10_000) * 10_000);
}

function fromCutOver(plan: CreditPlan, events: readonly NoteEvent[]): NoteEvent[] {
  const { cutOver } = plan;
  const before = events.filter((event) => event.recordedOn <= cutOver || event.valueDate <= cutOver);
  if (before.length === 0) return [...events];
  const { note } = foldEvents(plan.terms, before);
  if (statusOf(note.state) === 'paid') return [];
  const state = settled(note, cutOver);
  const opening: NoteEvent = {
    kind: 'brought-forward',
    id: deterministicId('demo-cut-over', plan.noteId),
    valueDate: cutOver,
    recordedOn: cutOver,
    originalPrincipal: before.reduce((sum, event) => sum + (event.kind === 'disbursed' ? event.amount : 0), 0),
    disbursements: before.flatMap((event) =>
      event.kind === 'disbursed' ? [{ date: event.valueDate, amount: event.amount }] : [],
    ),
    balances: { ...ledgerBalances(state), ordinaryInterest: maturedInterest(state) },
    interestMaturities: state.maturities,
    ordinaryNotDue: state.ordinary.owed - maturedInterest(state),
    studyInterest: studyInterestStill(plan.terms, state, cutOver),
    ...(state.punctualityLost ? { punctualityLost: true as const } : {}),
  };
  const average: NoteEvent[] =
    plan.average === null || note.state.average === null
      ? []
      : [{ ...averageOf(plan, plan.average), valueDate: addDays(cutOver, 1), recordedOn: addDays(cutOver, 1) }];
  return [opening, ...average, ...events.filter((event) => !before.includes(event))];
}

/** Interest of studies and grace that due dates after the cut-over ask for. */
function studyInterestStill(terms: NoteTerms, state: NoteState, cutOver: CalendarDate): number {
  const day = dayNumber(cutOver);
  if (day < lastStudyDay(terms)) return state.ordinary.owed - maturedInterest(state);
  const notDue = state.ordinary.owed - maturedInterest(state);
  return Math.min(notDue, studyInterestNotAsked(terms, state, day));
}

/** The state on the cut-over day, interest accrued through it. */
function settled(note: Note, on: CalendarDate) {
  const idle: NoteEvent = {
    kind: 'placement-changed',
    id: '~',
    valueDate: on,
    recordedOn: on,
    stage: 'administrative',
    agent: null,
  };
  return note.state.accruedTo >= on ? note.state : recordInOrder(note, idle).note.state;
}

/** Six school periods back from the end of studies, one contract each. */
export function periodStarts(endOfStudies: CalendarDate, notes: number, months: number): CalendarDate[] {
  return Array.from({ length: notes }, (_, index) => addMonths(endOfStudies, -months * (notes - index)));
}
