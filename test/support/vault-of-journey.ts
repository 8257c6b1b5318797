import {
  DeleteObjectCommand,
  GetObjectLegalHoldCommand,
  HeadObjectCommand,
  PutObjectRetentionCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Journey } from './journey.ts';

/** A journey's vault as whoever owns the account reaches it, past the product: what the bucket itself lets happen. */
export function vaultOf({ runner }: Journey) {
  const { region, credentials, endpoint } = runner.awsEndpoints;
  const s3 = new S3Client({ region, credentials, endpoint, forcePathStyle: true, maxAttempts: 1 });
  const named = async (sha256: string) => {
    const object = { Bucket: runner.bucketNames.VAULT_BUCKET ?? '', Key: `sha256/${sha256}` };
    return { ...object, VersionId: (await s3.send(new HeadObjectCommand(object))).VersionId };
  };
  return {
    isThere: (sha256: string) =>
      named(sha256).then(
        () => true,
        () => false,
      ),
    async isHeld(sha256: string): Promise<boolean> {
      return (await s3.send(new GetObjectLegalHoldCommand(await named(sha256)))).LegalHold?.Status === 'ON';
    },
    /** With the power to pass over the bucket's own lock, which no function has: only a legal hold stops it. */
    async removeByForce(sha256: string): Promise<void> {
      await s3.send(new DeleteObjectCommand({ ...(await named(sha256)), BypassGovernanceRetention: true }));
    },
    /** As if the day of the local bucket's lock had passed: S3 knows no business date. */
    async endLock(sha256: string): Promise<void> {
      const Retention = { Mode: 'GOVERNANCE', RetainUntilDate: new Date(Date.now() - 1_000) } as const;
      const past = { ...(await named(sha256)), Retention, BypassGovernanceRetention: true };
      await s3.send(new PutObjectRetentionCommand(past));
    },
  };
}
