import type { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import type { UploadSigner } from './request-upload.ts';

/** Presigned POST forms: S3 itself refuses another key, an empty file, or more bytes than the layout takes. */
export function createS3UploadSigner(client: S3Client, bucket: string): UploadSigner {
  return {
    async sign({ key, maxBytes, seconds }) {
      const { url, fields } = await createPresignedPost(client, {
        Bucket: bucket,
        Key: key,
        Conditions: [['content-length-range', 1, maxBytes]],
        Expires: seconds,
      });
      return { url, fields };
    },
  };
}
