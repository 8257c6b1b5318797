import { S3Client } from '@aws-sdk/client-s3';
import { addDays, type CalendarDate } from '../../shared/calendar/calendar-date.ts';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { failureFields } from '../../shared/observability/log.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { recoveryValuePortfolioEnvironment } from './environment.ts';
import { eachDay, missedDays } from './missed-days.ts';
import { createObjectStore } from './reports/closing/object-store.ts';
import { dayEventSchema, dayMeant } from './reports/report-schedule.ts';
import { createLedgerReader } from './valuation/ledger-reader.ts';
import { createRootStore } from './valuation/root-store.ts';
import { isDayValued, putSnapshot } from './valuation/snapshot-store.ts';
import { valuePortfolio } from './valuation/value-portfolio.ts';

const environment = recoveryValuePortfolioEnvironment.parse(process.env);
const { now, log, metrics } = openFunction('recovery-value-portfolio');
const clock = clockFrom(environment.CLOCK, now);
const documents = documentClient();
const roots = createRootStore(createObjectStore(new S3Client({}), environment.ROOTS_BUCKET), now);
const deps = {
  ...createLedgerReader(documents, { heads: environment.HEADS_TABLE, entries: environment.ENTRIES_TABLE }),
  saveSnapshot: (snapshot: Parameters<typeof putSnapshot>[2]) =>
    putSnapshot(documents, environment.ROLLUPS_TABLE, snapshot),
  keepRoot: roots.keepRoot,
  now,
};

/** Parts of the table read at once: enough to keep a core busy while pages are on their way. */
const SEGMENTS = 4;

interface Valued {
  readonly date: string;
  readonly notes: number;
  readonly failures: number;
}

/**
 * 00:15: values every note at the end of the day before, and of the days before it that were not valued, oldest first;
 * with `date`, of that day. Fails when a head could not be valued.
 */
export const handler = eventHandler({ log }, async (event): Promise<Valued | { readonly days: readonly Valued[] }> => {
  const asked = dayEventSchema.parse(event ?? {});
  if (asked.date !== undefined) return value(asked.date);
  const isValued = (day: CalendarDate) => isDayValued(documents, environment.ROLLUPS_TABLE, day);
  const days = await missedDays(addDays(dayMeant(asked, clock.today()), -1), isValued);
  return eachDay(days, value, (date, error) =>
    log.event('day-failed', { date, job: 'value-portfolio', ...failureFields(error) }),
  );
});

async function value(date: CalendarDate): Promise<Valued> {
  const started = now().getTime();
  const { snapshot, failed } = await valuePortfolio(deps, { date, segments: SEGMENTS });
  const milliseconds = now().getTime() - started;
  metrics.record('PortfolioValuationTime', milliseconds);
  log.event('portfolio-valued', { date, heads: snapshot.headsRead, milliseconds });
  if (failed.length > 0) {
    throw new Error(
      `${failed.length} of ${snapshot.headsRead} heads could not be valued: ${failed.slice(0, 20).join(', ')}`,
    );
  }
  return { date, notes: snapshot.notesValued, failures: failed.length };
}
