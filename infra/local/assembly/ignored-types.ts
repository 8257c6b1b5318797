import type { Assembly } from './assembly.ts';

/** Types that the local run leaves out knowingly, with the reason. */
export const IGNORED_TYPES: Readonly<Record<string, string>> = {
  'AWS::ApiGatewayV2::DomainName': 'no domain on one machine',
  'AWS::Backup::BackupPlan': 'the data folder is the copy',
  'AWS::Backup::BackupSelection': 'the data folder is the copy',
  'AWS::Backup::BackupVault': 'the data folder is the copy',
  'AWS::CDK::Metadata': 'nothing to run',
  'AWS::CloudWatch::Alarm': 'nobody is called from one machine; failures show on /_local and stderr',
  'AWS::CloudWatch::CompositeAlarm': 'nobody is called from one machine',
  'AWS::CloudWatch::Dashboard': 'no metrics store',
  'AWS::Cognito::UserPoolDomain': 'people sign in at /_local/oidc',
  'AWS::IAM::ManagedPolicy': 'permissions are not enforced; with recordCalls a test compares them',
  'AWS::IAM::Policy': 'permissions are not enforced; with recordCalls a test compares them',
  'AWS::IAM::Role': 'permissions are not enforced; with recordCalls a test compares them',
  'AWS::KMS::Alias': 'the disk of the machine is not encrypted by us',
  'AWS::KMS::Key': 'the disk of the machine is not encrypted by us',
  'AWS::Lambda::Alias': 'one version only',
  'AWS::Lambda::Permission': 'permissions are not enforced',
  'AWS::Lambda::Version': 'one version only',
  'AWS::Logs::LogGroup': 'logs are files in the data folder',
  'AWS::Logs::MetricFilter': 'no metrics store',
  'AWS::S3::BucketPolicy': 'permissions are not enforced; signatures are',
  'AWS::SNS::Subscription': 'alarms only',
  'AWS::SNS::Topic': 'alarms only',
  'AWS::SNS::TopicPolicy': 'alarms only',
  'AWS::SQS::QueuePolicy': 'permissions are not enforced',
};

export interface IgnoredType {
  readonly type: string;
  readonly count: number;
  /** Undefined when nobody decided to ignore it: the template declares something the runner does not know. */
  readonly reason: string | undefined;
}

/** What the template declares and no plug-in of the runner serves, once per type. */
export function ignoredTypes(assembly: Assembly, servedTypes: ReadonlySet<string>): readonly IgnoredType[] {
  const counts = new Map<string, number>();
  for (const { type } of assembly.resources) if (!servedTypes.has(type)) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts]
    .map(([type, count]) => ({
      type,
      count,
      reason: IGNORED_TYPES[type] ?? (type.startsWith('Custom::') ? 'custom resources act on AWS only' : undefined),
    }))
    .sort((a, b) => a.type.localeCompare(b.type));
}
