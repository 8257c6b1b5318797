import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { queryAll, queryPage } from '../../../shared/store/pages.ts';
import { isConditionFailure } from '../../../shared/store/store-failures.ts';
import { creditUseKey, creditUsesInStatus, INDEX_1 } from '../system-keys.ts';
import { type CreditUse, type CreditUseStatus, creditUseSchema } from './credit-use.ts';

export interface CreditUseStore {
  find(creditUseId: string): Promise<CreditUse | undefined>;
  /** Writes version 1, or replaces version `next.version - 1`. False: it is there already, or somebody changed it meanwhile. */
  write(next: CreditUse): Promise<boolean>;
  /** Oldest request first. */
  page(
    status: CreditUseStatus,
    page: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<{ readonly uses: readonly CreditUse[]; readonly cursor: string | undefined }>;
  all(status: CreditUseStatus): AsyncGenerator<CreditUse, void, undefined>;
}

/** Uses of credit in the system table (docs/access-patterns.md, recovery). */
export function createCreditUseStore(client: DynamoDBDocumentClient, TableName: string): CreditUseStore {
  const inStatus = (status: CreditUseStatus) => ({
    TableName,
    IndexName: INDEX_1,
    KeyConditionExpression: 'index1PK = :status',
    ExpressionAttributeValues: { ':status': creditUsesInStatus(status) },
  });
  return {
    async find(creditUseId) {
      const Key = creditUseKey(creditUseId);
      const found = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return found.Item === undefined ? undefined : creditUseSchema.parse(found.Item);
    },
    async write(next) {
      const before = next.version - 1;
      try {
        await client.send(
          new PutCommand({
            TableName,
            Item: {
              ...creditUseKey(next.creditUseId),
              ...next,
              index1PK: creditUsesInStatus(next.status),
              index1SK: `${next.requestedOn}#${next.creditUseId}`,
            },
            ConditionExpression: before === 0 ? 'attribute_not_exists(PK)' : '#version = :before',
            ...(before > 0 && {
              ExpressionAttributeNames: { '#version': 'version' },
              ExpressionAttributeValues: { ':before': before },
            }),
          }),
        );
        return true;
      } catch (error) {
        if (isConditionFailure(error)) return false;
        throw error;
      }
    },
    async page(status, page) {
      const { items, cursor } = await queryPage(client, inStatus(status), page);
      return { uses: items.map((item) => creditUseSchema.parse(item)), cursor };
    },
    async *all(status) {
      for await (const item of queryAll(client, inStatus(status))) yield creditUseSchema.parse(item);
    },
  };
}
