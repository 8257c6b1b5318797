import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createRecordStore, type RecordStore } from '../../../shared/store/record-store.ts';
import { type AgreementRecord, agreementSchema } from './agreement.ts';

export type AgreementStore = RecordStore<AgreementRecord>;

/** Agreements in the system table (docs/access-patterns.md, agreements). */
export const createAgreementStore = (client: DynamoDBDocumentClient, table: string): AgreementStore =>
  createRecordStore(client, table, {
    schema: agreementSchema,
    keyOf: (agreementId) => ({ PK: `AGREEMENT#${agreementId}`, SK: 'AGREEMENT' }),
    idOf: ({ agreementId }) => agreementId,
    index: 'index1',
    partitionOf: (state) => `AGREEMENTS#${state.toUpperCase()}`,
    sortedBy: ({ proposedOn }) => proposedOn,
  });
