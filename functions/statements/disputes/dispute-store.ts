import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { findRequest } from '../../../shared/jobs/job-request.ts';
import { queryAll } from '../../../shared/store/pages.ts';
import { createRecordStore, type RecordStore } from '../../../shared/store/record-store.ts';
import { askedDisputeOf, DISSENT_TASK, RECEIVE_TASK } from './asked-dispute.ts';
import { type Dispute, disputeSchema, type ToldDispute, toldDisputeSchema, toldOf } from './dispute.ts';

export type DisputeStore = RecordStore<Dispute>;

/** Disputes in the system table (docs/access-patterns.md, statements), for whoever only reads them. */
export const readDisputes = (client: DynamoDBDocumentClient, system: string): Pick<DisputeStore, 'find'> =>
  disputesIn(client, system);

const disputesIn = (client: DynamoDBDocumentClient, system: string): DisputeStore =>
  createRecordStore(client, system, {
    schema: disputeSchema,
    keyOf: (disputeId) => ({ PK: `DISPUTE#${disputeId}`, SK: 'DISPUTE' }),
    idOf: ({ disputeId }) => disputeId,
    index: 'index1',
    partitionOf: (state) => `DISPUTES#${state.toUpperCase()}`,
    sortedBy: ({ answerBy }) => answerBy,
  });

/** The same; each write is one transaction with what their persons read of them in the links table. */
export function createDisputeStore(
  client: DynamoDBDocumentClient,
  tables: { readonly system: string; readonly links: string },
): DisputeStore {
  const kept = disputesIn(client, tables.system);
  return {
    ...kept,
    write: (next, alongside = []) => {
      const told = toldOf(next);
      const Item = { ...toldKey(told.fileId, told.disputeId), ...told };
      return kept.write(next, [...alongside, { Put: { TableName: tables.links, Item } }]);
    },
  };
}

export interface ToldDisputes {
  /** In no order. One Query. */
  ofFile(fileId: string): Promise<readonly ToldDispute[]>;
  find(fileId: string, disputeId: string): Promise<ToldDispute | undefined>;
  /** Whether such a dispute of the file was presented, and is kept or about to be. */
  isAsked(fileId: string, disputeId: string): Promise<boolean>;
  /** Whether its person said that the answer is not right, and that is kept or about to be. */
  isDissentAsked(disputeId: string): Promise<boolean>;
}

/** Disputes as their persons read them; what the contact guard asks before anybody is called. */
export function createToldDisputes(client: DynamoDBDocumentClient, TableName: string): ToldDisputes {
  return {
    async ofFile(fileId) {
      const found: ToldDispute[] = [];
      const query = {
        TableName,
        KeyConditionExpression: 'PK = :file AND begins_with(SK, :disputes)',
        ExpressionAttributeValues: { ':file': `FILE#${fileId}`, ':disputes': 'DISPUTE#' },
        ConsistentRead: true,
      };
      for await (const item of queryAll(client, query)) found.push(toldDisputeSchema.parse(item));
      return found;
    },
    async find(fileId, disputeId) {
      const Key = toldKey(fileId, disputeId);
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item === undefined ? undefined : toldDisputeSchema.parse(Item);
    },
    async isAsked(fileId, disputeId) {
      const request = await findRequest(client, TableName, { task: RECEIVE_TASK, id: disputeId, name: 'ask' });
      return request !== undefined && askedDisputeOf(request.input).fileId === fileId;
    },
    isDissentAsked: async (disputeId) =>
      (await findRequest(client, TableName, { task: DISSENT_TASK, id: disputeId, name: 'dissent' })) !== undefined,
  };
}

const toldKey = (fileId: string, disputeId: string) => ({ PK: `FILE#${fileId}`, SK: `DISPUTE#${disputeId}` });
