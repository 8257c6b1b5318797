import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createRecordStore, type RecordStore } from '../../../shared/store/record-store.ts';
import { type Review, reviewSchema } from './review.ts';

export type ReviewStore = RecordStore<Review>;

/** Reviews in the system table (docs/access-patterns.md, access). */
export const createReviewStore = (client: DynamoDBDocumentClient, table: string): ReviewStore =>
  createRecordStore(client, table, {
    schema: reviewSchema,
    keyOf: (quarter) => ({ PK: `ACCESSREVIEW#${quarter}`, SK: 'REVIEW' }),
    idOf: ({ quarter }) => quarter,
    index: 'index1',
    partitionOf: (state) => `ACCESSREVIEWS#${state.toUpperCase()}`,
    sortedBy: ({ openedOn }) => openedOn,
  });
