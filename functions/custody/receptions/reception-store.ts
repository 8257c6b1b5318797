import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { batchPut } from '../../../shared/store/batches.ts';
import { createRecordStore, type RecordStore } from '../../../shared/store/record-store.ts';
import {
  type EndedRow,
  endedRowSchema,
  type Reception,
  type ReceptionRow,
  receptionSchema,
  rowSchema,
} from './reception.ts';

/** Rows of an item, of a checkpoint, and of a page of the report. */
export const ROWS_OF_PART = 500;

export interface ReceptionStore extends RecordStore<Reception> {
  /** The list, put before the reception itself is. */
  putRows(receptionId: string, rows: readonly ReceptionRow[]): Promise<void>;
  /** Of a part, from 1 on; none behind the last. */
  rowsOf(receptionId: string, part: number): Promise<readonly ReceptionRow[]>;
  putEnded(receptionId: string, part: number, rows: readonly EndedRow[]): Promise<void>;
  endedOf(receptionId: string, part: number): Promise<readonly EndedRow[]>;
}

/** Receptions in the documents table; beside each SK `ROWS#<nnnn>` and `ENDED#<nnnn>`. Those under way are listed. */
export function createReceptionStore(client: DynamoDBDocumentClient, TableName: string): ReceptionStore {
  const partition = (receptionId: string) => `ORIGINALRECEPTION#${receptionId}`;
  const keyOf = (receptionId: string, list: string, part: number) => ({
    PK: partition(receptionId),
    SK: `${list}#${String(part).padStart(4, '0')}`,
  });
  const records = createRecordStore<Reception>(client, TableName, {
    schema: receptionSchema,
    keyOf: (receptionId) => ({ PK: partition(receptionId), SK: 'RECEPTION' }),
    idOf: ({ receptionId }) => receptionId,
    index: 'index1',
    partitionOf: (state) => (state === 'under-way' ? 'ORIGINALRECEPTIONS#UNDER-WAY' : undefined),
    sortedBy: ({ receivedOn }) => receivedOn,
  });
  async function partOf<Row>(receptionId: string, list: string, part: number, row: z.ZodType<Row>): Promise<Row[]> {
    const Key = keyOf(receptionId, list, part);
    const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item === undefined ? [] : z.object({ rows: z.array(row) }).parse(Item).rows;
  }
  return {
    ...records,
    putRows: (receptionId, rows) =>
      batchPut(
        client,
        TableName,
        Array.from({ length: Math.ceil(rows.length / ROWS_OF_PART) }, (_, index) => ({
          ...keyOf(receptionId, 'ROWS', index + 1),
          rows: rows.slice(index * ROWS_OF_PART, (index + 1) * ROWS_OF_PART),
        })),
      ),
    rowsOf: (receptionId, part) => partOf(receptionId, 'ROWS', part, rowSchema),
    putEnded: (receptionId, part, rows) =>
      batchPut(client, TableName, [{ ...keyOf(receptionId, 'ENDED', part), rows }]),
    endedOf: (receptionId, part) => partOf(receptionId, 'ENDED', part, endedRowSchema),
  };
}
