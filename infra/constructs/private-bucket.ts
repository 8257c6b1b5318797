import { RemovalPolicy } from 'aws-cdk-lib';
import type { Key } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { type BucketVariable, bucketName } from '../names.ts';
import type { Stage } from '../stages.ts';

export interface PrivateBucketProps {
  readonly stage: Stage;
  readonly bucket: BucketVariable;
  readonly encryptionKey: Key;
  readonly accessLogs: Bucket;
  /** Versions, locks, lifecycle, CORS: what differs between buckets. */
  readonly rules: Pick<
    BucketProps,
    'versioned' | 'lifecycleRules' | 'cors' | 'objectLockEnabled' | 'objectLockDefaultRetention'
  >;
}

/** A bucket that nobody outside reads: TLS only, our own key, public access blocked, every access logged, kept. */
export function addPrivateBucket(scope: Construct, id: string, props: PrivateBucketProps): Bucket {
  return new Bucket(scope, id, {
    bucketName: bucketName(props.stage, props.bucket),
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    encryption: BucketEncryption.KMS,
    encryptionKey: props.encryptionKey,
    bucketKeyEnabled: true,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    // The class declares `encryptionKey?: Key | undefined`, its own interface only `encryptionKey?: IKey`.
    serverAccessLogsBucket: props.accessLogs as IBucket,
    serverAccessLogsPrefix: `${props.bucket.toLowerCase().replace('_bucket', '')}/`,
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    ...props.rules,
  });
}
