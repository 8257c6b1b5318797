import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { putReconciliation } from '../../functions/recovery/reports/closing/finding.ts';
import { computeReport } from '../../functions/recovery/reports/figures/compute-report.ts';
import { createReportReads } from '../../functions/recovery/reports/figures/report-data.ts';
import { dayPeriod } from '../../functions/recovery/reports/figures/report-period.ts';
import { putSnapshot } from '../../functions/recovery/valuation/snapshot-store.ts';
import { addDays, type CalendarDate, calendarDate } from '../../shared/calendar/calendar-date.ts';
import { batchPut } from '../../shared/store/batches.ts';
import type { BenchLine, BenchPart } from './bench-line.ts';
import { type BenchStore, openBenchStore } from './bench-store.ts';
import { BENCH_FOLDER } from './cached-store.ts';
import { meterCapacity, unitsOf } from './capacity-meter.ts';
import { BENCH_DAY } from './demo-notes.ts';
import { fullSnapshot, squaredReconciliation } from './full-snapshot.ts';
import { AGENTS, rollupsInMemory } from './synthetic-days.ts';

/** From here on every day has movements, so that the comparisons of the report find something to read. */
const FIRST_DAY = calendarDate('2025-10-01');
const PAYMENTS_OF_OTHER_DAYS = 100;
const FEW = 100;
const MANY = 100_000;

/** A day's report from its rollups: how many calls and read units, for a day of few payments and of very many. */
export const reportCost: BenchPart = {
  name: 'report',
  title: 'Report of a day',
  async run(setting) {
    mkdirSync(BENCH_FOLDER, { recursive: true });
    const folder = mkdtempSync(join(BENCH_FOLDER, 'report-run-'));
    const store = await openBenchStore(folder);
    try {
      const days = { few: addDays(BENCH_DAY, -1), many: BENCH_DAY };
      const many = setting.quick ? MANY / 10 : MANY;
      setting.say(`report: rollups of every day since ${FIRST_DAY}, ${many} payments on the last`);
      await fillRollups(store, days, many);
      return [...(await linesOf(store, days.few, FEW)), ...(await linesOf(store, days.many, many))];
    } finally {
      await store.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function fillRollups(
  { connect, tables }: BenchStore,
  days: { few: CalendarDate; many: CalendarDate },
  many: number,
) {
  const rollups = rollupsInMemory();
  for (let day = FIRST_DAY; day < days.many; day = addDays(day, 1)) {
    await rollups.addDay(day, day === days.few ? FEW : PAYMENTS_OF_OTHER_DAYS);
  }
  await rollups.addDay(days.many, many);
  const documents = connect();
  const table = tables.ROLLUPS_TABLE;
  await batchPut(documents, table, rollups.items());
  for (const day of [addDays(days.few, -1), days.few, days.many]) {
    await putSnapshot(documents, table, fullSnapshot(day));
    await putReconciliation(documents, table, day, squaredReconciliation(day));
  }
}

async function linesOf({ connect, tables }: BenchStore, day: CalendarDate, payments: number): Promise<BenchLine[]> {
  const documents = connect();
  const meter = meterCapacity(documents);
  const reads = createReportReads(documents, tables.ROLLUPS_TABLE);
  const report = await computeReport({ reads, now: () => new Date() }, { period: dayPeriod(day), basis: 'recorded' });
  const { calls, readUnits } = unitsOf(meter.take());
  if (report.totals.payments.count !== payments) {
    throw new Error(`the report counts ${report.totals.payments.count} of ${payments} payments`);
  }
  const of = `day report, ${payments.toLocaleString('en-US')} payments`;
  return [
    { measure: of, figure: calls, unit: 'calls', target: { atMost: 10 } },
    { measure: of, figure: readUnits, unit: 'RRU', target: { atMost: 60 }, remark: `3 offices, ${AGENTS} agents` },
  ];
}
