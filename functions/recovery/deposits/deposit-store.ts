import {
  type DynamoDBDocumentClient,
  GetCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { type IdempotencyItem, idempotencyKey, idempotencySchema } from '../../../shared/ledger/idempotency.ts';
import { queryAll, queryPage } from '../../../shared/store/pages.ts';
import { retryWithJitter } from '../../../shared/store/retry-with-jitter.ts';
import { isConditionFailure, isThrottled, isTransactionConflict } from '../../../shared/store/store-failures.ts';
import { depositKey, depositMovementKey, depositMovementsOfDay, depositsInStatus, INDEX_1 } from '../system-keys.ts';
import { type Deposit, type DepositStatus, depositSchema } from './deposit.ts';
import { type DepositMovement, depositMovementSchema } from './deposit-movement.ts';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

export interface DepositPage {
  readonly deposits: readonly Deposit[];
  readonly cursor: string | undefined;
}

export interface DepositStore {
  find(depositId: string): Promise<Deposit | undefined>;
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
  /** Deposits of one status by value date, `from` and `to` included, oldest first. */
  page(
    status: DepositStatus,
    range: {
      readonly from?: string | undefined;
      readonly to?: string | undefined;
      /** Exact amount, centavos. */
      readonly amount?: number | undefined;
    },
    page: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<DepositPage>;
  all(status: DepositStatus): AsyncGenerator<Deposit, void, undefined>;
  movementsOf(depositId: string): Promise<DepositMovement[]>;
}

/** Deposits in the system table (docs/access-patterns.md, recovery). */
export function createDepositStore(
  client: DynamoDBDocumentClient,
  tables: { readonly system: string; readonly idempotency: string },
): DepositStore {
  const TableName = tables.system;
  /** Nothing was written when it fails these two ways, so trying again is safe. */
  const write = (TransactItems: TransactItem[]) =>
    retryWithJitter(
      () => client.send(new TransactWriteCommand({ TransactItems })),
      (error) => isTransactionConflict(error) || isThrottled(error),
    );
  const movementPut = (movement: DepositMovement): TransactItem => ({
    Put: {
      TableName,
      Item: storedMovement(movement),
      ConditionExpression: 'attribute_not_exists(PK)',
    },
  });
  return {
    async find(depositId) {
      const found = await client.send(new GetCommand({ TableName, Key: depositKey(depositId), ConsistentRead: true }));
      return found.Item === undefined ? undefined : depositSchema.parse(found.Item);
    },

    async receive(deposit, movement, claim, claimKey) {
      const TransactItems: TransactItem[] = [
        claim,
        { Put: { TableName, Item: stored(deposit), ConditionExpression: 'attribute_not_exists(PK)' } },
        movementPut(movement),
      ];
      try {
        await write(TransactItems);
        return 'received';
      } catch (error) {
        if (!isConditionFailure(error, 0)) throw error;
        const Key = idempotencyKey('BANKROW', claimKey);
        const found = await client.send(new GetCommand({ TableName: tables.idempotency, Key, ConsistentRead: true }));
        return { taken: idempotencySchema.parse(found.Item) };
      }
    },

    async change(next, movement) {
      const put: TransactItem = {
        Put: {
          TableName,
          Item: stored(next),
          ConditionExpression: '#version = :before',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':before': next.version - 1 },
        },
      };
      const TransactItems = movement === undefined ? [put] : [put, movementPut(movement)];
      try {
        await write(TransactItems);
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },

    async page(status, { from, to, amount }, page) {
      // The store refuses a range that ends before it begins; it simply holds nothing.
      if (from !== undefined && to !== undefined && from > to) return { deposits: [], cursor: undefined };
      const { items, cursor } = await queryPage(
        client,
        {
          TableName,
          IndexName: INDEX_1,
          KeyConditionExpression: 'index1PK = :status AND index1SK BETWEEN :from AND :to',
          // '$' sorts after '#': the whole last day is inside.
          ExpressionAttributeValues: {
            ':status': depositsInStatus(status),
            ':from': from ?? '0',
            ':to': `${to ?? '9999-12-31'}$`,
            ...(amount !== undefined && { ':amount': amount }),
          },
          ...(amount !== undefined && { FilterExpression: 'amount = :amount' }),
        },
        page,
      );
      return { deposits: items.map((item) => depositSchema.parse(item)), cursor };
    },

    async *all(status) {
      const query = {
        TableName,
        IndexName: INDEX_1,
        KeyConditionExpression: 'index1PK = :status',
        ExpressionAttributeValues: { ':status': depositsInStatus(status) },
      };
      for await (const item of queryAll(client, query)) yield depositSchema.parse(item);
    },

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

function stored(deposit: Deposit): Record<string, unknown> {
  return {
    ...depositKey(deposit.depositId),
    ...deposit,
    index1PK: depositsInStatus(deposit.status),
    index1SK: `${deposit.valueDate}#${deposit.depositId}`,
  };
}
