import { randomUUID } from 'node:crypto';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { createJobRequests, jobEventSchema } from '../../shared/jobs/job-request.ts';
import type { RunEnd } from '../../shared/jobs/run-work.ts';
import { createDayEntries } from '../../shared/ledger/day-entries.ts';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { invoicingGlobalEnvironment } from './environment.ts';
import { createGlobalRunStore } from './globals/global-run.ts';
import { makeGlobal } from './globals/make-global.ts';
import { createInvoiceStore } from './invoices/invoice-store.ts';
import { createFiscalSettingsStore } from './settings/fiscal-settings-store.ts';

/** A record of so many lines is some 150 KB, under what an item takes, and its XML some 500 KB. */
const MOST_OPERATIONS = 500;

const environment = invoicingGlobalEnvironment.parse(process.env);
const { now, log } = openFunction('invoicing-global');
const documents = documentClient();
const jobs = createJobRequests(documents, environment.SYSTEM_TABLE);
const deps = {
  ...{ log, jobs, items: jobs, newRunId: randomUUID, mostOperations: MOST_OPERATIONS },
  clock: clockFrom(environment.CLOCK, now),
  runs: createGlobalRunStore(documents, environment.DOCUMENTS_TABLE),
  invoices: createInvoiceStore(documents, environment.DOCUMENTS_TABLE),
  settings: createFiscalSettingsStore(documents, environment.DOCUMENTS_TABLE),
  entries: createDayEntries(documents, environment.ENTRIES_TABLE),
};

/** The global invoice of an office and a period was asked for. */
export const handler = eventHandler({ log }, (event, context): Promise<RunEnd> => {
  const { id: globalId, name } = jobEventSchema.parse(event).job;
  const remainingMs = () => context.getRemainingTimeInMillis();
  return makeGlobal({ ...deps, remainingMs }, { globalId, delivery: name });
});
