import { type DynamoDBDocumentClient, GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { type IdempotencyItem, idempotencyKey, idempotencySchema } from '../../../shared/ledger/idempotency.ts';
import { IF_NEW, withoutConflict } from '../../../shared/store/conditional.ts';
import { queryPage } from '../../../shared/store/pages.ts';
import { createRecordStore, type RecordStore, type TransactItem } from '../../../shared/store/record-store.ts';
import { isConditionFailure } from '../../../shared/store/store-failures.ts';
import { depositKey, depositMovementKey, depositMovementsOfDay, depositsInState, INDEX_1 } from '../system-keys.ts';
import { type Deposit, depositSchema } from './deposit.ts';
import { type DepositMovement, depositMovementSchema } from './deposit-movement.ts';

export interface DepositStore extends Pick<RecordStore<Deposit>, 'idOf' | 'find' | 'page' | 'all'> {
  /**
   * A new deposit with its first movement and the claim of its bank row, all or nothing.
   * `taken`: the claim was used before; the item of the first use is given.
   */
  receive(
    deposit: Deposit,
    movement: DepositMovement,
    claim: TransactItem,
    claimKey: string,
  ): Promise<'received' | { readonly taken: IdempotencyItem }>;
  /** Replaces version `next.version - 1`, with the movement when money moved. False: somebody changed it meanwhile. */
  change(next: Deposit, movement?: DepositMovement): Promise<boolean>;
  movementsOf(depositId: string): Promise<DepositMovement[]>;
}

/** Deposits in the system table (docs/access-patterns.md, recovery). */
export function createDepositStore(
  client: DynamoDBDocumentClient,
  { system: TableName, idempotency }: { readonly system: string; readonly idempotency: string },
): DepositStore {
  const records = createRecordStore<Deposit>(client, TableName, {
    schema: depositSchema,
    keyOf: depositKey,
    idOf: ({ depositId }) => depositId,
    index: INDEX_1,
    partitionOf: depositsInState,
    sortedBy: ({ valueDate }) => valueDate,
  });
  const movementPut = (movement: DepositMovement): TransactItem => ({
    Put: { TableName, Item: storedMovement(movement), ...IF_NEW },
  });
  return {
    idOf: records.idOf,
    find: records.find,
    page: records.page,
    all: records.all,

    async receive(deposit, movement, claim, claimKey) {
      const TransactItems = [claim, records.put(deposit), movementPut(movement)];
      try {
        await withoutConflict(() => client.send(new TransactWriteCommand({ TransactItems })));
        return 'received';
      } catch (error) {
        if (!isConditionFailure(error, 0)) throw error;
        const Key = idempotencyKey('BANKROW', claimKey);
        const found = await client.send(new GetCommand({ TableName: idempotency, Key, ConsistentRead: true }));
        return { taken: idempotencySchema.parse(found.Item) };
      }
    },

    change: (next, movement) => records.write(next, movement === undefined ? [] : [movementPut(movement)]),

    async movementsOf(depositId) {
      const { items } = await queryPage(
        client,
        {
          TableName,
          KeyConditionExpression: 'PK = :deposit AND begins_with(SK, :moves)',
          ExpressionAttributeValues: { ':deposit': depositKey(depositId).PK, ':moves': 'MOVE#' },
        },
        { limit: 200 },
      );
      return items.map((item) => depositMovementSchema.parse(item));
    },
  };
}

function storedMovement(movement: DepositMovement): Record<string, unknown> {
  const key = depositMovementKey(movement.depositId, movement.seq);
  const index = { index1PK: depositMovementsOfDay(movement.recordedOn), index1SK: `${key.PK}#${key.SK}` };
  return { ...key, ...movement, ...index };
}
