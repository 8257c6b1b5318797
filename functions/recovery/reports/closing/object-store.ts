import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

/** Small text objects that are written once. */
export interface ObjectStore {
  /** `exists`: an object is under the key already; nothing was written. */
  putNew(key: string, body: string): Promise<'written' | 'exists'>;
  get(key: string): Promise<string | undefined>;
}

/** A bucket as an ObjectStore: conditional PutObject (If-None-Match), checksummed by SHA-256. */
export function createObjectStore(s3: S3Client, bucket: string): ObjectStore {
  return {
    async putNew(key, body) {
      try {
        await s3.send(
          new PutObjectCommand({
            Bucket: bucket,
            Key: key,
            Body: body,
            ContentType: 'application/json',
            IfNoneMatch: '*',
            ChecksumAlgorithm: 'SHA256',
          }),
        );
        return 'written';
      } catch (error) {
        if (nameOf(error) === 'PreconditionFailed') return 'exists';
        throw error;
      }
    },
    async get(key) {
      try {
        const found = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return await found.Body?.transformToString();
      } catch (error) {
        if (nameOf(error) === 'NoSuchKey') return undefined;
        throw error;
      }
    },
  };
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');
