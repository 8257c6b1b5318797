import { S3Client } from '@aws-sdk/client-s3';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createDocumentStore } from '../../shared/vault/document-store.ts';
import { createVault } from '../../shared/vault/vault.ts';
import { createVaultObjects } from '../../shared/vault/vault-objects.ts';
import { createInvoiceVault } from './invoices/invoice-vault.ts';

/** The vault of three functions of the area, made once per process. */
export const openInvoiceVault = (
  documents: DynamoDBDocumentClient,
  { DOCUMENTS_TABLE, VAULT_BUCKET }: { readonly DOCUMENTS_TABLE: string; readonly VAULT_BUCKET: string },
  now: () => Date,
) =>
  createInvoiceVault(
    createVault({
      documents: createDocumentStore(documents, DOCUMENTS_TABLE),
      objects: createVaultObjects(new S3Client({}), VAULT_BUCKET),
      now,
    }),
  );
