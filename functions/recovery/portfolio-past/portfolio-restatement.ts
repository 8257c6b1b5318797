import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { workFields } from '../../../shared/jobs/long-work.ts';
import { storedDate } from '../../../shared/ledger/event-schema.ts';
import { createRecordStore, type RecordStore } from '../../../shared/store/record-store.ts';
import { INDEX_1, restatementKey, restatementsInState } from '../system-keys.ts';

/** The task of recovery-restate-past: one more run over a restatement. */
export const RESTATE_PAST = 'restate-past';

/** The whole portfolio as of a past value date, as known on a past recorded date; its figures are objects (restatement-objects.ts). */
export const portfolioRestatementSchema = z.object({
  ...workFields,
  restatementId: z.string(),
  asOf: storedDate,
  knownOn: storedDate,
  /** Whether all that was ever recorded by `knownOn` was there when it was asked: that day was over. */
  isFinal: z.boolean(),
  /** Version of the fold by whose rules it is replayed; it was not kept before the fourth. */
  fold: z.int().default(3),
  /** Parts of the portfolio, and how many of them are kept: the checkpoint. */
  segments: z.int().positive(),
  segmentsDone: z.int().nonnegative(),
  notes: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  /** Of the object with its figures, once it is done. */
  sha256: z.string().nullable(),
});
export type PortfolioRestatement = z.infer<typeof portfolioRestatementSchema>;

export type RestatementStore = RecordStore<PortfolioRestatement>;

/** Restatements in the system table, by id and by state. */
export const createRestatementStore = (client: DynamoDBDocumentClient, table: string): RestatementStore =>
  createRecordStore(client, table, {
    schema: portfolioRestatementSchema,
    keyOf: restatementKey,
    idOf: ({ restatementId }) => restatementId,
    index: INDEX_1,
    partitionOf: restatementsInState,
    sortedBy: ({ asOf }) => asOf,
  });
