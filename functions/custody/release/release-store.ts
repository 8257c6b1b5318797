import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { queryAll } from '../../../shared/store/pages.ts';
import { createRecordStore, type RecordStore } from '../../../shared/store/record-store.ts';
import { type Release, releaseSchema } from './release.ts';

export interface ReleaseStore extends RecordStore<Release> {
  /** Of a file, oldest first; from the index: what has just been asked for may show a moment later. */
  ofFile(fileId: string): Promise<Release[]>;
}

/** Releases in the documents table: by state in index1, by file in index2. */
export function createReleaseStore(client: DynamoDBDocumentClient, TableName: string): ReleaseStore {
  const ofFile = (fileId: string) => `RELEASESOF#${fileId}`;
  const records = createRecordStore<Release>(client, TableName, {
    schema: releaseSchema,
    keyOf: (releaseId) => ({ PK: `RELEASE#${releaseId}`, SK: 'RELEASE' }),
    idOf: ({ releaseId }) => releaseId,
    index: 'index1',
    partitionOf: (state) => `RELEASES#${state.toUpperCase()}`,
    sortedBy: ({ requestedOn }) => requestedOn,
    alsoListed: ({ fileId, requestedOn, releaseId }) => ({
      index2PK: ofFile(fileId),
      index2SK: `${requestedOn}#${releaseId}`,
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
      const found: Release[] = [];
      for await (const item of queryAll(client, query)) found.push(releaseSchema.parse(item));
      return found;
    },
  };
}
