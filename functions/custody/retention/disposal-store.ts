import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createRecordStore, type RecordStore } from '../../../shared/store/record-store.ts';
import { type Disposal, disposalSchema } from './disposal.ts';

export type DisposalStore = RecordStore<Disposal>;

/** Disposals in the documents table, by state in index1. */
export const createDisposalStore = (client: DynamoDBDocumentClient, table: string): DisposalStore =>
  createRecordStore(client, table, {
    schema: disposalSchema,
    keyOf: (disposalId) => ({ PK: `DISPOSAL#${disposalId}`, SK: 'DISPOSAL' }),
    idOf: ({ disposalId }) => disposalId,
    index: 'index1',
    partitionOf: (state) => `DISPOSALS#${state.toUpperCase()}`,
    sortedBy: ({ proposedOn }) => proposedOn,
  });
