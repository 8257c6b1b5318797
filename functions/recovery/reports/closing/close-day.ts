import { addDays, type CalendarDate } from '../../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../../shared/calendar/clock.ts';
import { depositMovementsIn } from '../../rollups/deposit-fact.ts';
import { sumOf } from '../../rollups/measures.ts';
import { reportOf } from '../figures/compute-report.ts';
import type { ReconciliationResult } from '../figures/recovery-report.ts';
import { loadReportData, type ReportReads } from '../figures/report-data.ts';
import { dayPeriod } from '../figures/report-period.ts';
import { refuseReport } from '../report-refusals.ts';
import type { FrozenMark, FrozenReports } from './frozen-report.ts';
import { type ReconcileDeps, reconcileDay } from './reconcile-day.ts';
import type { DayDepositMovements } from './reconcile-deposits.ts';

export interface CloseDayDeps extends ReconcileDeps {
  readonly clock: Clock;
  readonly reads: ReportReads;
  readonly frozen: FrozenReports;
  readonly depositMovements: DayDepositMovements;
  saveReconciliation(date: CalendarDate, result: ReconciliationResult): Promise<void>;
  /** Applies what the day recorded and the stream gave up or has not brought; each once. */
  recover(date: CalendarDate): Promise<void>;
  /** Waits before the stream is asked again. */
  wait(): Promise<void>;
}

/** What the ledger and the deposits recorded on a day, and how much of it the rollups have. */
interface StreamProgress {
  readonly entries: number;
  readonly rolledUp: number;
  readonly movements: number;
  readonly movementsRolledUp: number;
}

/** The rollups lack records of the day that could not be applied either: nothing was frozen; repeat the run. */
export class StreamBehind extends Error implements StreamProgress {
  override readonly name = 'StreamBehind';
  readonly entries: number;
  readonly rolledUp: number;
  readonly movements: number;
  readonly movementsRolledUp: number;
  constructor(date: string, progress: StreamProgress) {
    const { entries, rolledUp, movements, movementsRolledUp } = progress;
    super(
      `rollups of ${date} have ${rolledUp} of ${entries} entries, ${movementsRolledUp} of ${movements} deposit movements`,
    );
    this.entries = entries;
    this.rolledUp = rolledUp;
    this.movements = movements;
    this.movementsRolledUp = movementsRolledUp;
  }
}

export interface DayClosed {
  readonly outcome: 'closed' | 'already-closed';
  readonly mark: FrozenMark;
  /** Undefined when the day was closed before and not reconciled again. */
  readonly reconciliation: ReconciliationResult | undefined;
}

/**
 * Closes a business day: when the rollups have every entry and every deposit movement, reconciles, stores the result,
 * and freezes the day's report with it. A day is closed once and never changes; running it again answers the first
 * closing, and with `again` reconciles once more (what was missing may have come) without touching the frozen report.
 * Refuses `day-still-open` (today or later) and `day-not-valued` (no snapshot of the day's end). Throws StreamBehind.
 */
export async function closeDay(
  deps: CloseDayDeps,
  input: { readonly date: CalendarDate; readonly tries: number; readonly again?: boolean },
): Promise<DayClosed> {
  const { date } = input;
  const today = deps.clock.today();
  if (date >= today) {
    throw refuseReport(
      'day-still-open',
      `El ${date} todavía puede recibir movimientos; se cierra a partir del ${addDays(date, 1)}. Hoy es ${today}.`,
    );
  }
  const before = await deps.frozen.findMark('daily', date);
  if (before !== undefined && input.again !== true) {
    return { outcome: 'already-closed', mark: before, reconciliation: undefined };
  }
  await waitForRollups(deps, date, input.tries);
  const data = await loadReportData(deps.reads, dayPeriod(date), 'recorded');
  if (data.closing === undefined || data.closing.failures > 0) {
    const what = data.closing === undefined ? 'No existe' : 'Está incompleta';
    throw refuseReport('day-not-valued', `${what} la valuación de saldos al ${date}. Ejecútela y repita el cierre.`);
  }
  const now = () => deps.clock.now();
  const asOf = now().toISOString();
  const rolledUp = {
    totals: sumOf(data.days.values()),
    cells: data.details.flatMap(({ cells }) => cells),
    effect: reportOf(data, asOf).effect,
  };
  const reconciliation = await reconcileDay(deps, { date, rolledUp });
  await deps.saveReconciliation(date, reconciliation);
  if (before !== undefined) return { outcome: 'already-closed', mark: before, reconciliation };
  const report = reportOf({ ...data, reconciliations: new Map([[date, reconciliation]]) }, asOf);
  const mark = await deps.frozen.freeze('daily', date, report, { at: now().toISOString(), subject: 'system' });
  return { outcome: 'closed', mark, reconciliation };
}

/** Half of the time for the stream; then what it has not brought is read from the tables, in case it never comes. */
async function waitForRollups(deps: CloseDayDeps, date: CalendarDate, tries: number): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const progress = await progressOf(deps, date);
    const { entries, rolledUp, movements, movementsRolledUp } = progress;
    if (entries === rolledUp && movements === movementsRolledUp) return;
    if (attempt === Math.ceil(tries / 2)) {
      await deps.recover(date);
      continue;
    }
    if (attempt >= tries) throw new StreamBehind(date, progress);
    await deps.wait();
  }
}

async function progressOf(deps: CloseDayDeps, date: CalendarDate): Promise<StreamProgress> {
  const [entries, movements, days] = await Promise.all([
    deps.entries.count(date),
    deps.depositMovements.count(date),
    deps.reads.daysOfMonth('recorded', date.slice(0, 7)),
  ]);
  const totals = days.get(date) ?? {};
  return { entries, rolledUp: totals.entries ?? 0, movements, movementsRolledUp: depositMovementsIn(totals) };
}
