import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { CalendarDate } from '../../shared/calendar/calendar-date.ts';
import { productPartition, productVersionKey, VERSION_PREFIX } from '../../shared/register/register-keys.ts';
import { conditional, IF_NEW } from '../../shared/store/conditional.ts';
import { queryAll } from '../../shared/store/pages.ts';
import type { RegisterTable } from './create-records.ts';
import { type ProductVersion, productVersionSchema } from './product.ts';

/** Product versions in the register. A version, once stored, never changes: signed notes depend on it. */
export type ProductStore = ReturnType<typeof productStore>;

export function productStore(table: RegisterTable) {
  return {
    /** False when a version with that first day exists: then nothing was written. */
    async define(version: ProductVersion): Promise<boolean> {
      const command = new PutCommand({
        TableName: table.tableName,
        Item: { ...productVersionKey(version.product, version.appliesFrom), ...version },
        ...IF_NEW,
      });
      return conditional(() => table.documents.send(command));
    },

    async find(product: string, appliesFrom: CalendarDate): Promise<ProductVersion | undefined> {
      const Key = productVersionKey(product, appliesFrom);
      const { Item } = await table.documents.send(
        new GetCommand({ TableName: table.tableName, Key, ConsistentRead: true }),
      );
      return Item === undefined ? undefined : productVersionSchema.parse(Item);
    },

    /** The version that applies to a note signed on `date`: the latest that began on it or before. */
    async inForce(product: string, date: CalendarDate): Promise<ProductVersion | undefined> {
      const { Items = [] } = await table.documents.send(
        new QueryCommand({
          TableName: table.tableName,
          KeyConditionExpression: 'PK = :product AND SK BETWEEN :first AND :last',
          ExpressionAttributeValues: {
            ':product': productPartition(product),
            ':first': VERSION_PREFIX,
            ':last': `${VERSION_PREFIX}${date}`,
          },
          ScanIndexForward: false,
          Limit: 1,
          ConsistentRead: true,
        }),
      );
      return Items[0] === undefined ? undefined : productVersionSchema.parse(Items[0]);
    },

    /** Every version, oldest first. */
    async versions(product: string): Promise<ProductVersion[]> {
      const query = {
        TableName: table.tableName,
        KeyConditionExpression: 'PK = :product AND begins_with(SK, :version)',
        ExpressionAttributeValues: { ':product': productPartition(product), ':version': VERSION_PREFIX },
      };
      const found: ProductVersion[] = [];
      for await (const item of queryAll(table.documents, query)) found.push(productVersionSchema.parse(item));
      return found;
    },
  };
}
