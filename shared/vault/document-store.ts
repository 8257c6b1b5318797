import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { queryAll, queryPage } from '../store/pages.ts';
import { createRecordStore, type RecordStore, type TransactItem } from '../store/record-store.ts';
import type { Subject, VaultDocument } from './vault-document.ts';
import { vaultDocumentSchema } from './vault-document.ts';

export interface DocumentStore extends RecordStore<VaultDocument> {
  /** Documents of a file, or of what the institute proves for itself, by what they prove and their kind; from the index. */
  ofFile(
    fileId: string | null,
    page: { readonly limit: number; readonly cursor?: string | undefined },
    proves?: Subject,
  ): Promise<{ readonly documents: readonly VaultDocument[]; readonly cursor: string | undefined }>;
  /** All of them, for what a file lacks. */
  allOfFile(fileId: string | null, proves?: Subject): AsyncGenerator<VaultDocument, void, undefined>;
  /** Documents whose bytes have that hash. Consistent. */
  withBytes(sha256: string): Promise<readonly string[]>;
  /** Says that a document has those bytes: beside the write that keeps it. */
  bytesItem(document: Pick<VaultDocument, 'documentId' | 'sha256'>): TransactItem;
}

/** Those a look for what stands still finds; a vault of a million is never listed by its state. */
const LISTED: ReadonlySet<VaultDocument['state']> = new Set(['requested', 'uploaded', 'clean', 'refused']);

/** Documents in the documents table (docs/access-patterns.md, vault). */
export function createDocumentStore(client: DynamoDBDocumentClient, TableName: string): DocumentStore {
  const records = createRecordStore<VaultDocument>(client, TableName, {
    schema: vaultDocumentSchema,
    keyOf: (documentId) => ({ PK: `DOC#${documentId}`, SK: 'DOCUMENT' }),
    idOf: ({ documentId }) => documentId,
    index: 'index1',
    partitionOf: (state) => (LISTED.has(state) ? `DOCUMENTS#${state.toUpperCase()}` : undefined),
    sortedBy: ({ requestedAt }) => requestedAt,
    alsoListed: ({ fileId, proves, kind, requestedAt, documentId }) => ({
      index2PK: partitionOf(fileId),
      index2SK: `${prefixOf(proves)}${kind}#${requestedAt}#${documentId}`,
    }),
  });
  const queryOf = (fileId: string | null, proves?: Subject) => ({
    TableName,
    IndexName: 'index2',
    KeyConditionExpression: 'index2PK = :file AND begins_with(index2SK, :subject)',
    ExpressionAttributeValues: { ':file': partitionOf(fileId), ':subject': proves ? prefixOf(proves) : 'DOC#' },
  });
  return {
    ...records,
    async ofFile(fileId, page, proves) {
      const { items, cursor } = await queryPage(client, queryOf(fileId, proves), page);
      return { documents: items.map((item) => vaultDocumentSchema.parse(item)), cursor };
    },
    async *allOfFile(fileId, proves) {
      for await (const item of queryAll(client, queryOf(fileId, proves))) yield vaultDocumentSchema.parse(item);
    },
    async withBytes(sha256) {
      const found: string[] = [];
      const query = {
        TableName,
        KeyConditionExpression: 'PK = :bytes AND begins_with(SK, :document)',
        ExpressionAttributeValues: { ':bytes': `BYTES#${sha256.toUpperCase()}`, ':document': 'DOC#' },
        ConsistentRead: true,
      };
      for await (const { SK } of queryAll(client, query)) found.push(String(SK).slice('DOC#'.length));
      return found;
    },
    bytesItem: ({ documentId, sha256 }) => ({
      Put: { TableName, Item: { PK: `BYTES#${sha256.toUpperCase()}`, SK: `DOC#${documentId}` } },
    }),
  };
}

const partitionOf = (fileId: string | null) => (fileId === null ? 'INSTITUTE' : `FILE#${fileId}`);
const prefixOf = ({ type, id }: Subject) => `DOC#${type.toUpperCase()}#${id}#`;
