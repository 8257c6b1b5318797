import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createRecordStore, type RecordStore } from '../../../shared/store/record-store.ts';
import { type PayoffQuote, payoffQuoteSchema } from './payoff-quote.ts';

export type PayoffStore = RecordStore<PayoffQuote>;

/** Quotes in the system table, by folio; none is listed (docs/access-patterns.md, agreements). */
export const createPayoffStore = (client: DynamoDBDocumentClient, table: string): PayoffStore =>
  createRecordStore(client, table, {
    schema: payoffQuoteSchema,
    keyOf: (folio) => ({ PK: `PAYOFFQUOTE#${folio}`, SK: 'QUOTE' }),
    idOf: ({ folio }) => folio,
    index: 'index1',
    partitionOf: () => undefined,
    sortedBy: ({ issuedOn }) => issuedOn,
  });
