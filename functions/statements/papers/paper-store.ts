import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { batchGet } from '../../../shared/store/batches.ts';
import { queryAll } from '../../../shared/store/pages.ts';
import { createRecordStore, type RecordStore } from '../../../shared/store/record-store.ts';
import { type Paper, paperSchema } from './paper.ts';

export interface PaperStore extends Pick<RecordStore<Paper>, 'find' | 'write'> {
  /** Its first write, with what finds it by its file. False: it is there already. */
  begin(paper: Paper): Promise<boolean>;
  /** Papers of a file, newest first. */
  ofFile(fileId: string): Promise<Paper[]>;
}

const located = z.object({ folio: z.string() });

/** Statements on paper in the links table: the public functions write no other (docs/access-patterns.md, statements). */
export function createPaperStore(client: DynamoDBDocumentClient, TableName: string): PaperStore {
  const keyOf = (folio: string) => ({ PK: `FOLIO#${folio}`, SK: 'PDF' });
  const records = createRecordStore<Paper>(client, TableName, {
    schema: paperSchema,
    keyOf,
    idOf: ({ folio }) => folio,
    // Nothing of this table is listed by state: it has no index.
    index: 'none',
    partitionOf: () => undefined,
    sortedBy: ({ on }) => on,
  });
  return {
    find: records.find,
    write: (next) => records.write(next),
    begin: (paper) => {
      const { fileId, issuedAt, folio } = paper;
      const listed = { PK: `FILE#${fileId}`, SK: `PDF#${issuedAt}#${folio}`, folio };
      return records.write(paper, [{ Put: { TableName, Item: listed } }]);
    },
    async ofFile(fileId) {
      const folios: string[] = [];
      const query = {
        TableName,
        KeyConditionExpression: 'PK = :file AND begins_with(SK, :prefix)',
        ExpressionAttributeValues: { ':file': `FILE#${fileId}`, ':prefix': 'PDF#' },
        ConsistentRead: true,
      };
      for await (const item of queryAll(client, query)) folios.push(located.parse(item).folio);
      const items = await batchGet(client, TableName, folios.map(keyOf), { consistent: true });
      return items.map((item) => paperSchema.parse(item)).toSorted((a, b) => (a.issuedAt > b.issuedAt ? -1 : 1));
    },
  };
}
