import type { CalendarDate } from '../../../../shared/calendar/calendar-date.ts';
import type { ReconciliationResult } from './recovery-report.ts';

export type Check = ReconciliationResult['checks'][number];
export type Difference = ReconciliationResult['differences'][number];

export const RECONCILIATION_NAMES_ES: Record<ReconciliationResult['status'], string> = {
  squared: 'Conciliado',
  different: 'Con diferencias',
  'not-run': 'Sin conciliar',
};

export const NOT_RUN: ReconciliationResult = {
  status: 'not-run',
  statusLabel: RECONCILIATION_NAMES_ES['not-run'],
  ranAt: null,
  checks: [],
  differences: [],
};

export function reconciliationOf(
  ranAt: string,
  checks: readonly Check[],
  differences: readonly Difference[],
): ReconciliationResult {
  const status = differences.length === 0 && checks.every(({ ok }) => ok) ? 'squared' : 'different';
  return {
    status,
    statusLabel: RECONCILIATION_NAMES_ES[status],
    ranAt,
    checks: [...checks],
    differences: [...differences],
  };
}

/**
 * The result a report shows: of one day as it is; of several days one check (days with movements against days
 * reconciled without differences) and the differences of all of them, each under its date.
 */
export function combinedReconciliation(
  results: ReadonlyMap<CalendarDate, ReconciliationResult | undefined>,
  daysWithEntries: readonly CalendarDate[],
): ReconciliationResult {
  const [only] = results.values();
  if (results.size <= 1) return only ?? NOT_RUN;
  const run = [...results].flatMap(([day, result]) => (result === undefined ? [] : [{ day, result }]));
  const squared = run.filter(({ result }) => result.status === 'squared');
  const differences = run.flatMap(({ day, result }) =>
    result.differences.map((difference) => ({ ...difference, where: `${day}: ${difference.where}` })),
  );
  const pending = daysWithEntries.filter((day) => results.get(day) === undefined);
  const status =
    run.length > squared.length ? 'different' : pending.length > 0 || run.length === 0 ? 'not-run' : 'squared';
  const check: Check = {
    code: 'days',
    label: 'Días con movimientos contra días conciliados',
    ok: status === 'squared',
    left: { label: 'Días con movimientos', count: daysWithEntries.length, amount: 0 },
    right: {
      label: 'Días conciliados sin diferencias',
      count: squared.filter(({ day }) => daysWithEntries.includes(day)).length,
      amount: 0,
    },
  };
  const ranAt =
    run
      .map(({ result }) => result.ranAt ?? '')
      .sort()
      .at(-1) ?? null;
  return { status, statusLabel: RECONCILIATION_NAMES_ES[status], ranAt, checks: [check], differences };
}
