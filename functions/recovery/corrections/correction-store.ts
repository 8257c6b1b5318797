import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createRecordStore, type RecordStore } from '../../../shared/store/record-store.ts';
import { correctionKey, correctionsInState, INDEX_1 } from '../system-keys.ts';
import { type Correction, correctionSchema } from './correction.ts';

export type CorrectionStore = RecordStore<Correction>;

/** Corrections of payments in the system table (docs/access-patterns.md, recovery). */
export const createCorrectionStore = (client: DynamoDBDocumentClient, table: string): CorrectionStore =>
  createRecordStore(client, table, {
    schema: correctionSchema,
    keyOf: correctionKey,
    idOf: ({ correctionId }) => correctionId,
    index: INDEX_1,
    partitionOf: correctionsInState,
    sortedBy: ({ requestedOn }) => requestedOn,
  });
