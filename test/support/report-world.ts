import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { IntakeFile } from '../../functions/recovery/intake/intake-file.ts';
import { type CloseDayDeps, closeDay } from '../../functions/recovery/reports/closing/close-day.ts';
import { putReconciliation } from '../../functions/recovery/reports/closing/finding.ts';
import { createFrozenReports } from '../../functions/recovery/reports/closing/frozen-report.ts';
import type { ObjectStore } from '../../functions/recovery/reports/closing/object-store.ts';
import { createDayDepositMovements } from '../../functions/recovery/reports/closing/reconcile-deposits.ts';
import { createReportReads } from '../../functions/recovery/reports/figures/report-data.ts';
import { applyStreamBatch } from '../../functions/recovery/rollups/apply-stream-batch.ts';
import { createMissingFacts } from '../../functions/recovery/rollups/missing-facts.ts';
import { recoverDay } from '../../functions/recovery/rollups/recover-day.ts';
import { createRollupStore } from '../../functions/recovery/rollups/rollup-store.ts';
import { createLedgerReader } from '../../functions/recovery/valuation/ledger-reader.ts';
import { createRootStore } from '../../functions/recovery/valuation/root-store.ts';
import { putSnapshot } from '../../functions/recovery/valuation/snapshot-store.ts';
import { valuePortfolio } from '../../functions/recovery/valuation/value-portfolio.ts';
import type { WindowPayment } from '../../functions/recovery/window/window-payment.ts';
import { calendarDate } from '../../shared/calendar/calendar-date.ts';
import { bankHolidayCalendar } from '../../shared/calendar/mexican-bank-holidays.ts';
import { createDayEntries } from '../../shared/ledger/day-entries.ts';
import type { TestDynamo } from './dynamo.ts';
import { testClock, testLedger } from './ledger.ts';

/** A bucket in memory: written once, like the real one with If-None-Match. */
export function memoryObjects(): ObjectStore & { readonly all: Map<string, string> } {
  const all = new Map<string, string>();
  return {
    all,
    async putNew(key, body) {
      if (all.has(key)) return 'exists';
      all.set(key, body);
      return 'written';
    },
    get: async (key) => all.get(key),
  };
}

/** Ledger, rollups, valuation and reports over the real engine, with the stream driven by hand. */
export function reportWorld(dynamo: TestDynamo, today: string) {
  const clock = testClock(today);
  const { documents, tables } = dynamo;
  const objects = memoryObjects();
  const roots = memoryObjects();
  const files: IntakeFile[] = [];
  const windowPayments: WindowPayment[] = [];
  const writer = createRollupStore(documents, tables.ROLLUPS_TABLE);
  const missing = createMissingFacts(documents, { entries: tables.ENTRIES_TABLE, system: tables.SYSTEM_TABLE });
  const entries = createDayEntries(documents, tables.ENTRIES_TABLE);
  const depositMovements = createDayDepositMovements(documents, tables.SYSTEM_TABLE);
  const deps: CloseDayDeps = {
    clock,
    reads: createReportReads(documents, tables.ROLLUPS_TABLE),
    frozen: createFrozenReports(documents, tables.SYSTEM_TABLE, objects),
    entries,
    depositMovements,
    files: {
      of: async (date) => files.filter(({ recordedOn }) => recordedOn === date),
      find: async (fileId) => files.find((file) => file.fileId === fileId),
      unreadRows: async () => [],
    },
    depositsOf: async () => [],
    windowPaymentsOf: async (date) => windowPayments.filter(({ recordedOn }) => recordedOn === date),
    saveReconciliation: (date, result) => putReconciliation(documents, tables.ROLLUPS_TABLE, date, result),
    recover: async (date) => {
      await recoverDay({ writer, missing }, { entries: entries.read(date), movements: depositMovements.read(date) });
    },
    wait: async () => {},
  };

  /** Everything in a streamed table, delivered again as one stream, by batches of 100 in the order of seq. */
  async function rollUp(table = tables.ENTRIES_TABLE): Promise<void> {
    const items: Record<string, unknown>[] = [];
    let startKey: Record<string, unknown> | undefined;
    do {
      const page = await documents.send(
        new ScanCommand({ TableName: table, ConsistentRead: true, ExclusiveStartKey: startKey }),
      );
      items.push(...(page.Items ?? []));
      startKey = page.LastEvaluatedKey;
    } while (startKey !== undefined);
    items.sort((a, b) => (String(a.SK) < String(b.SK) ? -1 : 1));
    for (let start = 0; start < items.length; start += 100) {
      const records = items.slice(start, start + 100).map(
        (item, index) =>
          ({
            eventName: 'INSERT',
            dynamodb: { SequenceNumber: String(start + index), NewImage: marshall(item) },
          }) as DynamoDBRecord,
      );
      const { error, waiting } = await applyStreamBatch({ writer, missing }, records);
      if (error !== undefined || waiting > 0) throw error ?? new Error(`${waiting} facts are waiting`);
    }
  }

  return {
    clock,
    deps,
    objects,
    roots,
    files,
    windowPayments,
    rollUp,
    ledger: testLedger(documents, tables, clock),
    holidays: bankHolidayCalendar(),
    value: (date: string) =>
      valuePortfolio(
        {
          ...createLedgerReader(documents, { heads: tables.HEADS_TABLE, entries: tables.ENTRIES_TABLE }),
          saveSnapshot: (snapshot) => putSnapshot(documents, tables.ROLLUPS_TABLE, snapshot),
          keepRoot: createRootStore(roots, () => clock.now()).keepRoot,
          now: () => clock.now(),
        },
        { date: calendarDate(date), segments: 3 },
      ),
    close: (date: string) => closeDay(deps, { date: calendarDate(date), tries: 1 }),
    /** The same when nothing can be read beside the stream, which alone brings what is missing. */
    closeByStream: (date: string) =>
      closeDay({ ...deps, recover: async () => undefined }, { date: calendarDate(date), tries: 1 }),
  };
}
export type ReportWorld = ReturnType<typeof reportWorld>;
