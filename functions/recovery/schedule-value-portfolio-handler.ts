import { S3Client } from '@aws-sdk/client-s3';
import { addDays } from '../../shared/calendar/calendar-date.ts';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { createLog } from '../../shared/observability/log.ts';
import { createMetrics } from '../../shared/observability/metrics.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { recoveryValuePortfolioEnvironment } from './environment.ts';
import { createObjectStore } from './reports/object-store.ts';
import { dayEventSchema } from './reports/schedule-event.ts';
import { createLedgerReader } from './valuation/ledger-reader.ts';
import { createRootStore } from './valuation/root-store.ts';
import { putSnapshot } from './valuation/snapshot-store.ts';
import { valuePortfolio } from './valuation/value-portfolio.ts';

const environment = recoveryValuePortfolioEnvironment.parse(process.env);
const now = () => new Date();
const clock = clockFrom(environment.CLOCK, now);
const log = createLog({ functionName: 'recovery-value-portfolio', now });
const metrics = createMetrics({ functionName: 'recovery-value-portfolio', now });
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

/** 00:15: values every note at the end of the day before, or of `date`. Fails when a head could not be valued. */
export async function handler(event: unknown): Promise<{ date: string; notes: number; failures: number }> {
  const started = now().getTime();
  const date = dayEventSchema.parse(event ?? {}).date ?? addDays(clock.today(), -1);
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
