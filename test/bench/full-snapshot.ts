import { reconciliationOf } from '../../functions/recovery/reports/figures/reconciliation-result.ts';
import type { ReconciliationResult } from '../../functions/recovery/reports/figures/recovery-report.ts';
import {
  ARREARS_BUCKETS,
  NOTE_CLASSES,
  type PortfolioFigures,
  type Snapshot,
} from '../../functions/recovery/valuation/snapshot.ts';
import { canonicalHash } from '../../shared/canonical/canonical-json.ts';
import { OFFICES } from '../../shared/institute/offices.ts';
import { STAGES } from '../../shared/loan-book/event.ts';

const AMOUNT = 123_456_789_012;
const NOTES = 250_000;

const byComponent = { principal: AMOUNT, ordinaryInterest: AMOUNT, defaultInterest: AMOUNT, collectionCosts: AMOUNT };
const figures: PortfolioFigures = {
  notes: NOTES,
  openNotes: NOTES,
  ledger: byComponent,
  unrecognised: { ordinaryInterest: AMOUNT, defaultInterest: AMOUNT },
  owed: byComponent,
  due: byComponent,
  principalOverdue: AMOUNT,
};

/** A valuation's snapshot at its longest: every office, class and stage, with figures of a whole portfolio. */
export function fullSnapshot(date: string): Snapshot {
  return {
    date,
    valuedAt: `${date}T07:15:42.000Z`,
    headsRead: NOTES,
    notesValued: NOTES,
    notesLater: 0,
    failures: 0,
    total: figures,
    rows: OFFICES.flatMap((office) =>
      NOTE_CLASSES.flatMap((noteClass) => STAGES.map((stage) => ({ office, noteClass, stage, figures }))),
    ),
    arrears: ARREARS_BUCKETS.map(({ key }) => ({ key, notes: NOTES, overdue: AMOUNT })),
    notesInArrears: NOTES,
    overdue: AMOUNT,
    ledgerRoot: canonicalHash(date),
  };
}

const CHECKS = ['files', 'postings', 'entries', 'rollups', 'deposits'] as const;

/** A reconciliation without differences. */
export function squaredReconciliation(date: string): ReconciliationResult {
  const side = (label: string) => ({ label, count: NOTES, amount: AMOUNT });
  const checks = CHECKS.map((code) => ({
    code,
    label: `Archivos contra aplicaciones (${code})`,
    ok: true,
    left: side('Renglones de archivos'),
    right: side('Aplicaciones del libro'),
  }));
  return reconciliationOf(`${date}T13:00:00.000Z`, checks, []);
}
