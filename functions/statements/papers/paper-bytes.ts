import { createHash } from 'node:crypto';
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { PAPER_LAYOUT } from './paper.ts';

/** The stored bytes are not the ones that were kept. */
export class PaperAltered extends Error {
  override readonly name = 'PaperAltered';
}

/** Bytes of papers: written once, named by folio and hash, and read only against that hash. */
export interface PaperBytes {
  /** Answers their SHA-256, hex. */
  keep(folio: string, bytes: Uint8Array): Promise<string>;
  /** Throws PaperAltered when they do not give the hash. */
  read(folio: string, sha256: string): Promise<Uint8Array>;
}

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const keyOf = (folio: string, sha256: string): string => `statements/${PAPER_LAYOUT}/${folio}/${sha256}.pdf`;

/** In the bucket of documents. Nobody is ever given a key or an address of it. */
export function createPaperBytes(s3: S3Client, Bucket: string): PaperBytes {
  return {
    async keep(folio, bytes) {
      const sha256 = sha256Of(bytes);
      const object = { Bucket, Key: keyOf(folio, sha256), Body: bytes, ContentType: 'application/pdf' };
      try {
        await s3.send(new PutObjectCommand({ ...object, IfNoneMatch: '*', ChecksumAlgorithm: 'SHA256' }));
      } catch (error) {
        // The very same bytes are there: the key is their hash.
        if (!(error instanceof Error) || error.name !== 'PreconditionFailed') throw error;
      }
      return sha256;
    },
    async read(folio, sha256) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: keyOf(folio, sha256) }));
      const bytes = await Body?.transformToByteArray();
      if (bytes === undefined || sha256Of(bytes) !== sha256) throw new PaperAltered(`the bytes of ${folio} changed`);
      return bytes;
    },
  };
}
