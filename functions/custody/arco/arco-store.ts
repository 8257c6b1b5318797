import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { queryAll } from '../../../shared/store/pages.ts';
import { createRecordStore, type RecordStore } from '../../../shared/store/record-store.ts';
import { type ArcoRequest, arcoRequestSchema, dueOn } from './arco-request.ts';

export interface ArcoStore extends RecordStore<ArcoRequest> {
  /** Of a file, oldest first; from the index: what has just come may show a moment later. */
  ofFile(fileId: string): Promise<ArcoRequest[]>;
}

/** ARCO requests in the documents table: by state in index1, what is due first before; by file in index2. */
export function createArcoStore(client: DynamoDBDocumentClient, TableName: string): ArcoStore {
  const ofFile = (fileId: string) => `ARCOOF#${fileId}`;
  const records = createRecordStore<ArcoRequest>(client, TableName, {
    schema: arcoRequestSchema,
    keyOf: (requestId) => ({ PK: `ARCO#${requestId}`, SK: 'ARCO' }),
    idOf: ({ requestId }) => requestId,
    index: 'index1',
    partitionOf: (state) => `ARCOREQUESTS#${state.toUpperCase()}`,
    sortedBy: (request) => dueOn(request) ?? request.receivedOn,
    alsoListed: ({ fileId, receivedOn, requestId }) => ({
      index2PK: ofFile(fileId),
      index2SK: `${receivedOn}#${requestId}`,
    }),
  });
  return {
    ...records,
    async ofFile(fileId) {
      const query = {
        TableName,
        IndexName: 'index2',
        KeyConditionExpression: 'index2PK = :file',
        ExpressionAttributeValues: { ':file': ofFile(fileId) },
      };
      const found: ArcoRequest[] = [];
      for await (const item of queryAll(client, query)) found.push(arcoRequestSchema.parse(item));
      return found;
    },
  };
}

/** Whether somebody still waits for something of it. */
export const isOpenRequest = (request: ArcoRequest): boolean => dueOn(request) !== null;
