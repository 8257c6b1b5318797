import { isDeepStrictEqual } from 'node:util';
import { Decimal } from 'decimal.js';
import { type CalendarDate, dayNumber, daysBetween, fromDayNumber } from '../../shared/calendar/calendar-date.ts';
import { sumOfComponents } from '../../shared/loan-book/component.ts';
import type { NoteEvent } from '../../shared/loan-book/event.ts';
import { type Folded, foldEvents } from '../../shared/loan-book/fold.ts';
import { emptyState, type Note, type NoteStatus } from '../../shared/loan-book/note-state.ts';
import type { NoteTerms } from '../../shared/loan-book/note-terms.ts';
import { isInOrder, type RecordedEntry, recordByReplay, recordInOrder } from '../../shared/loan-book/record-event.ts';
import { principalSchedule, unpaidDue } from '../../shared/loan-book/schedule.ts';
import { valueNote } from '../../shared/loan-book/valuation.ts';
import { eventsOf, termsOf } from './loan-as-note.ts';
import type { Checkpoint, Expectation, LoanScenario, ScheduleRow } from './loan-scenario.ts';
import { bearsInterest, reasonForOtherRows } from './rules-we-lack.ts';
import type { Comparison } from './verdict.ts';

/** What must hold after an event: the split of each payment after every replay, what is owed, what is left of each row. */
export function compareCheckpoint(comparison: Comparison, scenario: LoanScenario, checkpoint: Checkpoint): void {
  const events = eventsOf(scenario, checkpoint.afterSeq);
  if (events.length === 0) return;
  comparison.at(`after event ${checkpoint.afterSeq}`);
  const terms = termsOf(scenario);
  const folded = foldEvents(terms, events);
  const { note, journal } = recorded(terms, events);
  if (!isDeepStrictEqual(note.state, folded.note.state)) comparison.fail('recorded one after another, another note');
  compareTransactions(comparison, checkpoint, events, folded, journal);
  for (const _refused of checkpoint.rejected ?? [])
    comparison.setAside('a payment before a write-off that may not be taken back');
  const today = scenario.events.find(({ seq }) => seq === checkpoint.afterSeq)?.businessDate;
  if (today === undefined) return;
  // Their totals count the interest to come; ours are what is owed on the day.
  if (bearsInterest(scenario)) comparison.setAside('totals and rows that count interest to come');
  else compareBalances(comparison, scenario, checkpoint, folded, today);
}

/** Entries as booked when the events were entered one after another, replays included. */
function recorded(terms: NoteTerms, events: readonly NoteEvent[]): { note: Note; journal: RecordedEntry[] } {
  const [first] = events;
  if (first === undefined) throw new RangeError('nothing to record');
  let note: Note = { terms, state: emptyState(first.valueDate) };
  const journal: RecordedEntry[] = [];
  for (const event of events) {
    const recording = isInOrder(note, event)
      ? recordInOrder(note, event)
      : recordByReplay({ openingTerms: terms }, journal, event);
    note = recording.note;
    const { lines, application, adjustment } = recording;
    journal.push({ event, lines, ...(application === undefined ? {} : { application }) });
    if (adjustment !== null) journal.push({ event: null, lines: adjustment });
  }
  return { note, journal };
}

/** Accruals are entries of their nightly job: a balance of ours needs none. */
const IGNORED = 'Accrual';
const KIND_OF_TYPE: Readonly<Record<string, NoteEvent['kind']>> = {
  Disbursement: 'disbursed',
  Repayment: 'paid',
  'Down Payment': 'paid',
  'Close (as written-off)': 'written-off',
};

/** Each movement they list has our split: as it counts after all replays, or as booked when it was taken back. */
function compareTransactions(
  comparison: Comparison,
  { transactions, transactionsInclude }: Expectation,
  events: readonly NoteEvent[],
  { effects }: Folded,
  journal: readonly RecordedEntry[],
): void {
  for (const row of [...(transactions ?? []), ...(transactionsInclude ?? [])]) {
    if (row.type === IGNORED) continue;
    const kind = KIND_OF_TYPE[row.type];
    if (kind === undefined) {
      comparison.setAside(`a movement "${row.type}"`);
      continue;
    }
    const event = events.find(
      (one) =>
        one.kind === kind &&
        one.valueDate === row.date &&
        row.amount.times(100).eq(amountOf(one)) &&
        effects.has(one.id) !== (row.reversed === true),
    );
    const what = `${row.type} of ${row.date} for ${row.amount.toFixed(2)}`;
    comparison.same(`${what} is there`, event !== undefined, true);
    if (event === undefined) continue;
    const effect = effects.get(event.id);
    const application =
      row.reversed === true ? journal.find((entry) => entry.event?.id === event.id)?.application : effect?.application;
    const amounts = event.kind === 'written-off' ? event.amounts : undefined;
    const interest = (application?.ordinaryInterest ?? 0) + (application?.defaultInterest ?? 0);
    const principal = (application?.principalOverdue ?? 0) + (application?.principalNotDue ?? 0);
    const written = (amounts?.ordinaryInterest ?? 0) + (amounts?.defaultInterest ?? 0);
    comparison.money(`principal of ${what}`, amounts?.principal ?? principal, row.principal);
    comparison.money(`interest of ${what}`, amounts === undefined ? interest : written, row.interest);
    const costs = amounts?.collectionCosts ?? application?.collectionCosts ?? 0;
    comparison.money(`costs of ${what}`, costs, row.fees.plus(row.penalties));
    if (effect !== undefined) comparison.money(`balance after ${what}`, effect.note.state.principal, row.balanceAfter);
  }
}

function amountOf(event: NoteEvent): number {
  if (event.kind === 'written-off') return sumOfComponents(event.amounts);
  return 'amount' in event ? event.amount : Number.NaN;
}

const STATUS: Readonly<Record<string, NoteStatus>> = {
  Active: 'open',
  ACTIVE: 'open',
  'Closed (obligations met)': 'paid',
  CLOSED_OBLIGATIONS_MET: 'paid',
  OVERPAID: 'paid',
  CLOSED_WRITTEN_OFF: 'written-off',
};

function compareBalances(
  comparison: Comparison,
  scenario: LoanScenario,
  { schedule, totals, charges, status, outstanding, overpaid, loanDelinquency, installmentDelinquency }: Expectation,
  { note, effects }: Folded,
  today: CalendarDate,
): void {
  const asOf = today > note.state.accruedTo ? today : note.state.accruedTo;
  const valued = valueNote(note.terms, note.state, asOf);
  const applied = [...effects.values()].flatMap(({ application }) => application ?? []);
  const credit = applied.reduce((sum, one) => sum + one.credit, 0);
  const paid = applied.reduce((sum, one) => sum + one.amount, 0) - credit;
  const owed = sumOfComponents(valued.owed);
  comparison.money('owed', owed, outstanding);
  comparison.money('overpaid', credit, overpaid);
  comparison.money('paid in all', paid, totals?.paid);
  comparison.money('owed in all', owed, totals?.outstanding);
  if (status != null) {
    comparison.same('status', valued.status, STATUS[status] ?? `unknown to us: ${status}`);
    comparison.same('whether too much was paid', credit > 0, status === 'OVERPAID');
  }
  if (charges != null)
    comparison.money('costs owed', valued.owed.collectionCosts, sumOf(charges.map((charge) => charge.outstanding)));
  const otherRows = reasonForOtherRows(scenario);
  if (schedule != null && otherRows !== undefined) comparison.setAside(`principal by due date: ${otherRows}`);
  else if (schedule != null && charges == null) compareUnpaidRows(comparison, note, schedule);
  if (installmentDelinquency !== undefined && otherRows !== undefined) comparison.setAside(`lateness: ${otherRows}`);
  if (loanDelinquency != null) {
    const since = fromDayNumber(dayNumber(today) - valued.daysPastDue);
    // They call a loan late only after its days of grace.
    const grace = scenario.settings.graceOnArrearsDays ?? 0;
    comparison.same('days from due to late', daysBetween(since, loanDelinquency.delinquentDate), grace);
  }
}

const sumOf = (amounts: readonly Decimal[]): Decimal =>
  amounts.reduce((sum, amount) => sum.plus(amount), new Decimal(0));

/** What is left to pay of each instalment. */
function compareUnpaidRows(comparison: Comparison, note: Note, rows: readonly ScheduleRow[]): void {
  const schedule = principalSchedule(note.terms, note.state);
  const theirs = rows.filter(({ nr }) => nr !== null);
  comparison.same(
    'due dates',
    schedule.map(({ day }) => fromDayNumber(day)).join(),
    theirs.map((row) => row.date).join(),
  );
  for (const { date, outstanding } of theirs) {
    const day = dayNumber(date);
    const unpaid = unpaidDue(schedule, note.state.principal, day) - unpaidDue(schedule, note.state.principal, day - 1);
    comparison.money(`left of ${date}`, unpaid, outstanding);
  }
}
