import type { Entry } from '../../../shared/ledger/ledger-items.ts';
import { creditPartition, notePartition } from '../../../shared/ledger/table-keys.ts';
import type { Contribution, Fact } from './fact.ts';
import { type Measures, prefixed, withoutZeros } from './measures.ts';
import {
  type Axis,
  type CellDimensions,
  cellKey,
  dayTotalKey,
  monthTotalKey,
  NONE,
  otherDateKey,
} from './rollup-keys.ts';

/** Prefix of the measures of entries on credit heads: they mirror the notes' credit lines and are never summed with them. */
export const CREDIT_HEAD_GROUP = 'credit-head';

/**
 * What a journal entry adds to the rollups. Throws an Error when the entry breaks what must always hold (lines sum
 * to 0, parts of the application sum to its amount): such a record is never counted, it stops and alarms.
 */
export function entryFact(entry: Entry): Fact {
  assertBalanced(entry);
  return {
    owner: entry.ownerType === 'note' ? notePartition(entry.noteId) : creditPartition(entry.fileId),
    seq: entry.seq,
    contributions: [
      ...contributionsOn('recorded', entry),
      // Only money in is asked for by value date (Accounting matching bank files).
      ...(entry.application === undefined ? [] : contributionsOn('value', entry)),
    ],
  };
}

/** Group of an entry in the reports: its kind, reversals by what they took back. */
export function groupOf(entry: Pick<Entry, 'kind' | 'targetKind' | 'ownerType'>): string {
  if (entry.ownerType === 'credit') return CREDIT_HEAD_GROUP;
  return entry.kind === 'reversed' ? `reversed:${entry.targetKind ?? 'unknown'}` : entry.kind;
}

function contributionsOn(axis: Axis, entry: Entry): Contribution[] {
  const date = axis === 'recorded' ? entry.recordedOn : entry.valueDate;
  const other = axis === 'recorded' ? entry.valueDate : entry.recordedOn;
  const group = groupOf(entry);
  const figures = measuresOf(entry);
  const totals = { ...(axis === 'recorded' && { entries: 1 }), ...prefixed(`${group}/`, figures) };
  const contributions: Contribution[] = [
    { key: dayTotalKey(axis, date), measures: totals },
    { key: monthTotalKey(axis, date), measures: totals },
  ];
  if (entry.ownerType === 'credit') return contributions;
  const cell = cellOf(group, entry);
  if (Object.keys(entry.lines).length > 0) {
    contributions.push({ key: cellKey(axis, date, cell), measures: cellMeasures(entry, figures) });
  }
  if (entry.kind === 'paid') {
    const measures = { payments: paymentsIn(entry), amount: entry.application?.amount ?? 0 };
    contributions.push({ key: otherDateKey(axis, date, other, cell.channel), measures: withoutZeros(measures) });
  }
  return contributions;
}

/** A breakdown needs the application, or for other kinds the lines of receivables; accounts are in the day's totals. */
function cellMeasures(entry: Entry, figures: Measures): Measures {
  const kept = (name: string) => !name.startsWith('line.') || entry.application === undefined;
  return Object.fromEntries(Object.entries(figures).filter(([name]) => kept(name) && !name.startsWith('line.income:')));
}

function cellOf(group: string, entry: Entry): CellDimensions {
  return {
    group,
    office: entry.dimensions.office,
    channel: entry.channel ?? NONE,
    stage: entry.dimensions.stage,
    agent: entry.dimensions.agent ?? NONE,
  };
}

/**
 * count = entries; payments = payments (one over several notes counts on its first part); `applied.*` = the
 * application by component and maturity class; `line.*` = ledger lines by account, debit positive; `creditChange` =
 * change of a file's credit head; `recovered.*` = what came back into the books from a loss and was paid by this entry.
 */
export function measuresOf(entry: Entry): Measures {
  return withoutZeros({
    count: 1,
    payments: paymentsIn(entry),
    ...applicationMeasures(entry),
    creditChange: entry.creditChange ?? 0,
    ...recoveredMeasures(entry),
    ...prefixed('line.', entry.lines),
  });
}

/** A payment on a file is several entries; only its first part counts as a payment. */
export function paymentsIn(entry: Entry): number {
  if (entry.application === undefined) return 0;
  return entry.part === undefined || entry.part.index === 0 ? 1 : 0;
}

function applicationMeasures(entry: Entry): Measures {
  const { application } = entry;
  if (application === undefined) return {};
  const interestClass = application.overdue ? 'overdue' : 'notDue';
  const ofClass = {
    [`applied.ordinaryInterest.${interestClass}`]: application.ordinaryInterest,
    [`applied.defaultInterest.${interestClass}`]: application.defaultInterest,
    [`applied.collectionCosts.${interestClass}`]: application.collectionCosts,
  };
  const interest = application.ordinaryInterest + application.defaultInterest + application.collectionCosts;
  const overdue = application.principalOverdue + (application.overdue ? interest : 0);
  const notDue = application.principalNotDue + (application.overdue ? 0 : interest);
  return {
    amount: application.amount,
    'applied.principal.overdue': application.principalOverdue,
    'applied.principal.notDue': application.principalNotDue,
    ...ofClass,
    credit: application.credit,
    'payments.overdue': overdue === 0 ? 0 : 1,
    'payments.notDue': notDue === 0 ? 0 : 1,
    'payments.credit': application.credit === 0 ? 0 : 1,
  };
}

/** Of a payment, or of one taken back: what its application pays and its lines do not take off, because it was a loss. */
function recoveredMeasures({ kind, lines, application }: Entry): Measures {
  if (application === undefined || kind === 'written-off' || (lines['write-offs'] ?? 0) === 0) return {};
  const recovered = (component: 'ordinaryInterest' | 'defaultInterest') =>
    (lines[component] ?? 0) + (lines[`income:${component}`] ?? 0) + application[component];
  const principal = application.principalOverdue + application.principalNotDue;
  return {
    recoveries: 1,
    'recovered.principal': (lines.principal ?? 0) + principal,
    'recovered.ordinaryInterest': recovered('ordinaryInterest'),
    'recovered.defaultInterest': recovered('defaultInterest'),
    'recovered.collectionCosts': (lines.collectionCosts ?? 0) + application.collectionCosts,
  };
}

function assertBalanced(entry: Entry): void {
  const place = `${entry.ownerType} ${entry.noteId || entry.fileId} seq ${entry.seq}`;
  const lines = Object.values(entry.lines).reduce((sum, line) => sum + line, 0);
  if (lines !== 0) throw new Error(`entry lines do not sum to 0 (${lines} centavos): ${place}`);
  const { application } = entry;
  if (application === undefined) return;
  const parts =
    application.principalOverdue +
    application.principalNotDue +
    application.ordinaryInterest +
    application.defaultInterest +
    application.collectionCosts +
    application.credit;
  if (parts !== application.amount) throw new Error(`parts of the application do not sum to its amount: ${place}`);
}
