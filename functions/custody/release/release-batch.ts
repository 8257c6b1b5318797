import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { officeSchema } from '../../../shared/institute/offices.ts';
import { workFields } from '../../../shared/jobs/long-work.ts';
import { storedDate } from '../../../shared/ledger/event-schema.ts';
import { createRecordStore, type RecordStore } from '../../../shared/store/record-store.ts';

/** The task of custody-letters: one more run over a batch. */
export const RELEASE_BATCH = 'release-batch';

/** Files of a batch: their letters are one PDF. */
export const MOST_FILES = 1_000;

export const BATCH_ENDS_ES = {
  issued: 'Con carta',
  'debt-not-ended': 'Debe todavía, o tiene pagos que no son firmes',
  'file-unknown': 'El expediente no existe o no es de la oficina',
} as const;
export type BatchEnd = keyof typeof BATCH_ENDS_ES;
export const BATCH_ENDS = Object.keys(BATCH_ENDS_ES).filter((key): key is BatchEnd => key in BATCH_ENDS_ES);

/** Letters of release of many files, asked for at once, by runs (shared/jobs): 40 bytes a file and 60 an end. */
export const releaseBatchSchema = z.object({
  ...workFields,
  batchId: z.string(),
  office: officeSchema,
  requestedOn: storedDate,
  requestedBy: z.string(),
  fileIds: z.array(z.string()),
  /** Of the files that are done, in their order: the checkpoint. */
  ends: z.array(z.object({ end: z.enum(BATCH_ENDS), releaseId: z.string().nullable() })),
  /** All letters as one PDF, in the vault; null until it is there, or none was issued. */
  documentId: z.string().nullable(),
});
export type ReleaseBatch = z.output<typeof releaseBatchSchema>;

export type ReleaseBatchStore = RecordStore<ReleaseBatch>;

/** Batches in the documents table; those under way are listed. */
export const createReleaseBatchStore = (client: DynamoDBDocumentClient, table: string): ReleaseBatchStore =>
  createRecordStore<ReleaseBatch>(client, table, {
    schema: releaseBatchSchema,
    keyOf: (batchId) => ({ PK: `RELEASEBATCH#${batchId}`, SK: 'BATCH' }),
    idOf: ({ batchId }) => batchId,
    index: 'index1',
    partitionOf: (state) => (state === 'under-way' ? 'RELEASEBATCHES#UNDER-WAY' : undefined),
    sortedBy: ({ requestedOn }) => requestedOn,
  });
