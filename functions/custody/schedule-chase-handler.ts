import * as z from 'zod';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { createJobRequests } from '../../shared/jobs/job-request.ts';
import { longWorkMachine } from '../../shared/jobs/long-work-machine.ts';
import { resumeWork } from '../../shared/jobs/resume-work.ts';
import { openMail } from '../../shared/mail/open-mail.ts';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { createArcoStore } from './arco/arco-store.ts';
import { tickRequests } from './arco/tick-requests.ts';
import { chaseOriginals } from './chase/chase-originals.ts';
import { createCustodianStore } from './custodians/custodian-store.ts';
import { custodyChaseEnvironment } from './environment.ts';
import { createOriginalStore } from './originals/original-store.ts';
import { RECEIVE_ORIGINALS } from './receptions/reception.ts';
import { createReceptionStore } from './receptions/reception-store.ts';

const environment = custodyChaseEnvironment.parse(process.env);
const { now, log, metrics } = openFunction('custody-chase');
const documents = documentClient();
const { DOCUMENTS_TABLE: table } = environment;
const receptions = createReceptionStore(documents, table);
const requests = createArcoStore(documents, table);
const deps = {
  clock: clockFrom(environment.CLOCK, now),
  ...{ metrics, log },
  originals: createOriginalStore(documents, table),
  custodians: createCustodianStore(documents, table),
  jobs: createJobRequests(documents, environment.SYSTEM_TABLE),
  ...openMail(documents, environment),
};

const eventSchema = z.object({ work: z.enum(['chase', 'heal', 'tick']) });

/**
 * In the morning ARCO requests whose days are over lapse or are told, and originals past their deadline are asked for; every five
 * minutes receptions that stand still go on.
 */
export const handler = eventHandler({ log }, async (event, context): Promise<object> => {
  switch (eventSchema.parse(event).work) {
    case 'tick':
      return tickRequests({ ...deps, requests });
    case 'chase':
      return chaseOriginals({ ...deps, remainingMs: () => context.getRemainingTimeInMillis() });
    case 'heal':
      return { resumed: await resumeWork(deps, { task: RECEIVE_ORIGINALS, machine: longWorkMachine }, receptions) };
  }
});
