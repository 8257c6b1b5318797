import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { clockFrom } from '../../shared/calendar/clock.ts';
import { createJobRequests, jobEventSchema } from '../../shared/jobs/job-request.ts';
import { longWorkMachine } from '../../shared/jobs/long-work-machine.ts';
import { resumeWork } from '../../shared/jobs/resume-work.ts';
import { createDayEntries } from '../../shared/ledger/day-entries.ts';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { openSealer } from './cfdi/seal.ts';
import { invoicingStampEnvironment } from './environment.ts';
import { createGlobalRunStore, MAKE_GLOBAL_INVOICE } from './globals/global-run.ts';
import { followCancellation } from './invoices/cancel-invoice.ts';
import { followInvoices } from './invoices/follow-invoices.ts';
import { createInvoiceStore } from './invoices/invoice-store.ts';
import { CANCEL_INVOICE } from './invoices/invoice-tasks.ts';
import { stampInvoice } from './invoices/stamp-invoice.ts';
import { sweepReversed } from './invoices/sweep-reversed.ts';
import { createSweptDays } from './invoices/swept-days.ts';
import { openInvoiceVault } from './open-vault.ts';
import { pacSecret } from './pac/pac-secret.ts';
import { createSwPac } from './pac/sw-pac.ts';

/** A PAC that takes longer has an answer that is asked after later. */
const PAC_TIMEOUT_MS = 20_000;

const environment = invoicingStampEnvironment.parse(process.env);
const { now, log } = openFunction('invoicing-stamp');
const documents = documentClient();
const { DOCUMENTS_TABLE, SYSTEM_TABLE, PAC_URL, SAT_STATUS_URL } = environment;
const secret = pacSecret(new SecretsManagerClient({}), environment.PAC_SECRET, now);
const base = {
  log,
  clock: clockFrom(environment.CLOCK, now),
  invoices: createInvoiceStore(documents, DOCUMENTS_TABLE),
  vault: openInvoiceVault(documents, environment, now),
  jobs: createJobRequests(documents, SYSTEM_TABLE),
  sealer: async () => openSealer(await secret()),
};
const runs = createGlobalRunStore(documents, DOCUMENTS_TABLE);
const swept = createSweptDays(documents, DOCUMENTS_TABLE);
const entries = createDayEntries(documents, environment.ENTRIES_TABLE);

const eventSchema = z.union([jobEventSchema, z.object({ work: z.enum(['follow', 'sweep']) })]);

/** A CFDI is to be stamped or cancelled; every five minutes those that wait are taken up, and in the morning payments taken back are followed. */
export const handler = eventHandler({ log }, async (event, context): Promise<void> => {
  const asked = eventSchema.parse(event);
  if ('work' in asked && asked.work === 'sweep') {
    await sweepReversed({ ...base, swept, entries });
    return;
  }
  const { token } = await secret();
  const pac = createSwPac({ url: PAC_URL, satUrl: SAT_STATUS_URL, token, timeoutMs: PAC_TIMEOUT_MS });
  if ('job' in asked) {
    const { task, id } = asked.job;
    await (task === CANCEL_INVOICE ? followCancellation({ ...base, pac }, id) : stampInvoice({ ...base, pac }, id));
    return;
  }
  await resumeWork(base, { task: MAKE_GLOBAL_INVOICE, machine: longWorkMachine }, runs);
  await followInvoices({ ...base, pac, remainingMs: () => context.getRemainingTimeInMillis() });
});
