import {
  type ByComponent,
  COMPONENTS,
  sumOfComponents,
  zeroByComponent,
} from '../../../../shared/loan-book/component.ts';
import { type Measures, sumOf, unprefixed } from '../../rollups/measures.ts';
import type { Flow, Movement, MovementGroup } from './recovery-report.ts';
import { MOVEMENT_NAMES_ES } from './report-labels.ts';

/** Rollup group of each group of the report. Reversals of anything but payments are together. */
const GROUP_OF: Readonly<Record<string, MovementGroup | 'payments'>> = {
  paid: 'payments',
  'reversed:paid': 'reversals',
  adjustment: 'adjustments',
  waived: 'waivers',
  // What an agreement forgives is booked when it ends; money held may pay when one is signed.
  'agreement-broken': 'waivers',
  'agreement-fulfilled': 'waivers',
  'agreement-signed': 'creditApplied',
  charged: 'charges',
  restated: 'restated',
  disbursed: 'disbursements',
  'disbursement-returned': 'disbursements',
  'credit-applied': 'creditApplied',
  'credit-transferred': 'creditTransferred',
  'credit-received': 'creditTransferred',
  'credit-refunded': 'creditRefunded',
  'written-off': 'writeOffs',
  'regenerated-out': 'regenerations',
  'regenerated-in': 'regenerations',
  'brought-forward': 'broughtForward',
};

/** Kinds that move no money by themselves; their entries only recognise interest. */
const SILENT = new Set([
  'terms-corrected',
  'average-recorded',
  'placement-changed',
  'accelerated',
  'acceleration-cured',
  'credit-head',
]);

/** Money in, from the measures of payments (or of their reversals, negative). */
export function flowOf(measures: Measures): Flow {
  const of = (name: string) => measures[name] ?? 0;
  const both = (component: string) => of(`applied.${component}.overdue`) + of(`applied.${component}.notDue`);
  return {
    count: of('payments'),
    applications: of('count'),
    amount: of('amount'),
    applied: {
      principal: both('principal'),
      principalOverdue: of('applied.principal.overdue'),
      principalNotDue: of('applied.principal.notDue'),
      ordinaryInterest: both('ordinaryInterest'),
      defaultInterest: both('defaultInterest'),
      collectionCosts: both('collectionCosts'),
    },
    credit: of('credit'),
  };
}

/** The part of a flow that went to one maturity class; counts are applications that touched the class. */
export function flowOfClass(measures: Measures, noteClass: 'overdue' | 'notDue'): Flow {
  const of = (component: string) => measures[`applied.${component}.${noteClass}`] ?? 0;
  const count = measures[`payments.${noteClass}`] ?? 0;
  const principal = of('principal');
  return {
    count,
    applications: count,
    amount: COMPONENTS.reduce((sum, component) => sum + of(component), 0),
    applied: {
      principal,
      principalOverdue: noteClass === 'overdue' ? principal : 0,
      principalNotDue: noteClass === 'notDue' ? principal : 0,
      ordinaryInterest: of('ordinaryInterest'),
      defaultInterest: of('defaultInterest'),
      collectionCosts: of('collectionCosts'),
    },
    credit: 0,
  };
}

/** The part of a flow that could not be applied. */
export function flowOfCredit(measures: Measures): Flow {
  const count = measures['payments.credit'] ?? 0;
  const credit = measures.credit ?? 0;
  return { ...flowOf({}), count, applications: count, amount: credit, credit };
}

/** Payments net of reversed ones. Reversals carry negative amounts and positive counts. */
export function netFlow(payments: Flow, reversed: Flow): Flow {
  return {
    count: payments.count - reversed.count,
    applications: payments.applications - reversed.applications,
    amount: payments.amount + reversed.amount,
    applied: {
      principal: payments.applied.principal + reversed.applied.principal,
      principalOverdue: payments.applied.principalOverdue + reversed.applied.principalOverdue,
      principalNotDue: payments.applied.principalNotDue + reversed.applied.principalNotDue,
      ordinaryInterest: payments.applied.ordinaryInterest + reversed.applied.ordinaryInterest,
      defaultInterest: payments.applied.defaultInterest + reversed.applied.defaultInterest,
      collectionCosts: payments.applied.collectionCosts + reversed.applied.collectionCosts,
    },
    credit: payments.credit + reversed.credit,
  };
}

/** The measures of one rollup group in the totals of a period. */
export const measuresOfGroup = (totals: Measures, group: string): Measures => unprefixed(`${group}/`, totals);

/** Names of the rollup groups that occur in the totals. */
export function groupsIn(totals: Measures): string[] {
  const groups = Object.keys(totals).flatMap((name) => {
    const slash = name.indexOf('/');
    return slash < 0 ? [] : [name.slice(0, slash)];
  });
  return [...new Set(groups)].filter((group) => group !== 'deposits');
}

/** What the kinds of movement of the period did to the receivables, by component, in ledger signs. */
export interface LineMovements {
  readonly groups: Readonly<Record<MovementGroup | 'payments', ByComponent>>;
  /** Interest put into the journal by entries (accrued before, recognised now). Adjustments keep theirs. */
  readonly recognised: ByComponent;
}

/**
 * Splits the day's lines into rows that sum to them exactly: an entry's lines are its own effect plus the interest
 * that it recognised first, which is the opposite of its income lines. Costs have income only when charged, and an
 * adjustment or a restatement is one net effect, so these stay whole. A payment of what was written off brings it back into
 * the books and pays it: both are shown.
 */
export function lineMovements(totals: Measures): LineMovements {
  const groups: Record<MovementGroup | 'payments', ByComponent> = {
    payments: zeroByComponent(),
    reversals: zeroByComponent(),
    adjustments: zeroByComponent(),
    restated: zeroByComponent(),
    waivers: zeroByComponent(),
    charges: zeroByComponent(),
    disbursements: zeroByComponent(),
    creditApplied: zeroByComponent(),
    creditTransferred: zeroByComponent(),
    creditRefunded: zeroByComponent(),
    writeOffs: zeroByComponent(),
    recoveries: zeroByComponent(),
    regenerations: zeroByComponent(),
    broughtForward: zeroByComponent(),
    otherReversals: zeroByComponent(),
  };
  const recognised = zeroByComponent();
  for (const kind of groupsIn(totals)) {
    const measures = measuresOfGroup(totals, kind);
    const row = groups[rowOf(kind) ?? 'adjustments'];
    for (const component of COMPONENTS) {
      const line = measures[`line.${component}`] ?? 0;
      const income = recognisedBy(kind, component) ? (measures[`line.income:${component}`] ?? 0) : 0;
      const recovered = measures[`recovered.${component}`] ?? 0;
      row[component] += line + income - recovered;
      groups.recoveries[component] += recovered;
      recognised[component] -= income;
    }
  }
  return { groups, recognised };
}

function recognisedBy(kind: string, component: string): boolean {
  return kind !== 'adjustment' && kind !== 'restated' && component !== 'collectionCosts';
}

function rowOf(kind: string): MovementGroup | 'payments' | undefined {
  if (SILENT.has(kind)) return undefined;
  return GROUP_OF[kind] ?? (kind.startsWith('reversed:') ? 'otherReversals' : 'adjustments');
}

/** The groups shown apart from payments. */
export function movementsOf(totals: Measures): Readonly<Record<MovementGroup, Movement>> {
  const { groups } = lineMovements(totals);
  const kinds = groupsIn(totals);
  const movement = (group: MovementGroup): Movement => {
    const measures = sumOf(kinds.filter((kind) => rowOf(kind) === group).map((kind) => measuresOfGroup(totals, kind)));
    const recoveries = () => sumOf(kinds.map((kind) => measuresOfGroup(totals, kind))).recoveries ?? 0;
    return {
      label: MOVEMENT_NAMES_ES[group],
      count: group === 'recoveries' ? recoveries() : (measures.count ?? 0),
      amount: sumOfComponents(groups[group]),
      components: groups[group],
      credit: measures['line.credit'] ?? 0,
    };
  };
  return {
    reversals: movement('reversals'),
    adjustments: movement('adjustments'),
    restated: movement('restated'),
    waivers: movement('waivers'),
    charges: movement('charges'),
    disbursements: movement('disbursements'),
    creditApplied: movement('creditApplied'),
    creditTransferred: movement('creditTransferred'),
    creditRefunded: movement('creditRefunded'),
    writeOffs: movement('writeOffs'),
    recoveries: movement('recoveries'),
    regenerations: movement('regenerations'),
    broughtForward: movement('broughtForward'),
    otherReversals: movement('otherReversals'),
  };
}
