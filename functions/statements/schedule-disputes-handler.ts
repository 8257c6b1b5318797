import { clockFrom } from '../../shared/calendar/clock.ts';
import { createJobRequests } from '../../shared/jobs/job-request.ts';
import { createDayEntries } from '../../shared/ledger/day-entries.ts';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { createDisputeStore } from './disputes/dispute-store.ts';
import { tickDisputes } from './disputes/tick-disputes.ts';
import { statementsDailyEnvironment } from './environment.ts';
import { countDays } from './indicators/count-days.ts';
import { createIndicatorsStore } from './indicators/indicators-store.ts';

const environment = statementsDailyEnvironment.parse(process.env);
const { now, log, metrics } = openFunction('statements-tick');
const documents = documentClient();
const { LINKS_TABLE: links, SYSTEM_TABLE: system } = environment;
const deps = {
  ...{ clock: clockFrom(environment.CLOCK, now), now, log, metrics },
  disputes: createDisputeStore(documents, { system, links }),
  requests: createJobRequests(documents, links),
  indicators: createIndicatorsStore(documents, { system, links }),
  dayEntries: createDayEntries(documents, environment.ENTRIES_TABLE),
};

/** Every morning: terms of disputes that ended, and the days before are counted (docs/adr/0022). */
export const handler = eventHandler(
  { log },
  async (): Promise<{ readonly moved: number; readonly counted: readonly string[] }> => ({
    moved: await tickDisputes(deps),
    counted: await countDays(deps),
  }),
);
