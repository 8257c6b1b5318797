import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { queryAll, queryPage } from '../../../shared/store/pages.ts';
import { isConditionFailure } from '../../../shared/store/store-failures.ts';
import { bankReturnKey, bankReturnsInState, INDEX_1 } from '../system-keys.ts';
import { type BankReturn, type BankReturnState, bankReturnSchema } from './bank-return.ts';

export interface BankReturnStore {
  /** False: it is there already. */
  add(one: BankReturn): Promise<boolean>;
  find(returnId: string): Promise<BankReturn | undefined>;
  /** Replaces version `next.version - 1`. False: somebody changed it meanwhile. */
  change(next: BankReturn): Promise<boolean>;
  /** Oldest first. */
  page(
    state: BankReturnState,
    page: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<{ readonly returns: readonly BankReturn[]; readonly cursor: string | undefined }>;
  all(state: BankReturnState): AsyncGenerator<BankReturn, void, undefined>;
}

/** What the bank took back, in the system table (docs/access-patterns.md, recovery). */
export function createBankReturnStore(client: DynamoDBDocumentClient, TableName: string): BankReturnStore {
  const put = async (one: BankReturn): Promise<boolean> => {
    try {
      await client.send(
        new PutCommand({
          TableName,
          Item: {
            ...bankReturnKey(one.returnId),
            ...one,
            index1PK: bankReturnsInState(one.state),
            index1SK: `${one.recordedOn}#${one.returnId}`,
          },
          ConditionExpression: one.version === 1 ? 'attribute_not_exists(PK)' : '#version = :before',
          ...(one.version > 1 && {
            ExpressionAttributeNames: { '#version': 'version' },
            ExpressionAttributeValues: { ':before': one.version - 1 },
          }),
        }),
      );
      return true;
    } catch (error) {
      if (isConditionFailure(error)) return false;
      throw error;
    }
  };
  const inState = (state: BankReturnState) => ({
    TableName,
    IndexName: INDEX_1,
    KeyConditionExpression: 'index1PK = :state',
    ExpressionAttributeValues: { ':state': bankReturnsInState(state) },
  });
  return {
    add: put,
    change: put,
    async find(returnId) {
      const Key = bankReturnKey(returnId);
      const found = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return found.Item === undefined ? undefined : bankReturnSchema.parse(found.Item);
    },
    async page(state, page) {
      const { items, cursor } = await queryPage(client, inState(state), page);
      return { returns: items.map((item) => bankReturnSchema.parse(item)), cursor };
    },
    async *all(state) {
      for await (const item of queryAll(client, inState(state))) yield bankReturnSchema.parse(item);
    },
  };
}
