import { randomUUID } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { createJobRequests, jobEventSchema } from '../../shared/jobs/job-request.ts';
import { longWorkMachine } from '../../shared/jobs/long-work-machine.ts';
import { resumeWork } from '../../shared/jobs/resume-work.ts';
import type { RunEnd } from '../../shared/jobs/run-work.ts';
import { readEntries } from '../../shared/ledger/read-ledger.ts';
import { createHeadScan } from '../../shared/ledger/scan-heads.ts';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { recoveryRestatePastEnvironment } from './environment.ts';
import { createRestatementStore, RESTATE_PAST } from './portfolio-past/portfolio-restatement.ts';
import { createRestatementObjects } from './portfolio-past/restatement-objects.ts';
import { runRestatement } from './portfolio-past/run-restatement.ts';
import { createObjectStore } from './reports/closing/object-store.ts';

const environment = recoveryRestatePastEnvironment.parse(process.env);
const { now, log } = openFunction('recovery-restate-past');
const documents = documentClient();
const entries = { entries: environment.ENTRIES_TABLE };
const deps = {
  restatements: createRestatementStore(documents, environment.SYSTEM_TABLE),
  objects: createRestatementObjects(createObjectStore(new S3Client({}), environment.REPORTS_BUCKET)),
  jobs: createJobRequests(documents, environment.SYSTEM_TABLE),
  scanHeads: createHeadScan(documents, environment.HEADS_TABLE),
  entriesOf: (noteId: string) => readEntries(documents, entries, noteId),
  clock: clockFrom(environment.CLOCK, now),
  newRunId: randomUUID,
  log,
};

const eventSchema = z.union([jobEventSchema, z.object({ work: z.literal('resume') })]);

/** A past day of the portfolio is to be restated or gone on with (shared/jobs), or the schedule looks whether one stands still. */
export const handler = eventHandler(
  { log },
  async (event, context): Promise<{ readonly end: RunEnd } | { readonly resumed: number }> => {
    const asked = eventSchema.parse(event);
    if ('work' in asked)
      return { resumed: await resumeWork(deps, { task: RESTATE_PAST, machine: longWorkMachine }, deps.restatements) };
    const remainingMs = () => context.getRemainingTimeInMillis();
    const { id: restatementId, name: delivery } = asked.job;
    return { end: await runRestatement({ ...deps, remainingMs }, { restatementId, delivery }) };
  },
);
