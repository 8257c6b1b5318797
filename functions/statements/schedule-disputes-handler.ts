import { clockFrom } from '../../shared/calendar/clock.ts';
import { createJobRequests } from '../../shared/jobs/job-request.ts';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { createDisputeStore } from './disputes/dispute-store.ts';
import { tickDisputes } from './disputes/tick-disputes.ts';
import { statementsTickEnvironment } from './environment.ts';

const environment = statementsTickEnvironment.parse(process.env);
const { now, log, metrics } = openFunction('statements-tick');
const documents = documentClient();
const { LINKS_TABLE: links, SYSTEM_TABLE: system } = environment;
const deps = {
  ...{ clock: clockFrom(environment.CLOCK, now), now, log, metrics },
  disputes: createDisputeStore(documents, { system, links }),
  requests: createJobRequests(documents, links),
};

/** Every morning: terms of disputes that ended. */
export const handler = eventHandler(
  { log },
  async (): Promise<{ readonly moved: number }> => ({
    moved: await tickDisputes(deps),
  }),
);
