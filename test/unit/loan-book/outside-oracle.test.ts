import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CalendarDate, daysBetween, fromDayNumber } from '../../../shared/calendar/calendar-date.ts';
import { sumOfComponents, zeroByComponent } from '../../../shared/loan-book/component.ts';
import type { NoteEvent } from '../../../shared/loan-book/event.ts';
import { type Folded, foldEvents } from '../../../shared/loan-book/fold.ts';
import type { Note } from '../../../shared/loan-book/note-state.ts';
import { emptyState } from '../../../shared/loan-book/note-state.ts';
import {
  isInOrder,
  type RecordedEntry,
  recordByReplay,
  recordInOrder,
} from '../../../shared/loan-book/record-event.ts';
import { principalSchedule, unpaidDue } from '../../../shared/loan-book/schedule.ts';
import { valueNote } from '../../../shared/loan-book/valuation.ts';
import {
  type Expectation,
  eventIdOf,
  eventsOf,
  hasOurSchedule,
  type OracleScenario,
  oracleFileSchema,
  reasonNotUsed,
  type ScheduleRow,
  termsOf,
} from './oracle-scenario.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures/oracles');
const wholeFile = process.env.ORACLES_DIR;
const { scenarios } = oracleFileSchema.parse(
  JSON.parse(readFileSync(join(wholeFile ?? FIXTURES, 'fineract-loans.json'), 'utf8')),
);
const used = scenarios.filter((scenario) => reasonNotUsed(scenario) === undefined);
const bearing = used.filter(({ settings, expectedSchedule }) => expectedSchedule && Number(settings.annualRatePct) > 0);
const eventful = used.filter(({ settings, events }) => events.length > 0 && Number(settings.annualRatePct) === 0);
const named = (list: readonly OracleScenario[]) => list.map((scenario) => [scenario.id, scenario] as const);

describe('the scenarios of another engine', () => {
  it('are all used or set aside for a stated reason', () => {
    const counts = new Map<string, number>();
    for (const scenario of scenarios) {
      const row = reasonNotUsed(scenario) ?? '**used**';
      counts.set(row, (counts.get(row) ?? 0) + 1);
    }
    const table = new Map(
      [...readFileSync(join(FIXTURES, 'README.md'), 'utf8').matchAll(/^\| (.+?) \| (\d+) \|$/gm)].map(
        ([, reason = '', count]) => [reason, Number(count)] as const,
      ),
    );
    const expected = wholeFile === undefined ? new Map([['**used**', table.get('**used**')]]) : table;
    expect(counts).toEqual(expected);
    expect(bearing.length + eventful.length).toBe(used.length);
  });
});

describe('interest of each period', () => {
  it.each(named(bearing))('%s: the same to the centavo when each instalment is paid on its day', (_id, scenario) => {
    let from = scenario.disbursements[0]!.date;
    let balance = scenario.disbursements[0]!.amount;
    for (const row of instalmentsOf(scenario)) {
      const { note, effects } = foldEvents(
        { ...termsOf(scenario), firstDueDate: row.date, instalments: 1, endOfGrace: from },
        [openedWith(balance, from), paidOn(row, 'p')],
      );
      const application = effects.get('p')?.application;
      expect(application).toMatchObject({
        ordinaryInterest: row.interest,
        principalNotDue: row.principal,
        principalOverdue: 0,
        credit: 0,
      });
      expect(note.state.principal).toBe(row.balance);
      from = row.date;
      balance = row.balance ?? 0;
    }
  });

  it.each(named(bearing))('%s: over the whole life at most half a centavo apart for each rounding', (_id, scenario) => {
    const rows = instalmentsOf(scenario);
    const [lent] = scenario.disbursements;
    const events = [
      openedWith(lent!.amount, lent!.date),
      ...rows.map((row, index) => paidOn(row, eventIdOf(index + 1))),
    ];
    const { note, totals } = foldEvents(termsOf(scenario), events);
    const theirs = rows.reduce((sum, row) => sum + (row.interest ?? 0), 0);
    const apart = Math.abs(-(totals['income:ordinaryInterest'] ?? 0) - theirs);
    expect(apart).toBeLessThanOrEqual(Math.ceil(rows.length / 2));
    expect(note.state.principal).toBeLessThanOrEqual(apart);
  });
});

describe('principal by due date', () => {
  it.each(named(used.filter((one) => hasOurSchedule(one) && one.expectedSchedule)))('%s: the same', (_id, scenario) => {
    const [lent] = scenario.disbursements;
    const { note } = foldEvents(termsOf(scenario), [openedWith(lent!.amount, lent!.date)]);
    const ours = principalSchedule(note.terms, note.state).map(({ day, principal }) => [fromDayNumber(day), principal]);
    const theirs = instalmentsOf(scenario).filter(({ principal }) => principal !== 0);
    expect(ours).toEqual(theirs.map((row) => [row.date, row.principal]));
  });
});

describe('payments, reversals, charges and payments of the past', () => {
  it.each(named(eventful))('%s: allocated the same, at every step', (_id, scenario) => {
    expect(scenario.checkpoints.length).toBeGreaterThan(0);
    for (const { afterSeq, ...expectation } of scenario.checkpoints) {
      const events = eventsOf(scenario, afterSeq);
      const journal = recorded(scenario, events);
      const folded = foldEvents(termsOf(scenario), events);
      expectTransactions(expectation, events, folded, journal);
      const today = scenario.events.find(({ seq }) => seq === afterSeq)!.businessDate!;
      expectBalances(scenario, expectation, folded, today);
    }
  });
});

function instalmentsOf({ expectedSchedule }: OracleScenario): ScheduleRow[] {
  return (expectedSchedule ?? []).filter(({ nr }) => nr !== null);
}

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
  return { kind: 'paid', id, valueDate: row.date, recordedOn: row.date, amount: row.due ?? 0, channel: 'window' };
}

/** Entries as booked when the events were entered one after another, replays included. */
function recorded(scenario: OracleScenario, events: readonly NoteEvent[]): RecordedEntry[] {
  const terms = termsOf(scenario);
  let note: Note = { terms, state: emptyState(events[0]!.valueDate) };
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
  expect(note.state).toEqual(foldEvents(terms, events).note.state);
  return journal;
}

/** Each payment they list has our split: as it counts after all replays, or as booked when it was taken back. */
function expectTransactions(
  { transactions, transactionsInclude }: Expectation,
  events: readonly NoteEvent[],
  { effects }: Folded,
  journal: readonly RecordedEntry[],
): void {
  const rows = [...(transactions ?? []), ...(transactionsInclude ?? [])].filter(({ type }) => type === 'Repayment');
  for (const row of rows) {
    const event = events.find(
      (one) =>
        one.kind === 'paid' &&
        one.valueDate === row.date &&
        one.amount === row.amount &&
        effects.has(one.id) !== (row.reversed === true),
    );
    const effect = effects.get(event?.id ?? '');
    const application =
      row.reversed === true ? journal.find((entry) => entry.event?.id === event?.id)?.application : effect?.application;
    expect({
      principal: (application?.principalOverdue ?? 0) + (application?.principalNotDue ?? 0),
      interest: (application?.ordinaryInterest ?? 0) + (application?.defaultInterest ?? 0),
      costs: application?.collectionCosts,
      balanceAfter: effect?.note.state.principal ?? row.balanceAfter,
    }).toEqual({
      principal: row.principal,
      interest: row.interest,
      costs: row.fees + row.penalties,
      balanceAfter: row.balanceAfter,
    });
  }
}

const STATUS: Readonly<Record<string, 'open' | 'paid'>> = {
  ACTIVE: 'open',
  CLOSED_OBLIGATIONS_MET: 'paid',
  OVERPAID: 'paid',
};

function expectBalances(
  scenario: OracleScenario,
  { schedule, totals, charges, status, outstanding, overpaid, loanDelinquency }: Expectation,
  { note, effects }: Folded,
  today: CalendarDate,
): void {
  const asOf = today > note.state.accruedTo ? today : note.state.accruedTo;
  const valued = valueNote(note.terms, note.state, asOf);
  const applied = [...effects.values()].flatMap(({ application }) => application ?? []);
  const credit = applied.reduce((sum, one) => sum + one.credit, 0);
  const paid = applied.reduce((sum, one) => sum + one.amount, 0) - credit;
  const owed = sumOfComponents(valued.owed);
  if (outstanding != null) expect(owed).toBe(outstanding);
  if (overpaid != null) expect(credit).toBe(overpaid);
  if (totals != null)
    expect({ paid, outstanding: owed }).toEqual({ paid: totals.paid, outstanding: totals.outstanding });
  if (status != null) expect([valued.status, credit > 0]).toEqual([STATUS[status], status === 'OVERPAID']);
  if (charges != null)
    expect(valued.owed.collectionCosts).toBe(charges.reduce((sum, charge) => sum + charge.outstanding, 0));
  if (schedule != null && charges == null) expectUnpaidRows(note, schedule);
  if (loanDelinquency != null) {
    const since = fromDayNumber(daysBetween('1970-01-01' as CalendarDate, today) - valued.daysPastDue);
    // They call a loan late only after its days of grace.
    expect(daysBetween(since, loanDelinquency.delinquentDate)).toBe(scenario.settings.graceOnArrearsDays);
  }
}

/** What is left to pay of each instalment. */
function expectUnpaidRows(note: Note, rows: readonly ScheduleRow[]): void {
  const schedule = principalSchedule(note.terms, note.state);
  const unpaid = schedule.map(
    ({ day }) => unpaidDue(schedule, note.state.principal, day) - unpaidDue(schedule, note.state.principal, day - 1),
  );
  expect(unpaid).toEqual(rows.filter(({ nr }) => nr !== null).map((row) => row.outstanding));
}
