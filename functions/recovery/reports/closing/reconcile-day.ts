import type { CalendarDate } from '../../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../../shared/calendar/clock.ts';
import type { DayEntries } from '../../../../shared/ledger/day-entries.ts';
import { type Measures, sumOf } from '../../rollups/measures.ts';
import type { WindowPayment } from '../../window/window-payment.ts';
import { type Difference, reconciliationOf } from '../figures/reconciliation-result.ts';
import type { ReconciliationResult, RecoveryReport } from '../figures/recovery-report.ts';
import type { Cell } from '../figures/report-breakdowns.ts';
import { type EntryResum, resumEntries } from './entries-of-day.ts';
import { compared, type Finding, type Side } from './finding.ts';
import { type DepositsOfFile, depositsAssigned, depositsReceived } from './reconcile-deposits.ts';
import { type DayFiles, fileRows, unreadMoney } from './reconcile-files.ts';
import { filePostings } from './reconcile-postings.ts';
import { windowReceipts } from './reconcile-windows.ts';

export interface ReconcileDeps {
  readonly entries: DayEntries;
  readonly files: DayFiles;
  readonly depositsOf: DepositsOfFile;
  /** Payments taken at every window on the day, cancelled ones included. */
  windowPaymentsOf(date: CalendarDate): Promise<readonly WindowPayment[]>;
  readonly clock: Pick<Clock, 'now' | 'today'>;
}

/** What the rollups say of the day. */
export interface RolledUpDay {
  readonly totals: Measures;
  readonly cells: readonly Cell[];
  readonly effect: RecoveryReport['effect'];
}

/**
 * Reconciles a day four ways: files ↔ postings ↔ a second sum of the journal ↔ rollups, besides what could not be
 * read, what the windows received, deposits and balances.
 * Nothing is corrected here; every difference is listed with its place, and the report shows the list.
 */
export async function reconcileDay(
  deps: ReconcileDeps,
  input: { readonly date: CalendarDate; readonly rolledUp: RolledUpDay },
): Promise<ReconciliationResult> {
  const [resum, files, windowPayments] = await Promise.all([
    resumEntries(input.date, deps.entries.read(input.date)),
    deps.files.of(input.date),
    deps.windowPaymentsOf(input.date),
  ]);
  const known = files.filter(({ state }) => state !== 'duplicate' && state !== 'awaiting-upload');
  const findings = [
    fileRows(known),
    await unreadMoney(deps.files, known),
    await filePostings(deps, { date: input.date, files: known, posted: resum.bySource }),
    windowReceipts(windowPayments, resum.bySource),
    journalAndRollups(resum, input.rolledUp.totals),
    cellsAndTotals(input.rolledUp),
    await depositsReceived(deps, { date: input.date, files: known, totals: input.rolledUp.totals }),
    depositsAssigned(resum.bySource, input.rolledUp.totals),
    balances(input.rolledUp.effect),
  ];
  return reconciliationOf(
    deps.clock.now().toISOString(),
    findings.flatMap(({ checks }) => checks),
    findings.flatMap(({ differences }) => differences),
  );
}

/** Every measure of the day, summed again from the journal, equals the rollups'. */
function journalAndRollups(resum: EntryResum, totals: Measures): Finding {
  const rolledUp = Object.fromEntries(Object.entries(totals).filter(([name]) => !name.startsWith('deposits/')));
  const names = [...new Set([...Object.keys(resum.totals), ...Object.keys(rolledUp)])].sort();
  const differences: Difference[] = resum.broken.map(({ where, detail }) => ({
    check: 'journal-rollups',
    where,
    detail,
    expected: 0,
    found: 0,
  }));
  for (const name of names) {
    const expected = resum.totals[name] ?? 0;
    const found = rolledUp[name] ?? 0;
    if (expected === found) continue;
    differences.push({
      check: 'journal-rollups',
      where: `Medida ${name}`,
      detail: 'Difiere del diario',
      expected,
      found,
    });
  }
  const side = (label: string, measures: Measures): Side => ({
    label,
    count: measures.entries ?? 0,
    amount: measures['paid/amount'] ?? 0,
  });
  return compared(
    'journal-rollups',
    'Diario contra acumulados del reporte',
    side('Asientos del diario', resum.totals),
    side('Asientos acumulados', rolledUp),
    differences,
  );
}

/** The breakdown of the day sums to its totals. */
function cellsAndTotals({ cells, totals }: RolledUpDay): Finding {
  const paid = sumOf(cells.filter(({ dimensions }) => dimensions.group === 'paid').map(({ measures }) => measures));
  return compared(
    'breakdown-totals',
    'Desglose por oficina y medio de pago contra total',
    { label: 'Total del día', count: totals['paid/count'] ?? 0, amount: totals['paid/amount'] ?? 0 },
    { label: 'Suma del desglose', count: paid.count ?? 0, amount: paid.amount ?? 0 },
    [],
  );
}

/** Opening balances and movements give the closing balances of the valuation. */
function balances(effect: RecoveryReport['effect']): Finding {
  const total = effect?.rows.find(({ component }) => component === 'total');
  const moved = (total?.movements ?? []).reduce((sum, { amount }) => sum + amount, 0);
  const differences = (effect?.rows ?? [])
    .filter(({ component, difference }) => component !== 'total' && difference !== 0)
    .map((row): Difference => {
      const expected = (row.opening ?? 0) + row.movements.reduce((sum, { amount }) => sum + amount, 0);
      const detail = row.difference === null ? 'Falta la valuación inicial o final' : 'El saldo final no cuadra';
      return { check: 'balances', where: `Saldo de ${row.label}`, detail, expected, found: row.closing ?? 0 };
    });
  return compared(
    'balances',
    'Saldo inicial más movimientos contra saldo final valuado',
    { label: 'Saldo inicial más movimientos', count: 0, amount: (total?.opening ?? 0) + moved },
    { label: 'Saldo final', count: 0, amount: total?.closing ?? 0 },
    differences,
  );
}
