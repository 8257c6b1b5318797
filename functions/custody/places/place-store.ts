import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createRecordStore, type RecordStore } from '../../../shared/store/record-store.ts';
import { type Place, placeSchema } from './place.ts';

export type PlaceStore = RecordStore<Place>;

/** Places in the documents table; in the index by state they are sorted by office. */
export const createPlaceStore = (client: DynamoDBDocumentClient, table: string): PlaceStore =>
  createRecordStore(client, table, {
    schema: placeSchema,
    keyOf: (placeCode) => ({ PK: `CUSTODYPLACE#${placeCode}`, SK: 'PLACE' }),
    idOf: ({ placeCode }) => placeCode,
    index: 'index1',
    partitionOf: (state) => `CUSTODYPLACES#${state.toUpperCase()}`,
    sortedBy: ({ office }) => office,
  });
