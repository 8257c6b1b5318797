import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { FunctionDefinition } from '../functions/function-definition.ts';
import { JOB_FUNCTIONS } from '../functions.ts';
import type { BucketGrant, TableGrant } from '../grants.ts';
import {
  bucketArn,
  configurationSetName,
  functionArn,
  logGroupName,
  objectsArn,
  pacSecretName,
  tableArn,
} from '../names.ts';
import type { Stage } from '../stages.ts';

export interface Keys {
  readonly tables: IKey;
  readonly files: IKey;
}

/** What other stacks made, under names that AWS gives. */
export interface Resources {
  readonly keys: Keys;
  readonly userPool: IUserPool;
}

/** What DynamoDB asks of our key in the caller's name. */
const TABLE_KEY_ACTIONS = [
  'kms:DescribeKey',
  'kms:Decrypt',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

function tableStatement(stage: Stage, grant: TableGrant): PolicyStatement[] {
  const table = tableArn(stage, grant.table);
  const statements: PolicyStatement[] = [];
  if (grant.actions.length > 0) {
    const actions = grant.actions.map((action) => `dynamodb:${action}`);
    statements.push(new PolicyStatement({ actions, resources: [table] }));
  }
  if (grant.indexes !== undefined && grant.indexes.length > 0) {
    const resources = grant.indexes.map((index) => `${table}/index/${index}`);
    statements.push(new PolicyStatement({ actions: ['dynamodb:Query'], resources }));
  }
  return statements;
}

function bucketStatements(stage: Stage, grant: BucketGrant): PolicyStatement[] {
  const bucket = bucketArn(stage, grant.bucket);
  const onObjects = grant.actions.filter((action) => action !== 'ListBucket').map((action) => `s3:${action}`);
  const statements: PolicyStatement[] = [];
  if (onObjects.length > 0) {
    statements.push(new PolicyStatement({ actions: onObjects, resources: [objectsArn(stage, grant)] }));
  }
  if (grant.actions.includes('ListBucket')) {
    statements.push(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket] }));
  }
  return statements;
}

const throughService = (stage: Stage, service: 'dynamodb' | 's3') => ({
  StringEquals: { 'kms:ViaService': `${service}.${stage.region}.amazonaws.com` },
});

function keyStatements(stage: Stage, definition: FunctionDefinition, keys: Keys): PolicyStatement[] {
  const statements: PolicyStatement[] = [];
  const readsStream = definition.triggers.some((trigger) => trigger.type === 'stream');
  if (definition.tables.length > 0 || readsStream) {
    statements.push(
      new PolicyStatement({
        actions: TABLE_KEY_ACTIONS,
        resources: [keys.tables.keyArn],
        conditions: throughService(stage, 'dynamodb'),
      }),
    );
  }
  if (definition.buckets.length > 0) {
    const writes = definition.buckets.some((grant) => grant.actions.includes('PutObject'));
    statements.push(
      new PolicyStatement({
        actions: writes ? ['kms:Decrypt', 'kms:GenerateDataKey'] : ['kms:Decrypt'],
        resources: [keys.files.keyArn],
        conditions: throughService(stage, 's3'),
      }),
    );
  }
  return statements;
}

function mailStatement(stage: Stage): PolicyStatement {
  const identity = (name: string) => `arn:aws:ses:${stage.region}:${stage.account}:identity/${name}`;
  return new PolicyStatement({
    actions: ['ses:SendRawEmail'],
    resources: [
      identity(stage.mailDomain),
      `arn:aws:ses:${stage.region}:${stage.account}:configuration-set/${configurationSetName(stage)}`,
    ],
    conditions: { StringEquals: { 'ses:FromAddress': stage.mailFrom } },
  });
}

/** Secrets Manager puts six characters of its own behind a name. */
const secretStatement = (stage: Stage) =>
  new PolicyStatement({
    actions: ['secretsmanager:GetSecretValue'],
    resources: [`arn:aws:secretsmanager:${stage.region}:${stage.account}:secret:${pacSecretName(stage)}-??????`],
  });

const callStatement = (stage: Stage): PolicyStatement =>
  new PolicyStatement({
    actions: ['lambda:InvokeFunction'],
    resources: Object.values(JOB_FUNCTIONS).map(({ name }) => functionArn(stage, name)),
  });

/** The log streams of the function's own log group; their names are made by Lambda, hence the star at the end. */
export const logStreamsArn = (stage: Stage, name: string) =>
  `arn:aws:logs:${stage.region}:${stage.account}:log-group:${logGroupName(stage, name)}:*`;

/**
 * Everything a function may do, statement by statement: the actions named in infra/functions.ts on the tables,
 * indexes, buckets and in the user pool named there, our keys through those services only, and its own log group.
 */
export function statementsOf(
  stage: Stage,
  definition: FunctionDefinition,
  { keys, userPool }: Resources,
): PolicyStatement[] {
  const directory = definition.directory?.map((action) => `cognito-idp:${action}`);
  return [
    ...definition.tables.flatMap((grant) => tableStatement(stage, grant)),
    ...definition.buckets.flatMap((grant) => bucketStatements(stage, grant)),
    ...keyStatements(stage, definition, keys),
    ...(directory === undefined
      ? []
      : [new PolicyStatement({ actions: directory, resources: [userPool.userPoolArn] })]),
    ...(definition.readsPacSecret === true ? [secretStatement(stage)] : []),
    ...(definition.sendsMail ? [mailStatement(stage)] : []),
    ...(definition.dispatchesJobs === true ? [callStatement(stage)] : []),
    new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logStreamsArn(stage, definition.name)],
    }),
  ];
}
