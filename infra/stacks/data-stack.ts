import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  HttpMethods,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { addLedgerTable } from '../constructs/ledger-table.ts';
import { addLogsKey } from '../constructs/logs-key.ts';
import { addMalwareScan } from '../constructs/malware-scan.ts';
import { addPrivateBucket, type PrivateBucketProps } from '../constructs/private-bucket.ts';
import { resourceName } from '../names.ts';
import type { LockRule, Stage } from '../stages.ts';
import { TABLE_VARIABLES, type TableVariable } from '../tables.ts';

const ACCESS_LOGS_KEPT_DAYS = 400;
/** Reports can be made again from frozen figures; their old versions need not stay for ever. */
const OLD_REPORT_VERSIONS_DAYS = 400;

/** Letters and lists of campaigns are of people, and can be drawn again. */
const CAMPAIGN_PAPERS_DAYS = 91;

/** What people uploaded and no function took over: refused by the scan, or never asked about again. */
const QUARANTINE_DAYS = 30;

/** Everything that must survive: tables, buckets and the keys they are under. It knows no function. */
export class DataStack extends Stack {
  readonly tablesKey: Key;
  readonly filesKey: Key;
  readonly logsKey: Key;
  readonly tables: ReadonlyMap<TableVariable, Table>;

  constructor(scope: Construct, id: string, props: StackProps & { readonly stage: Stage }) {
    super(scope, id, props);
    const { stage } = props;
    this.tablesKey = this.#addKey('TablesKey', stage, 'tables', 'Ledger, register, rollups and system tables');
    this.filesKey = this.#addKey('FilesKey', stage, 'files', 'Bank files, reports, documents and roots');
    this.logsKey = addLogsKey(this, stage);
    this.tables = new Map(
      TABLE_VARIABLES.map((variable) => [variable, addLedgerTable(this, stage, variable, this.tablesKey)]),
    );
    this.#addBuckets(stage);
  }

  #addKey(id: string, stage: Stage, alias: string, description: string): Key {
    return new Key(this, id, {
      alias: resourceName(stage, alias),
      description,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }

  #addBuckets(stage: Stage): void {
    const accessLogs = new Bucket(this, 'AccessLogsBucket', {
      bucketName: `${resourceName(stage, 'access-logs')}-${stage.account}-${stage.region}`,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      // S3 delivers access logs only to buckets under its own key.
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      lifecycleRules: [{ id: 'expire', expiration: Duration.days(ACCESS_LOGS_KEPT_DAYS) }],
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    const common = { stage, accessLogs, encryptionKey: this.filesKey };
    addPrivateBucket(this, 'IntakeBucket', {
      ...common,
      bucket: 'INTAKE_BUCKET',
      rules: {
        versioned: true,
        lifecycleRules: [
          {
            id: 'expire',
            expiration: Duration.days(stage.intakeRetentionDays),
            noncurrentVersionExpiration: Duration.days(stage.intakeRetentionDays),
            abortIncompleteMultipartUploadAfter: Duration.days(1),
          },
        ],
        cors: [
          {
            allowedMethods: [HttpMethods.PUT, HttpMethods.POST],
            allowedOrigins: [...stage.origins],
            allowedHeaders: ['*'],
            exposedHeaders: ['ETag', 'x-amz-version-id'],
            maxAge: 600,
          },
        ],
      },
    });
    addPrivateBucket(this, 'ReportsBucket', {
      ...common,
      bucket: 'REPORTS_BUCKET',
      rules: {
        versioned: true,
        lifecycleRules: [
          { id: 'old-versions', noncurrentVersionExpiration: Duration.days(OLD_REPORT_VERSIONS_DAYS) },
          {
            id: 'campaign-papers',
            prefix: 'campaigns/',
            expiration: Duration.days(CAMPAIGN_PAPERS_DAYS),
            noncurrentVersionExpiration: Duration.days(1),
          },
        ],
      },
    });
    // What was issued to people: an object is written once and named by its hash; nothing expires it.
    const documents = addPrivateBucket(this, 'DocumentsBucket', {
      ...common,
      bucket: 'DOCUMENTS_BUCKET',
      rules: { versioned: true },
    });
    const quarantine = addPrivateBucket(this, 'QuarantineBucket', {
      ...common,
      bucket: 'QUARANTINE_BUCKET',
      rules: {
        versioned: true,
        lifecycleRules: [
          {
            id: 'expire',
            expiration: Duration.days(QUARANTINE_DAYS),
            noncurrentVersionExpiration: Duration.days(1),
            abortIncompleteMultipartUploadAfter: Duration.days(1),
          },
        ],
        cors: [
          {
            allowedMethods: [HttpMethods.POST],
            allowedOrigins: [...stage.origins],
            allowedHeaders: ['*'],
            exposedHeaders: ['ETag'],
            maxAge: 600,
          },
        ],
      },
    });
    addMalwareScan(this, stage, this.filesKey, { bucket: quarantine });
    // What borrowers bring to a dispute lies there until the vault takes it over.
    addMalwareScan(this, stage, this.filesKey, { bucket: documents, name: 'evidence', prefix: 'quarantine/' });
    addPrivateBucket(this, 'VaultBucket', { ...common, bucket: 'VAULT_BUCKET', rules: lockedBy(stage.vaultLock) });
    addPrivateBucket(this, 'RootsBucket', { ...common, bucket: 'ROOTS_BUCKET', rules: lockedBy(stage.rootLock) });
  }
}

/** Versions that nobody deletes before their time. */
function lockedBy({ mode, days }: LockRule): PrivateBucketProps['rules'] {
  const retained = mode === 'COMPLIANCE' ? ObjectLockRetention.compliance : ObjectLockRetention.governance;
  return {
    versioned: true,
    objectLockEnabled: true,
    objectLockDefaultRetention: retained(Duration.days(days)),
  };
}
