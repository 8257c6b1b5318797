import { Decimal } from 'decimal.js';
import { type CalendarDate, dayNumber } from '../../shared/calendar/calendar-date.ts';
import { zeroByComponent } from '../../shared/loan-book/component.ts';
import type { NoteEvent } from '../../shared/loan-book/event.ts';
import { foldEvents } from '../../shared/loan-book/fold.ts';
import { principalSchedule } from '../../shared/loan-book/schedule.ts';
import { valueNote } from '../../shared/loan-book/valuation.ts';
import type { Centavos } from '../../shared/money/centavos.ts';
import { compareCheckpoint } from './compare-checkpoint.ts';
import { eventIdOf, termsOf } from './loan-as-note.ts';
import type { Checkpoint, Expectation, LoanScenario, ScheduleRow } from './loan-scenario.ts';
import {
  bearsInterest,
  firstWithoutRule,
  isLeftUnpaid,
  reasonForOtherRows,
  reasonNotCovered,
} from './rules-we-lack.ts';
import { Comparison, type Verdict } from './verdict.ts';

/** Plays a loan of another engine through ours, up to the first event for which we have no rule. */
export function playLoan(scenario: LoanScenario): Verdict {
  const comparison = new Comparison();
  const reason = reasonNotCovered(scenario);
  if (reason !== undefined) comparison.setAside(reason);
  else {
    const end = firstWithoutRule(scenario);
    if (end !== undefined) comparison.setAside(end.reason);
    const checkpoints = scenario.checkpoints.filter(
      ({ afterSeq }) => afterSeq < (end?.seq ?? Number.POSITIVE_INFINITY),
    );
    if (bearsInterest(scenario)) compareInterest(comparison, scenario, checkpoints);
    for (const checkpoint of checkpoints) compareCheckpoint(comparison, scenario, checkpoint);
  }
  return comparison.verdict(scenario.id);
}

/**
 * Interest of each period, one at a time, because they round each period's and we carry it exactly over the whole life;
 * over the whole life then at most half a centavo apart for each rounding. And principal by due date, where it is made alike.
 */
function compareInterest(comparison: Comparison, scenario: LoanScenario, checkpoints: readonly Checkpoint[]): void {
  const rows = instalmentsOf(checkpoints.findLast(({ schedule }) => schedule != null)?.schedule);
  const [lent] = scenario.disbursements;
  if (rows.length === 0 || lent === undefined) return;
  const unpaid = isLeftUnpaid(scenario);
  let from = lent.date;
  let balance = lent.amount;
  for (const row of rows) {
    comparePeriod(comparison, scenario, row, { from, balance, isPaid: !unpaid });
    from = row.date;
    if (!unpaid) balance = centavosOf(row.balance);
  }
  const payments = unpaid ? [] : rows.map((row, index) => paidOn(row, eventIdOf(index + 1)));
  const { note } = foldEvents(termsOf(scenario), [openedWith(lent.amount, lent.date), ...payments]);
  const { ledger, owed, unrecognised } = valueNote(note.terms, note.state, from);
  const most = Math.ceil(rows.length / 2);
  const ours = note.state.ordinary.recognised + unrecognised.ordinaryInterest;
  const theirs = Decimal.sum(...rows.map(({ interest }) => interest ?? 0));
  comparison.moneyWithin('interest of the whole life', ours, theirs, most);
  if (!unpaid) comparison.moneyWithin('principal left at the end', ledger.principal, new Decimal(0), most);
  else comparison.money('principal left at the end', owed.principal, new Decimal(lent.amount).div(100));
  comparePrincipalByDueDate(comparison, scenario, rows);
}

function comparePeriod(
  comparison: Comparison,
  scenario: LoanScenario,
  row: ScheduleRow,
  { from, balance, isPaid }: { from: CalendarDate; balance: Centavos; isPaid: boolean },
): void {
  const terms = { ...termsOf(scenario), firstDueDate: row.date, instalments: 1, endOfGrace: from };
  const payments = isPaid ? [paidOn(row, 'p')] : [];
  const { note, effects } = foldEvents(terms, [openedWith(balance, from), ...payments]);
  const application = effects.get('p')?.application;
  const interest = application?.ordinaryInterest ?? valueNote(terms, note.state, row.date).due.ordinaryInterest;
  comparison.money(`interest of ${row.date}`, interest, row.interest);
  if (!isPaid) return;
  comparison.money(`principal of ${row.date}`, application?.principalNotDue, row.principal);
  comparison.money(`balance of ${row.date}`, note.state.principal, row.balance);
}

function comparePrincipalByDueDate(comparison: Comparison, scenario: LoanScenario, rows: readonly ScheduleRow[]): void {
  const reason = reasonForOtherRows(scenario);
  const [lent] = scenario.disbursements;
  if (reason !== undefined) comparison.setAside(`principal by due date: ${reason}`);
  if (reason !== undefined || lent === undefined) return;
  const { note } = foldEvents(termsOf(scenario), [openedWith(lent.amount, lent.date)]);
  const schedule = principalSchedule(note.terms, note.state);
  comparison.same('number of due dates', schedule.length, rows.length);
  for (const [index, row] of rows.entries())
    comparison.money(`principal printed for ${row.date}`, principalOn(schedule, index, row), row.principal);
}

function principalOn(
  schedule: ReturnType<typeof principalSchedule>,
  index: number,
  row: ScheduleRow,
): Centavos | undefined {
  const ours = schedule[index];
  return ours?.day === dayNumber(row.date) ? ours.principal : undefined;
}

const instalmentsOf = (schedule: Expectation['schedule']): ScheduleRow[] =>
  (schedule ?? []).filter(({ nr }) => nr !== null);

const centavosOf = (pesos: Decimal | null | undefined): Centavos => (pesos ?? new Decimal(0)).times(100).toNumber();

function openedWith(amount: number, on: CalendarDate): NoteEvent {
  const base = { id: 'opening', valueDate: on, recordedOn: on };
  return {
    ...base,
    kind: 'brought-forward',
    originalPrincipal: amount,
    balances: { ...zeroByComponent(), principal: amount },
  };
}

function paidOn(row: ScheduleRow, id: string): NoteEvent {
  const amount = centavosOf(row.due);
  return { kind: 'paid', id, valueDate: row.date, recordedOn: row.date, amount, channel: 'window' };
}
