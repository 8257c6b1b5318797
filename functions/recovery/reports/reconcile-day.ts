import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { IntakeFile } from '../intake/intake-file.ts';
import { totalOf } from '../intake/row-outcome.ts';
import { type Measures, sumOf } from '../rollups/measures.ts';
import type { DayEntries } from './day-entries.ts';
import { type EntryResum, resumEntries, sourceKey } from './entry-resum.ts';
import { type Check, type Difference, reconciliationOf } from './reconciliation-result.ts';
import type { ReconciliationResult, RecoveryReport } from './recovery-report.ts';
import type { Cell } from './report-breakdowns.ts';

export interface ReconcileDeps {
  readonly entries: DayEntries;
  /** Bank files that reached us on the day, whatever their status. */
  filesOf(date: CalendarDate): Promise<readonly IntakeFile[]>;
  now(): Date;
}

/** What the rollups say of the day. */
export interface RolledUpDay {
  readonly totals: Measures;
  readonly cells: readonly Cell[];
  readonly effect: RecoveryReport['effect'];
}

interface Finding {
  readonly checks: Check[];
  readonly differences: Difference[];
}

/**
 * Reconciles a day four ways: files ↔ postings ↔ a second sum of the journal ↔ rollups, besides deposits and balances.
 * Nothing is corrected here; every difference is listed with its place, and the report shows the list.
 */
export async function reconcileDay(
  deps: ReconcileDeps,
  input: { readonly date: CalendarDate; readonly rolledUp: RolledUpDay },
): Promise<ReconciliationResult> {
  const [resum, files] = await Promise.all([
    resumEntries(input.date, deps.entries.read(input.date)),
    deps.filesOf(input.date),
  ]);
  const known = files.filter(({ status }) => status !== 'duplicate' && status !== 'awaiting-upload');
  const findings = [
    fileRows(known),
    filePostings(known, resum),
    journalAndRollups(resum, input.rolledUp.totals),
    cellsAndTotals(input.rolledUp),
    deposits(known, resum, input.rolledUp.totals),
    balances(input.rolledUp.effect),
  ];
  return reconciliationOf(
    deps.now().toISOString(),
    findings.flatMap(({ checks }) => checks),
    findings.flatMap(({ differences }) => differences),
  );
}

interface Side {
  readonly label: string;
  readonly count: number;
  readonly amount: number;
}

function compared(code: string, label: string, left: Side, right: Side, differences: Difference[]): Finding {
  const ok = left.count === right.count && left.amount === right.amount && differences.length === 0;
  if (!ok && differences.length === 0) {
    const detail = `${left.label}: ${left.count}; ${right.label}: ${right.count}`;
    differences.push({ check: code, where: 'Totales del día', detail, expected: left.amount, found: right.amount });
  }
  return { checks: [{ code, label, ok, left, right }], differences };
}

/** Every row of every file has an ending, and the endings sum to the file. */
function fileRows(files: readonly IntakeFile[]): Finding {
  const differences = files.flatMap((file): Difference[] => {
    const where = `Archivo ${file.fileName}`;
    const ended = totalOf(file.tally);
    if (file.status === 'refused') return [];
    if (file.status !== 'done') {
      const detail = `No ha terminado de aplicarse: ${file.rowsDone} de ${file.rowsTotal ?? '?'} renglones`;
      return [{ check: 'file-rows', where, detail, expected: file.sumTotal ?? 0, found: ended.sum }];
    }
    if (ended.count === file.rowsTotal && ended.sum === file.sumTotal) return [];
    const detail = `Renglones del archivo: ${file.rowsTotal ?? '?'}; con resultado: ${ended.count}`;
    return [{ check: 'file-rows', where, detail, expected: file.sumTotal ?? 0, found: ended.sum }];
  });
  const read = files.filter(({ status }) => status !== 'refused');
  const sum = (of: (file: IntakeFile) => number) => read.reduce((total, file) => total + of(file), 0);
  return compared(
    'file-rows',
    'Archivos del banco contra resultado de sus renglones',
    {
      label: 'Renglones de archivos',
      count: sum((file) => file.rowsTotal ?? 0),
      amount: sum((file) => file.sumTotal ?? 0),
    },
    {
      label: 'Renglones con resultado',
      count: sum((file) => totalOf(file.tally).count),
      amount: sum((file) => totalOf(file.tally).sum),
    },
    differences,
  );
}

/** What the files say was applied is in the journal, file by file. */
function filePostings(files: readonly IntakeFile[], resum: EntryResum): Finding {
  const sides = files.map((file) => {
    const { applied, provisional } = file.tally;
    const posted = resum.bySource.get(sourceKey('bank-file', file.fileId));
    return {
      where: `Archivo ${file.fileName}`,
      rows: applied.count + provisional.count,
      amount: applied.sum + provisional.sum,
      postedRows: posted?.rows.size ?? 0,
      postedAmount: posted?.amount ?? 0,
    };
  });
  const differences = sides
    .filter((side) => side.rows !== side.postedRows || side.amount !== side.postedAmount)
    .map((side): Difference => {
      const detail = `Renglones aplicados: ${side.rows}; pagos registrados ese día: ${side.postedRows}`;
      return { check: 'file-postings', where: side.where, detail, expected: side.amount, found: side.postedAmount };
    });
  const sum = (of: (side: (typeof sides)[number]) => number) => sides.reduce((total, side) => total + of(side), 0);
  return compared(
    'file-postings',
    'Archivos del banco contra pagos registrados',
    { label: 'Renglones aplicados', count: sum(({ rows }) => rows), amount: sum(({ amount }) => amount) },
    {
      label: 'Pagos registrados de esos archivos',
      count: sum(({ postedRows }) => postedRows),
      amount: sum(({ postedAmount }) => postedAmount),
    },
    differences,
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

/** Unidentified rows are deposits received; assigned deposits are payments. */
function deposits(files: readonly IntakeFile[], resum: EntryResum, totals: Measures): Finding {
  const unidentified = files.map(({ tally }) => tally.unidentified);
  const received = compared(
    'deposits-received',
    'Renglones sin identificar contra depósitos recibidos',
    {
      label: 'Renglones sin identificar',
      count: unidentified.reduce((sum, { count }) => sum + count, 0),
      amount: unidentified.reduce((total, { sum }) => total + sum, 0),
    },
    {
      label: 'Depósitos recibidos',
      count: totals['deposits/received.count'] ?? 0,
      amount: totals['deposits/received.amount'] ?? 0,
    },
    [],
  );
  const assigned = [...resum.bySource].filter(([key]) => key.startsWith('deposit|')).map(([, sum]) => sum);
  const applied = compared(
    'deposits-assigned',
    'Depósitos asignados contra pagos registrados',
    {
      label: 'Depósitos asignados',
      count: totals['deposits/assigned.count'] ?? 0,
      amount: totals['deposits/assigned.amount'] ?? 0,
    },
    {
      label: 'Pagos por asignación',
      count: assigned.reduce((sum, { rows }) => sum + rows.size, 0),
      amount: assigned.reduce((sum, { amount }) => sum + amount, 0),
    },
    [],
  );
  return {
    checks: [...received.checks, ...applied.checks],
    differences: [...received.differences, ...applied.differences],
  };
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
