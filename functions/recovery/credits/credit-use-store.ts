import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createRecordStore, type RecordStore } from '../../../shared/store/record-store.ts';
import { creditUseKey, creditUsesInState, INDEX_1 } from '../system-keys.ts';
import { type CreditUse, creditUseSchema } from './credit-use.ts';

export type CreditUseStore = RecordStore<CreditUse>;

/** Uses of credit in the system table (docs/access-patterns.md, recovery). */
export const createCreditUseStore = (client: DynamoDBDocumentClient, table: string): CreditUseStore =>
  createRecordStore(client, table, {
    schema: creditUseSchema,
    keyOf: creditUseKey,
    idOf: ({ creditUseId }) => creditUseId,
    index: INDEX_1,
    partitionOf: creditUsesInState,
    sortedBy: ({ requestedOn }) => requestedOn,
  });
