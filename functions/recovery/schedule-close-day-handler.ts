import { setTimeout as sleep } from 'node:timers/promises';
import { S3Client } from '@aws-sdk/client-s3';
import { addDays, type CalendarDate } from '../../shared/calendar/calendar-date.ts';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { createDayEntries } from '../../shared/ledger/day-entries.ts';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { failureFields } from '../../shared/observability/log.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { recoveryCloseDayEnvironment } from './environment.ts';
import { createIntakeStore } from './intake/intake-store.ts';
import { eachDay, missedDays } from './missed-days.ts';
import { closeDay } from './reports/closing/close-day.ts';
import { putReconciliation } from './reports/closing/finding.ts';
import { createDayDepositMovements, createDepositsOfFile } from './reports/closing/reconcile-deposits.ts';
import { createDayFiles } from './reports/closing/reconcile-files.ts';
import { createWindowsOfDay } from './reports/closing/reconcile-windows.ts';
import { reportDeps } from './reports/report-deps.ts';
import { dayEventSchema, dayMeant } from './reports/report-schedule.ts';
import { createMissingFacts } from './rollups/missing-facts.ts';
import { recoverDay } from './rollups/recover-day.ts';
import { createRollupStore } from './rollups/rollup-store.ts';
import { createWindowStore } from './window/window-store.ts';

const environment = recoveryCloseDayEnvironment.parse(process.env);
const { now, log, metrics } = openFunction('recovery-close-day');
const documents = documentClient();
const clock = clockFrom(environment.CLOCK, now);
/** The stream is asked again every 5 s, for up to 10 minutes of the 15 that a run has. */
const WAIT_MS = 5_000;
const TRIES = 120;
const intake = createIntakeStore(documents, environment.SYSTEM_TABLE);
const entries = createDayEntries(documents, environment.ENTRIES_TABLE);
const depositMovements = createDayDepositMovements(documents, environment.SYSTEM_TABLE);
const rollups = {
  writer: createRollupStore(documents, environment.ROLLUPS_TABLE),
  missing: createMissingFacts(documents, { entries: environment.ENTRIES_TABLE, system: environment.SYSTEM_TABLE }),
};
const deps = {
  ...reportDeps(documents, new S3Client({}), environment, clock),
  entries,
  depositMovements,
  files: createDayFiles(intake),
  depositsOf: createDepositsOfFile(documents, environment.SYSTEM_TABLE, intake),
  windowPaymentsOf: createWindowsOfDay(createWindowStore(documents, environment.SYSTEM_TABLE)),
  saveReconciliation: (date: string, result: Parameters<typeof putReconciliation>[3]) =>
    putReconciliation(documents, environment.ROLLUPS_TABLE, date, result),
  recover: async (date: string) => {
    const day = { entries: entries.read(date), movements: depositMovements.read(date) };
    const { recovered, error } = await recoverDay(rollups, day);
    if (recovered > 0) log.event('records-recovered', { records: recovered });
    if (error !== undefined) log.event('record-refused', failureFields(error));
  },
  wait: () => sleep(WAIT_MS),
};

interface Closed {
  readonly date: string;
  readonly outcome: string;
  readonly differences: number;
}

/**
 * 06:00: reconciles the day before and freezes its report; and the days before it that were not closed, oldest first.
 * With `date`, that day, which is reconciled again when it is closed.
 */
export const handler = eventHandler({ log }, async (event): Promise<Closed | { readonly days: readonly Closed[] }> => {
  const asked = dayEventSchema.parse(event ?? {});
  if (asked.date !== undefined) return close(asked.date, true);
  const isClosed = async (day: CalendarDate) => (await deps.frozen.findMark('daily', day)) !== undefined;
  const days = await missedDays(addDays(dayMeant(asked, clock.today()), -1), isClosed);
  return eachDay(
    days,
    (day) => close(day, false),
    (date, error) => log.event('day-failed', { date, job: 'close-day', ...failureFields(error) }),
  );
});

async function close(date: CalendarDate, again: boolean): Promise<Closed> {
  const { outcome, reconciliation } = await closeDay(deps, { date, tries: TRIES, again });
  const differences = reconciliation?.differences ?? [];
  if (differences.length > 0) {
    metrics.record('ReconciliationDifferences', differences.length);
    const kinds = [...new Set(differences.map(({ check }) => check))];
    log.event('day-differs', { date, differences: differences.length, kinds });
  } else if (reconciliation !== undefined) {
    log.event('day-reconciled', { date, differences: 0 });
  }
  if (outcome === 'closed') log.event('day-frozen', { date });
  return { date, outcome, differences: differences.length };
}
