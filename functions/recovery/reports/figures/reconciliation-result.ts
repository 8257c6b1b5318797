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

/** Days are reconciled by what was recorded on them: a report by value date has none of its own. */
export const BY_RECORDED_DATE: ReconciliationResult = { ...NOT_RUN, statusLabel: 'Se hace por fecha de registro' };

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
 * reconciled without differences), on how many of them every check of a day came out, and the differences of all of
 * them, each under its date.
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
  return {
    status,
    statusLabel: severalDaysLabel(status, { pending: pending.length, of: daysWithEntries.length, run: run.length }),
    ranAt,
    checks: [check, ...checksByDays(run.map(({ result }) => result))],
    differences,
  };
}

/** A month of which a single day is open is not "Sin conciliar": how many days are missing is what it says. */
function severalDaysLabel(
  status: ReconciliationResult['status'],
  { pending, of, run }: { readonly pending: number; readonly of: number; readonly run: number },
): string {
  if (status !== 'not-run' || run === 0 || pending === of) return RECONCILIATION_NAMES_ES[status];
  return `${pending === 1 ? 'Falta 1 día' : `Faltan ${pending} días`} por conciliar de ${of} con movimientos`;
}

/** Every check that the days had, in the order of the first day that has it: sums of days are no sums of a period. */
function checksByDays(results: readonly ReconciliationResult[]): Check[] {
  const byCode = Map.groupBy(
    results.flatMap(({ checks }) => checks),
    ({ code }) => code,
  );
  return [...byCode.values()].flatMap((checks) => {
    const [first] = checks;
    if (first === undefined) return [];
    const square = checks.filter(({ ok }) => ok).length;
    return {
      code: first.code,
      label: first.label,
      ok: square === checks.length,
      left: { label: 'Días conciliados', count: checks.length, amount: 0 },
      right: { label: 'Días en que cuadra', count: square, amount: 0 },
    };
  });
}
