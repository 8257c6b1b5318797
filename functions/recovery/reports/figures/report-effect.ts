import { inOfficeOrder } from '../../../../shared/institute/offices.ts';
import {
  type ByComponent,
  COMPONENT_NAMES_ES,
  COMPONENTS,
  sumOfComponents,
} from '../../../../shared/loan-book/component.ts';
import type { Measures } from '../../rollups/measures.ts';
import { ARREARS_BUCKETS, type Snapshot } from '../../valuation/snapshot.ts';
import { type EffectRow, MOVEMENT_GROUPS, type RecoveryReport } from './recovery-report.ts';
import { lineMovements } from './report-figures.ts';
import { MOVEMENT_NAMES_ES, officeLabel } from './report-labels.ts';

type Effect = NonNullable<RecoveryReport['effect']>;

/**
 * Effect on balances (afectación a saldos): opening and closing are the ledger balances of two snapshots, movements
 * come from the rollups, and closing − opening − Σ movements must be 0 for every component. Two independent ways to
 * the same figure: the heads, and the entries.
 */
export function effectOf(
  totals: Measures,
  opening: Snapshot | undefined,
  closing: Snapshot | undefined,
  dates: { readonly openingDate: string; readonly closingDate: string },
): Effect {
  const { groups, recognised } = lineMovements(totals);
  const movements: readonly { key: string; label: string; amounts: ByComponent }[] = [
    { key: 'recognised', label: 'Interés registrado', amounts: recognised },
    { key: 'payments', label: 'Pagos aplicados', amounts: groups.payments },
    ...MOVEMENT_GROUPS.map((key) => ({ key, label: MOVEMENT_NAMES_ES[key], amounts: groups[key] })),
  ];
  const rowOf = (
    component: EffectRow['component'],
    label: string,
    amountOf: (of: ByComponent) => number,
  ): EffectRow => {
    const shown = movements.map(({ key, label, amounts }) => ({ key, label, amount: amountOf(amounts) }));
    const moved = shown.reduce((sum, { amount }) => sum + amount, 0);
    const before = opening === undefined ? null : amountOf(opening.total.ledger);
    const after = closing === undefined ? null : amountOf(closing.total.ledger);
    return {
      component,
      label,
      opening: before,
      movements: shown,
      closing: after,
      difference: before === null || after === null ? null : after - before - moved,
      accruedNotRecognised: closing === undefined ? null : amountOf(accruedOf(closing)),
    };
  };
  const rows = [
    ...COMPONENTS.map((component) => rowOf(component, COMPONENT_NAMES_ES[component], (amounts) => amounts[component])),
    rowOf('total', 'Total', sumOfComponents),
  ];
  return { ...dates, status: statusOf(rows), rows };
}

function statusOf(rows: readonly EffectRow[]): Effect['status'] {
  if (rows.some(({ difference }) => difference === null)) return 'not-valued';
  return rows.every(({ difference }) => difference === 0) ? 'tied' : 'different';
}

function accruedOf({ total }: Snapshot): ByComponent {
  return {
    principal: 0,
    ordinaryInterest: total.unrecognised.ordinaryInterest,
    defaultInterest: total.unrecognised.defaultInterest,
    collectionCosts: 0,
  };
}

/** The portfolio at the end of the period, from its snapshot. */
export function portfolioOf(snapshot: Snapshot | undefined): RecoveryReport['portfolio'] {
  if (snapshot === undefined) return null;
  const byOffice = Map.groupBy(snapshot.rows, ({ office }) => office);
  return {
    date: snapshot.date,
    notes: snapshot.total.notes,
    openNotes: snapshot.total.openNotes,
    notesInArrears: snapshot.notesInArrears,
    owed: sumOfComponents(snapshot.total.owed),
    overdue: snapshot.overdue,
    arrears: snapshot.arrears.map((bucket) => ({
      ...bucket,
      label: ARREARS_BUCKETS.find(({ key }) => key === bucket.key)?.label ?? bucket.key,
    })),
    offices: inOfficeOrder(byOffice, ([key]) => key).map(([key, rows]) => ({
      key,
      label: officeLabel(key),
      notes: rows.reduce((sum, { figures }) => sum + figures.notes, 0),
      owed: rows.reduce((sum, { figures }) => sum + sumOfComponents(figures.owed), 0),
      overdue: rows
        .filter(({ noteClass }) => noteClass === 'overdue')
        .reduce((sum, { figures }) => sum + sumOfComponents(figures.due), 0),
    })),
  };
}

type RollForward = RecoveryReport['unidentified'];

/**
 * Unidentified deposits: opening from every movement before the period, then the period's.
 * closing = opening + received + reopened − assigned − returned.
 */
export function depositRollForward(before: Measures, during: Measures): RollForward {
  const opening = left({ count: 0, amount: 0 }, before);
  return {
    opening,
    received: movement(during, 'received'),
    assigned: movement(during, 'assigned'),
    returned: movement(during, 'returned'),
    reopened: movement(during, 'reopened'),
    closing: left(opening, during),
  };
}

type CountAndAmount = RollForward['opening'];

function movement(measures: Measures, kind: string): CountAndAmount {
  return { count: measures[`${kind}.count`] ?? 0, amount: measures[`${kind}.amount`] ?? 0 };
}

function left(start: CountAndAmount, measures: Measures): CountAndAmount {
  const signs = { received: 1, reopened: 1, assigned: -1, returned: -1 } as const;
  let { count, amount } = start;
  for (const [kind, sign] of Object.entries(signs)) {
    const moved = movement(measures, kind);
    count += sign * moved.count;
    amount += sign * moved.amount;
  }
  return { count, amount };
}
