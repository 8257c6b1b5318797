import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { batchGet } from '../../../shared/store/batches.ts';
import { IF_NEW } from '../../../shared/store/conditional.ts';
import { queryAll, queryPage, type StoredItem } from '../../../shared/store/pages.ts';
import { createRecordStore, type RecordStore } from '../../../shared/store/record-store.ts';
import { type Original, originalSchema } from './original.ts';

interface Page {
  readonly limit: number;
  readonly cursor?: string | undefined;
}
interface OriginalsPage {
  readonly records: readonly Original[];
  readonly cursor: string | undefined;
}

export interface OriginalStore extends RecordStore<Original> {
  /** A paper that was never here, and where those of its file find it: both or none. False: the code is taken. */
  receive(first: Original): Promise<boolean>;
  /** Consistent; codes of nothing are left out. */
  findMany(labelCodes: readonly string[]): Promise<ReadonlyMap<string, Original>>;
  /** Of a file, whatever became of them. Consistent. */
  ofFile(fileId: string): Promise<Original[]>;
  /** What the records say is at a place, by code; from the index: what has just moved may show a moment longer. */
  pageAt(placeCode: string, page: Page): Promise<OriginalsPage>;
  codesAt(placeCode: string): AsyncGenerator<string, void, undefined>;
  countAt(placeCode: string): Promise<number>;
}

/**
 * Originals in the documents table: PK `ORIGINAL#<labelCode>`, SK `ORIGINAL`; by state in index1, those lent by the day on
 * which they are due back; by place in index2 while custody has them. Beside them PK `ORIGINALSOF#<fileId>`, SK the code.
 */
export function createOriginalStore(client: DynamoDBDocumentClient, TableName: string): OriginalStore {
  const placeKey = (placeCode: string) => `ORIGINALSAT#${placeCode}`;
  const keyOf = (labelCode: string) => ({ PK: `ORIGINAL#${labelCode}`, SK: 'ORIGINAL' });
  const records = createRecordStore<Original>(client, TableName, {
    schema: originalSchema,
    keyOf,
    idOf: ({ labelCode }) => labelCode,
    index: 'index1',
    partitionOf: (state) => `ORIGINALS#${state.toUpperCase()}`,
    sortedBy: ({ holder, receivedOn }) => (holder.type === 'party' ? holder.deadline : receivedOn),
    alsoListed: ({ holder, labelCode }) =>
      holder.type === 'custody' ? { index2PK: placeKey(holder.placeCode), index2SK: labelCode } : {},
  });
  const at = (placeCode: string): QueryCommandInput => ({
    TableName,
    IndexName: 'index2',
    KeyConditionExpression: 'index2PK = :place',
    ExpressionAttributeValues: { ':place': placeKey(placeCode) },
  });
  const parsed = (item: StoredItem): Original => originalSchema.parse(item);
  const findMany = async (labelCodes: readonly string[]) => {
    const items = await batchGet(client, TableName, labelCodes.map(keyOf), { consistent: true });
    return new Map(items.map(parsed).map((original) => [original.labelCode, original]));
  };
  return {
    ...records,
    receive(first) {
      const { fileId, labelCode } = first;
      if (fileId === null) return records.write(first);
      const Item = { PK: `ORIGINALSOF#${fileId}`, SK: labelCode };
      return records.write(first, [{ Put: { TableName, Item, ...IF_NEW } }]);
    },
    findMany,
    async ofFile(fileId) {
      const query = {
        TableName,
        KeyConditionExpression: 'PK = :file',
        ExpressionAttributeValues: { ':file': `ORIGINALSOF#${fileId}` },
        ConsistentRead: true,
      };
      const codes: string[] = [];
      for await (const { SK } of queryAll(client, query)) codes.push(String(SK));
      const found = await findMany(codes);
      return codes.flatMap((code) => found.get(code) ?? []);
    },
    async pageAt(placeCode, page) {
      const { items, cursor } = await queryPage(client, at(placeCode), page);
      return { records: items.map(parsed), cursor };
    },
    async *codesAt(placeCode) {
      const codes = queryAll(client, { ...at(placeCode), ProjectionExpression: 'index2SK' });
      for await (const { index2SK } of codes) yield String(index2SK);
    },
    async countAt(placeCode) {
      let count = 0;
      let ExclusiveStartKey: StoredItem | undefined;
      do {
        const answer = await client.send(new QueryCommand({ ...at(placeCode), Select: 'COUNT', ExclusiveStartKey }));
        count += answer.Count ?? 0;
        ExclusiveStartKey = answer.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
      return count;
    },
  };
}
