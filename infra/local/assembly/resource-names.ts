import { LOCAL_REGION } from './resource.ts';

/** Properties that carry a resource's given name, in the order in which they are looked for. */
export const NAME_PROPERTIES = [
  'TableName',
  'BucketName',
  'FunctionName',
  'QueueName',
  'LayerName',
  'UserPoolName',
  'StateMachineName',
  'Name',
] as const;

/** Types that CloudFormation names by an id of the service; their `Name` is only a label. */
const NAMED_BY_ID = new Set([
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
]);

/** Types whose `Ref` is one of their attributes instead of their name. */
const REF_ATTRIBUTE: Readonly<Record<string, string>> = {
  'AWS::StepFunctions::StateMachine': 'Arn',
  'AWS::SNS::Topic': 'Arn',
  'AWS::Lambda::LayerVersion': 'Arn',
  'AWS::SQS::Queue': 'QueueUrl',
};

/** What stands in an ARN between the account and the name. */
const ARN_MIDDLE: Readonly<Record<string, string>> = {
  'AWS::Lambda::Function': 'function:',
  'AWS::Lambda::LayerVersion': 'layer:',
  'AWS::DynamoDB::Table': 'table/',
  'AWS::DynamoDB::GlobalTable': 'table/',
  'AWS::IAM::Role': 'role/',
  'AWS::KMS::Key': 'key/',
  'AWS::Cognito::UserPool': 'userpool/',
  'AWS::Logs::LogGroup': 'log-group:',
  'AWS::Scheduler::ScheduleGroup': 'schedule-group/',
  'AWS::SES::EmailIdentity': 'identity/',
  'AWS::StepFunctions::StateMachine': 'stateMachine:',
  'AWS::Events::Rule': 'rule/',
  'AWS::Events::EventBus': 'event-bus/',
};

/** Undefined: the type's `Ref` is its name. */
export function refAttribute(type: string): string | undefined {
  return REF_ATTRIBUTE[type];
}

/** The name a resource has on this machine: the given one, else stack and logical id (buckets: lower case, 63). */
export function localName(type: string, given: string | undefined, stack: string, logicalId: string): string {
  if (type === 'AWS::ApiGatewayV2::Api') return 'local';
  const name = given !== undefined && !NAMED_BY_ID.has(type) ? given : `${stack}-${logicalId}`;
  if (type === 'AWS::S3::Bucket') return name.toLowerCase().slice(0, 63);
  // A user pool's id is "<region>_<characters>" and stands in its issuer.
  if (type === 'AWS::Cognito::UserPool') return `${LOCAL_REGION}_${logicalId}`;
  if (type === 'AWS::Cognito::UserPoolClient') return logicalId;
  return name;
}

/** The ARN a resource has on this machine. */
export function localArn(type: string, name: string, account: string): string {
  if (type === 'AWS::S3::Bucket') return `arn:aws:s3:::${name}`;
  const service = (type.split('::')[1] ?? 'local').toLowerCase();
  const prefix = { stepfunctions: 'states', cognito: 'cognito-idp' }[service] ?? service;
  return `arn:aws:${prefix}:${LOCAL_REGION}:${account}:${ARN_MIDDLE[type] ?? ''}${name}`;
}
