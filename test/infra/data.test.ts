import { beforeAll, describe, expect, it } from 'vitest';
import { BUCKET_VARIABLES, bucketName, tableName } from '../../infra/names.ts';
import { STAGES } from '../../infra/stages.ts';
import { TABLE_VARIABLES, TABLES } from '../../infra/tables.ts';
import { type Synthesized, synthesize } from '../support/synthesized.ts';

const stage = STAGES.production;
let synthesized: Synthesized;
beforeAll(async () => {
  synthesized = await synthesize('production');
});

const table = (name: string) =>
  synthesized.of('AWS::DynamoDB::Table').find(({ properties }) => properties.TableName === name);
const bucket = (name: string) =>
  synthesized.of('AWS::S3::Bucket').find(({ properties }) => properties.BucketName === name);

describe('tables', () => {
  it('are those of infra/tables.ts and no other', () => {
    expect(synthesized.of('AWS::DynamoDB::Table').map(({ properties }) => properties.TableName)).toEqual(
      TABLE_VARIABLES.map((variable) => tableName(stage, variable)),
    );
    expect(synthesized.of('AWS::DynamoDB::GlobalTable')).toEqual([]);
  });

  it.each(TABLE_VARIABLES)('%s can be restored for 35 days, is protected, under our key, and kept', (variable) => {
    const found = table(tableName(stage, variable));
    expect(found?.properties.PointInTimeRecoverySpecification).toEqual({
      PointInTimeRecoveryEnabled: true,
      RecoveryPeriodInDays: 35,
    });
    expect(found?.properties.DeletionProtectionEnabled).toBe(true);
    expect(found?.properties.SSESpecification).toMatchObject({ SSEEnabled: true, SSEType: 'KMS' });
    expect(found?.properties.BillingMode).toBe('PAY_PER_REQUEST');
    // Not one that a first deployment that failed leaves behind: its fixed name would block the next.
    expect(found?.deletionPolicy).toBe('RetainExceptOnCreate');
    expect(found?.properties.StreamSpecification?.StreamViewType).toBe(TABLES[variable].stream);
    expect(found?.properties.TimeToLiveSpecification?.AttributeName).toBe(TABLES[variable].ttlAttribute);
  });

  it('of money never delete by themselves', () => {
    const money = Object.values(TABLES).filter((definition) => definition.ledger);
    expect(money.map((definition) => definition.ttlAttribute)).toEqual([undefined, undefined, undefined]);
  });
});

describe('buckets', () => {
  it.each(BUCKET_VARIABLES)('%s is closed to the public, under our key, versioned, logged and kept', (variable) => {
    const found = bucket(bucketName(stage, variable));
    expect(Object.values(found?.properties.PublicAccessBlockConfiguration)).toEqual([true, true, true, true]);
    expect(JSON.stringify(found?.properties.BucketEncryption)).toContain('"SSEAlgorithm":"aws:kms"');
    expect(found?.properties.VersioningConfiguration).toEqual({ Status: 'Enabled' });
    expect(found?.properties.LoggingConfiguration).toBeDefined();
    // Not one that a first deployment that failed leaves behind: its fixed name would block the next.
    expect(found?.deletionPolicy).toBe('RetainExceptOnCreate');
  });

  it('refuse requests without TLS', () => {
    const policies = synthesized.of('AWS::S3::BucketPolicy').map(({ properties }) => JSON.stringify(properties));
    expect(policies).toHaveLength(synthesized.of('AWS::S3::Bucket').length);
    for (const policy of policies) expect(policy).toContain('"aws:SecureTransport":"false"');
  });

  it('lock the roots in compliance mode in production and in governance mode elsewhere', async () => {
    const mode = (resource: ReturnType<typeof bucket>) =>
      resource?.properties.ObjectLockConfiguration.Rule.DefaultRetention.Mode;
    expect(mode(bucket(bucketName(stage, 'ROOTS_BUCKET')))).toBe('COMPLIANCE');
    const staging = await synthesize('staging');
    const name = bucketName(STAGES.staging, 'ROOTS_BUCKET');
    expect(mode(staging.of('AWS::S3::Bucket').find(({ properties }) => properties.BucketName === name))).toBe(
      'GOVERNANCE',
    );
  });

  it('lock the vault for as long as tax records are kept, so that in production nobody shortens it', () => {
    const lock = bucket(bucketName(stage, 'VAULT_BUCKET'))?.properties;
    expect(lock.ObjectLockEnabled).toBe(true);
    expect(lock.ObjectLockConfiguration.Rule.DefaultRetention).toEqual({ Mode: 'COMPLIANCE', Days: 1827 });
  });

  it.each([
    ['QuarantineBucket', '', 'cartera-production-malware-scan'],
    ['DocumentsBucket', 'quarantine/', 'cartera-production-malware-scan-evidence'],
  ])(
    '%s has what people upload looked at, by a role that alone says the verdict and reads what is not clean',
    (bucketId, prefix, roleName) => {
      const plan = synthesized
        .of('AWS::GuardDuty::MalwareProtectionPlan')
        .find(({ properties }) => JSON.stringify(properties.ProtectedResource).includes(bucketId));
      expect(plan?.properties.Actions).toEqual({ Tagging: { Status: 'ENABLED' } });
      expect(plan?.properties.ProtectedResource.S3Bucket.ObjectPrefixes).toEqual(prefix === '' ? undefined : [prefix]);
      const [role] = synthesized.of('AWS::IAM::Role').filter(({ properties }) => properties.RoleName === roleName);
      expect(JSON.stringify(plan?.properties.Role)).toContain(role?.logicalId);
      const policy = synthesized
        .of('AWS::S3::BucketPolicy')
        .find(({ properties }) => JSON.stringify(properties.Bucket).includes(bucketId));
      const statements: { Sid?: string; Effect: string; Action: string[]; Principal: unknown; Condition: object }[] =
        policy?.properties.PolicyDocument.Statement;
      const scanOnly = { ArnNotEquals: { 'aws:PrincipalArn': { 'Fn::GetAtt': [role?.logicalId, 'Arn'] } } };
      expect(statements.find(({ Sid }) => Sid === 'OnlyTheScanSaysTheVerdict')).toMatchObject({
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: ['s3:DeleteObjectTagging', 's3:PutObjectTagging', 's3:PutObjectVersionTagging'],
        Condition: scanOnly,
      });
      expect(statements.find(({ Sid }) => Sid === 'NobodyReadsWhatIsNotClean')).toMatchObject({
        Effect: 'Deny',
        Action: ['s3:GetObject', 's3:GetObjectVersion'],
        Resource: { 'Fn::Join': ['', [expect.anything(), `/${prefix}*`]] },
        Condition: {
          ...scanOnly,
          StringNotEquals: { 's3:ExistingObjectTag/GuardDutyMalwareScanStatus': 'NO_THREATS_FOUND' },
        },
      });
    },
  );

  it.each(['INTAKE_BUCKET', 'QUARANTINE_BUCKET'] as const)('%s takes uploads from our origins only', (variable) => {
    const rules = bucket(bucketName(stage, variable))?.properties.CorsConfiguration.CorsRules;
    expect(rules.map((rule: { AllowedOrigins: string[] }) => rule.AllowedOrigins)).toEqual([[...stage.origins]]);
  });
});

describe('what holds state', () => {
  it('keeps its logical ids: a changed id means a new, empty resource', () => {
    const stateful = ['AWS::DynamoDB::Table', 'AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::Cognito::UserPool'];
    const ids = stateful.flatMap((type) => synthesized.of(type).map(({ logicalId }) => logicalId));
    expect(ids).toMatchInlineSnapshot(`
      [
        "HeadsTable44DA4D07",
        "EntriesTableB11133D8",
        "IdempotencyTable22A5A209",
        "RegisterTableF0F9C316",
        "RollupsTable6440C5E4",
        "LinksTable3D7ED15B",
        "DocumentsTable7E808EE5",
        "SystemTable6BBB6CDD",
        "AccessLogsBucket83982689",
        "IntakeBucket8068C236",
        "ReportsBucket4E7C5994",
        "DocumentsBucket9EC9DEB9",
        "QuarantineBucketFDBDA180",
        "VaultBucket95CBF29A",
        "RootsBucketB2AB9C48",
        "TablesKey11820CBC",
        "FilesKey9DB000E8",
        "LogsKeyA6AB43B2",
        "AlarmsKey8B9C40AB",
        "UserPool6BA7E5F2",
      ]
    `);
  });

  it('rotates every key', () => {
    for (const key of synthesized.of('AWS::KMS::Key')) expect(key.properties.EnableKeyRotation).toBe(true);
  });
});
