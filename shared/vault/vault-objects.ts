import { createHash } from 'node:crypto';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { ContentType } from './content-type.ts';

export const DISPOSITIONS = ['inline', 'attachment'] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

export interface ReadableBytes {
  readonly sha256: string;
  readonly versionId: string;
}

/** The vault's bytes: an object is written once, named by its hash, and locked by the bucket (infra/stacks/data-stack.ts). */
export interface VaultObjects {
  /** Puts bytes there unless they are; answers the version and whether they were there before. */
  put(
    bytes: Uint8Array,
    contentType: ContentType,
  ): Promise<{ readonly sha256: string; readonly versionId: string; readonly isNew: boolean }>;
  /** Throws VaultAltered when they are not what their name says. */
  read(object: ReadableBytes): Promise<Uint8Array>;
  /** A link by which whoever has it may fetch the bytes, for so many seconds. */
  linkTo(
    object: ReadableBytes,
    how: {
      readonly disposition: Disposition;
      readonly fileName: string;
      readonly contentType: ContentType;
      readonly seconds: number;
    },
  ): Promise<string>;
  /** Nobody deletes it while the hold is on, whatever its retention. */
  hold(object: ReadableBytes, on: boolean): Promise<void>;
  /** Until when the bucket's lock keeps it; null: no lock, or it is not there any more. */
  lockedUntil(object: ReadableBytes): Promise<Date | null>;
  /** Deletes the version for good; one that is gone is no fault. S3 refuses one that is locked or held (AccessDenied). */
  remove(object: ReadableBytes): Promise<void>;
}

/** What the vault holds under a hash is something else. */
export class VaultAltered extends Error {
  override readonly name = 'VaultAltered';
}

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Names by which S3 says that an object or its version is not there, or has no lock. */
const UNLOCKED: ReadonlySet<string> = new Set(['NoSuchKey', 'NoSuchVersion', 'NoSuchObjectLockConfiguration']);

const keyOf = (sha256: string) => `sha256/${sha256}`;

export function createVaultObjects(s3: S3Client, Bucket: string): VaultObjects {
  const present = async (Key: string): Promise<string | undefined> => {
    const { VersionId } = await s3.send(new HeadObjectCommand({ Bucket, Key }));
    return VersionId;
  };
  return {
    async put(bytes, ContentType) {
      const sha256 = sha256Of(bytes);
      const Key = keyOf(sha256);
      const ChecksumSHA256 = Buffer.from(sha256, 'hex').toString('base64');
      try {
        const put = new PutObjectCommand({ Bucket, Key, Body: bytes, ContentType, ChecksumSHA256, IfNoneMatch: '*' });
        const { VersionId } = await s3.send(put);
        return { sha256, versionId: demandVersion(VersionId), isNew: true };
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'PreconditionFailed') throw error;
        return { sha256, versionId: demandVersion(await present(Key)), isNew: false };
      }
    },
    async read({ sha256, versionId }) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: keyOf(sha256), VersionId: versionId }));
      const bytes = await Body?.transformToByteArray();
      if (bytes === undefined || sha256Of(bytes) !== sha256) throw new VaultAltered(`the bytes of ${sha256} changed`);
      return bytes;
    },
    linkTo: ({ sha256, versionId }, { disposition, fileName, contentType, seconds }) =>
      getSignedUrl(
        s3,
        new GetObjectCommand({
          ...{ Bucket, Key: keyOf(sha256), VersionId: versionId },
          ResponseContentDisposition: `${disposition}; filename="${fileName}"`,
          ResponseContentType: contentType,
          ResponseCacheControl: 'private, no-store',
        }),
        { expiresIn: seconds },
      ),
    async hold({ sha256, versionId }, on) {
      const LegalHold = { Status: on ? 'ON' : 'OFF' } as const;
      const named = { Bucket, Key: keyOf(sha256), VersionId: versionId };
      await s3.send(new PutObjectLegalHoldCommand({ ...named, LegalHold }));
    },
    async lockedUntil({ sha256, versionId }) {
      try {
        const asked = new GetObjectRetentionCommand({ Bucket, Key: keyOf(sha256), VersionId: versionId });
        return (await s3.send(asked)).Retention?.RetainUntilDate ?? null;
      } catch (error) {
        if (error instanceof Error && UNLOCKED.has(error.name)) return null;
        throw error;
      }
    },
    async remove({ sha256, versionId }) {
      await s3.send(new DeleteObjectCommand({ Bucket, Key: keyOf(sha256), VersionId: versionId }));
    },
  };
}

function demandVersion(versionId: string | undefined): string {
  if (versionId === undefined) throw new RangeError('the vault answers no version: its bucket has none');
  return versionId;
}
