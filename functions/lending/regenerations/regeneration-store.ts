import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createRecordStore, type RecordStore } from '../../../shared/store/record-store.ts';
import { type Regeneration, regenerationSchema } from './regeneration.ts';

export type RegenerationStore = RecordStore<Regeneration>;

/** Regenerations in the system table (docs/access-patterns.md, regenerations). */
export const createRegenerationStore = (client: DynamoDBDocumentClient, table: string): RegenerationStore =>
  createRecordStore(client, table, {
    schema: regenerationSchema,
    keyOf: (id) => ({ PK: `REGENERATION#${id}`, SK: 'REGENERATION' }),
    idOf: ({ regenerationId }) => regenerationId,
    index: 'index1',
    partitionOf: (state) => `REGENERATIONS#${state.toUpperCase()}`,
    sortedBy: ({ proposedOn }) => proposedOn,
  });
