import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { officeSchema } from '../../../shared/institute/offices.ts';
import { workFields } from '../../../shared/jobs/long-work.ts';
import { createRecordStore, type RecordStore } from '../../../shared/store/record-store.ts';

export const MAKE_GLOBAL_INVOICE = 'make-global-invoice';

/** The making of an office's global invoices of a period, by runs. PK `GLOBALRUN#<globalId>`, SK `RUN`. */
export const globalRunSchema = z.object({
  ...workFields,
  globalId: z.string(),
  office: officeSchema,
  from: z.string(),
  until: z.string(),
  settingsId: z.string(),
  /** CFDIs made so far. */
  invoiceIds: z.array(z.string()),
  operations: z.int().nonnegative(),
  /** Of the period, not in it: with a CFDI of their own, or taken back. */
  ownInvoice: z.int().nonnegative(),
  reversed: z.int().nonnegative(),
});
export type GlobalRun = z.infer<typeof globalRunSchema>;
export type GlobalRunStore = RecordStore<GlobalRun>;

export const createGlobalRunStore = (client: DynamoDBDocumentClient, table: string): GlobalRunStore =>
  createRecordStore(client, table, {
    schema: globalRunSchema,
    keyOf: (globalId) => ({ PK: `GLOBALRUN#${globalId}`, SK: 'RUN' }),
    idOf: ({ globalId }) => globalId,
    index: 'index1',
    partitionOf: (state) => `GLOBALRUNS#${state.toUpperCase()}`,
    sortedBy: ({ from }) => from,
  });
