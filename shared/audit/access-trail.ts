import { randomUUID } from 'node:crypto';
import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { batchPut } from '../store/batches.ts';
import { type Access, type Accessed, accessSchema, SEARCH } from './access.ts';

/** Newest first; `before` is the place of the last one seen. Of the places from `from` to `to`, which begin with an instant. */
export interface AccessPage {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly before?: string | undefined;
  readonly limit: number;
}

/** One access and its place among all: give it as `before` to go on behind it. */
export interface PlacedAccess {
  readonly place: string;
  readonly access: Access;
}

export interface AccessTrail {
  /** Notes what a request read or wrote of these records: one call for up to 25. Throws when it could not be noted. */
  note(accessed: Accessed, recordIds: readonly string[]): Promise<void>;
  /** Who read or changed a record. Consistent. */
  ofRecord(recordId: string, page: AccessPage): Promise<readonly PlacedAccess[]>;
  /** What somebody read or changed, from the index. */
  ofReader(reader: string, page: AccessPage): Promise<readonly PlacedAccess[]>;
}

const recordPartition = (recordId: string) => `ACCESS#RECORD#${recordId}`;
const readerPartition = (reader: string) => `ACCESS#READER#${reader}`;

/**
 * Accesses in the system table: PK `ACCESS#RECORD#<id>`, SK `<instant>#<random>`, in index1 under the reader. Nothing
 * changes or deletes them. 2 WRU a record with the index.
 */
export function createAccessTrail(client: DynamoDBDocumentClient, TableName: string): AccessTrail {
  const query = async (partition: string, on: { pk: string; sk: string; IndexName?: string }, page: AccessPage) => {
    const { from = '0', to = '9', before, limit } = page;
    const last = before !== undefined && before < to ? before : to;
    if (from > last) return [];
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName,
        ...(on.IndexName === undefined ? { ConsistentRead: true } : { IndexName: on.IndexName }),
        KeyConditionExpression: `${on.pk} = :partition AND ${on.sk} BETWEEN :from AND :last`,
        ExpressionAttributeValues: { ':partition': partition, ':from': from, ':last': last },
        ScanIndexForward: false,
        // One more than asked for: the place that was seen is inside the range.
        Limit: limit + 1,
      }),
    );
    return Items.map((item) => ({ place: String(item[on.sk]), access: accessSchema.parse(item) }))
      .filter(({ place }) => place !== before)
      .slice(0, limit);
  };
  return {
    async note(accessed, recordIds) {
      const items = recordIds.map((recordId) => {
        const place = `${accessed.at}#${randomUUID()}`;
        const { searched, ...rest } = accessed;
        return {
          PK: recordPartition(recordId),
          SK: place,
          ...rest,
          ...(recordId === SEARCH && { searched }),
          recordId,
          index1PK: readerPartition(accessed.reader),
          index1SK: place,
        };
      });
      if (items.length > 0) await batchPut(client, TableName, items);
    },
    ofRecord: (recordId, page) => query(recordPartition(recordId), { pk: 'PK', sk: 'SK' }, page),
    ofReader: (reader, page) =>
      query(readerPartition(reader), { pk: 'index1PK', sk: 'index1SK', IndexName: 'index1' }, page),
  };
}
