import type { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import type { VaultDocument } from '../../../shared/vault/vault-document.ts';

/** How long a form may be used (real time). */
export const FORM_SECONDS = 300;

/** A form by which a browser puts one object, and no other bytes than those declared, under one key. */
export interface UploadForm {
  readonly url: string;
  readonly fields: Readonly<Record<string, string>>;
}

export interface UploadForms {
  sign(document: Pick<VaultDocument, 'documentId' | 'contentType' | 'bytes' | 'sha256'>): Promise<UploadForm>;
}

const FOLDER = 'scans/';

/** Where in the quarantine a document's bytes come to lie. */
export const quarantineKey = (documentId: string) => `${FOLDER}${documentId}`;

/** The document that an object of the quarantine is; undefined: none. */
export const documentOfKey = (key: string): string | undefined =>
  key.startsWith(FOLDER) ? key.slice(FOLDER.length) : undefined;

/** S3 itself refuses another key, length, type or hash, and whoever comes after five minutes. */
export function createUploadForms(s3: S3Client, Bucket: string): UploadForms {
  return {
    sign: ({ documentId, contentType, bytes, sha256 }) =>
      createPresignedPost(s3, {
        ...{ Bucket, Key: quarantineKey(documentId), Expires: FORM_SECONDS },
        Fields: {
          'Content-Type': contentType,
          'x-amz-checksum-algorithm': 'SHA256',
          'x-amz-checksum-sha256': Buffer.from(sha256, 'hex').toString('base64'),
        },
        Conditions: [['content-length-range', bytes, bytes]],
      }),
  };
}
