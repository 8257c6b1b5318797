import { gunzipSync, gzipSync } from 'node:zlib';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { conditionalOnce } from '../../../shared/store/conditional.ts';
import { queryPage } from '../../../shared/store/pages.ts';
import { createRecordStore, type RecordStore, type TransactItem } from '../../../shared/store/record-store.ts';
import { type Invoice, invoiceSchema, stampKeyOf } from './invoice.ts';

const holderSchema = z.object({ invoiceId: z.string() });

export interface InvoiceStore extends RecordStore<Invoice> {
  /** Those of a file, oldest first; from the index. */
  ofFile(
    fileId: string,
    page: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<{ readonly records: readonly Invoice[]; readonly cursor: string | undefined }>;
  /** Which CFDI covers a payment's part; it may be over since. */
  holderOf(partId: string): Promise<string | undefined>;
  /** Takes a payment's part for a CFDI, from nobody or from `before`, for a transaction. */
  holding(partId: string, invoiceId: string, before: string | undefined): TransactItem;
  /** The same by itself. False: another took it meanwhile. */
  hold(partId: string, invoiceId: string, before: string | undefined): Promise<boolean>;
  /** The sealed bytes, for the transaction that notes the seal. */
  sealedItem(invoice: Invoice, xml: string): TransactItem;
  sealedXml(invoice: Invoice): Promise<string | undefined>;
}

/** CFDIs, and which payment each covers (docs/access-patterns.md, invoicing). */
export function createInvoiceStore(client: DynamoDBDocumentClient, TableName: string): InvoiceStore {
  const records = createRecordStore<Invoice>(client, TableName, {
    schema: invoiceSchema,
    keyOf: (invoiceId) => ({ PK: `INVOICE#${invoiceId}`, SK: 'INVOICE' }),
    idOf: ({ invoiceId }) => invoiceId,
    index: 'index1',
    partitionOf: (state) => `INVOICES#${state.toUpperCase()}`,
    sortedBy: ({ requestedOn }) => requestedOn,
    alsoListed: ({ fileId, invoiceId, requestedOn }): Record<string, string> =>
      fileId === null ? {} : { index2PK: `INVOICESOFFILE#${fileId}`, index2SK: `${requestedOn}#${invoiceId}` },
  });
  const holderKey = (partId: string) => ({ PK: `INVOICEDPAYMENT#${partId}`, SK: 'HOLDER' });
  const sealKey = (invoice: Invoice) => ({ PK: `INVOICE#${invoice.invoiceId}`, SK: `SEALED#${stampKeyOf(invoice)}` });
  const holderPut = (partId: string, invoiceId: string, before: string | undefined) => ({
    TableName,
    Item: { ...holderKey(partId), invoiceId },
    // The very same holder is this write, whose answer was lost, or a run that begins anew.
    ConditionExpression: `attribute_not_exists(PK) OR invoiceId = :own${before === undefined ? '' : ' OR invoiceId = :before'}`,
    ExpressionAttributeValues: { ':own': invoiceId, ...(before !== undefined && { ':before': before }) },
  });
  const holderOf = async (partId: string) => {
    const { Item } = await client.send(new GetCommand({ TableName, Key: holderKey(partId), ConsistentRead: true }));
    return Item === undefined ? undefined : holderSchema.parse(Item).invoiceId;
  };
  return {
    ...records,
    async ofFile(fileId, page) {
      const query = {
        TableName,
        IndexName: 'index2',
        KeyConditionExpression: 'index2PK = :file',
        ExpressionAttributeValues: { ':file': `INVOICESOFFILE#${fileId}` },
      };
      const { items, cursor } = await queryPage(client, query, page);
      return { records: items.map((item) => invoiceSchema.parse(item)), cursor };
    },
    holderOf,
    holding: (partId, invoiceId, before) => ({ Put: holderPut(partId, invoiceId, before) }),
    hold: (partId, invoiceId, before) =>
      conditionalOnce(
        () => client.send(new PutCommand(holderPut(partId, invoiceId, before))),
        async () => (await holderOf(partId)) === invoiceId,
      ),
    sealedItem: (invoice, xml) => ({
      Put: { TableName, Item: { ...sealKey(invoice), xml: gzipSync(Buffer.from(xml, 'utf8')) } },
    }),
    async sealedXml(invoice) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: sealKey(invoice), ConsistentRead: true }));
      return Item === undefined ? undefined : gunzipSync(z.instanceof(Uint8Array).parse(Item.xml)).toString('utf8');
    },
  };
}
