import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createRecordStore, type RecordStore } from '../../../shared/store/record-store.ts';
import { bankReturnKey, bankReturnsInState, INDEX_1 } from '../system-keys.ts';
import { type BankReturn, bankReturnSchema } from './bank-return.ts';

export type BankReturnStore = RecordStore<BankReturn>;

/** What the bank took back, in the system table (docs/access-patterns.md, recovery). */
export const createBankReturnStore = (client: DynamoDBDocumentClient, table: string): BankReturnStore =>
  createRecordStore(client, table, {
    schema: bankReturnSchema,
    keyOf: bankReturnKey,
    idOf: ({ returnId }) => returnId,
    index: INDEX_1,
    partitionOf: bankReturnsInState,
    sortedBy: ({ recordedOn }) => recordedOn,
  });
