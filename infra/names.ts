import type { Stage } from './stages.ts';
import { TABLES, type TableVariable } from './tables.ts';

/**
 * Physical names, computed and not generated: stacks refer to each other's resources by name and so
 * need few exports, and an operator finds by name what the runbook mentions.
 */
export const BUCKET_VARIABLES = [
  'INTAKE_BUCKET',
  'REPORTS_BUCKET',
  'DOCUMENTS_BUCKET',
  'QUARANTINE_BUCKET',
  'VAULT_BUCKET',
  'ROOTS_BUCKET',
] as const;
export type BucketVariable = (typeof BUCKET_VARIABLES)[number];

const BUCKET_NAMES: Readonly<Record<BucketVariable, string>> = {
  INTAKE_BUCKET: 'intake',
  REPORTS_BUCKET: 'reports',
  DOCUMENTS_BUCKET: 'documents',
  QUARANTINE_BUCKET: 'quarantine',
  VAULT_BUCKET: 'vault',
  ROOTS_BUCKET: 'roots',
};

export const resourceName = (stage: Stage, name: string) => `cartera-${stage.name}-${name}`;
export const tableName = (stage: Stage, table: TableVariable) => resourceName(stage, TABLES[table].name);
/** Bucket names are shared by all of AWS, so the account and region are part of them. */
export const bucketName = (stage: Stage, bucket: BucketVariable) =>
  `${resourceName(stage, BUCKET_NAMES[bucket])}-${stage.account}-${stage.region}`;
/** Made by hand in Secrets Manager (docs/deploy.md): what is in it nobody deploys. */
export const pacSecretName = (stage: Stage) => resourceName(stage, 'pac');
export const functionName = (stage: Stage, name: string) => resourceName(stage, name);
export const failedQueueName = (stage: Stage, functionOrSchedule: string) =>
  resourceName(stage, `${functionOrSchedule}-failed`);
export const configurationSetName = (stage: Stage) => resourceName(stage, 'reports');

export const tableArn = (stage: Stage, table: TableVariable) =>
  `arn:aws:dynamodb:${stage.region}:${stage.account}:table/${tableName(stage, table)}`;
export const bucketArn = (stage: Stage, bucket: BucketVariable) => `arn:aws:s3:::${bucketName(stage, bucket)}`;
/** Objects of a bucket: those under a prefix, or all. */
export const objectsArn = (stage: Stage, { bucket, prefix = '' }: { bucket: BucketVariable; prefix?: string }) =>
  `${bucketArn(stage, bucket)}/${prefix}*`;
export const functionArn = (stage: Stage, name: string) =>
  `arn:aws:lambda:${stage.region}:${stage.account}:function:${functionName(stage, name)}`;
export const logGroupName = (stage: Stage, name: string) => `/aws/lambda/${functionName(stage, name)}`;
