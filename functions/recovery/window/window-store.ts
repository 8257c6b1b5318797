import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Office } from '../../../shared/institute/offices.ts';
import { conditional, IF_NEW } from '../../../shared/store/conditional.ts';
import { queryPage } from '../../../shared/store/pages.ts';
import { INDEX_1, windowDay, windowPaymentKey } from '../system-keys.ts';
import { type WindowPayment, windowPaymentSchema } from './window-payment.ts';

export interface WindowStore {
  find(folio: string): Promise<WindowPayment | undefined>;
  /** Keeps a payment. When the folio is there already, answers what is kept under it. */
  keep(payment: WindowPayment): Promise<WindowPayment>;
  /** Marks a payment that is still `taken` as cancelled. False: it was cancelled meanwhile. */
  cancel(cancelled: WindowPayment): Promise<boolean>;
  /** Payments of an office and day, cancelled ones included, by the instant of recording. */
  page(
    office: Office,
    date: string,
    page: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<{ readonly payments: readonly WindowPayment[]; readonly cursor: string | undefined }>;
}

/** Window payments in the system table (docs/access-patterns.md, recovery). */
export function createWindowStore(client: DynamoDBDocumentClient, TableName: string): WindowStore {
  const find = async (folio: string) => {
    const found = await client.send(new GetCommand({ TableName, Key: windowPaymentKey(folio), ConsistentRead: true }));
    return found.Item === undefined ? undefined : windowPaymentSchema.parse(found.Item);
  };
  return {
    find,
    async keep(payment) {
      const put = new PutCommand({ TableName, Item: stored(payment), ...IF_NEW });
      if (await conditional(() => client.send(put))) return payment;
      return (await find(payment.folio)) ?? payment;
    },
    async cancel(cancelled) {
      const put = new PutCommand({
        TableName,
        Item: stored(cancelled),
        ConditionExpression: '#state = :taken',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':taken': 'taken' },
      });
      return conditional(() => client.send(put));
    },
    async page(office, date, page) {
      const query = {
        TableName,
        IndexName: INDEX_1,
        KeyConditionExpression: 'index1PK = :day',
        ExpressionAttributeValues: { ':day': windowDay(office, date) },
      };
      const { items, cursor } = await queryPage(client, query, page);
      return { payments: items.map((item) => windowPaymentSchema.parse(item)), cursor };
    },
  };
}

function stored(payment: WindowPayment): Record<string, unknown> {
  return {
    ...windowPaymentKey(payment.folio),
    ...payment,
    index1PK: windowDay(payment.office, payment.recordedOn),
    index1SK: `${payment.recordedAt}#${payment.folio}`,
  };
}
