import { Stack, Validations } from 'aws-cdk-lib';
import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';
import { logStreamsArn } from '../constructs/function-permissions.ts';
import { type FunctionDefinition, isAsynchronous } from '../functions/function-definition.ts';
import { objectsArn } from '../names.ts';
import type { Stage } from '../stages.ts';

export interface Acknowledgement {
  readonly id: string;
  readonly reason: string;
}

/** Findings of cdk-nag that we accept, one by one, each with its reason. Everything else stops the synthesis. */
export const acknowledgements = {
  failedQueue: [
    {
      id: 'AwsSolutions-SQS3',
      reason: 'It is itself where failed work ends; its depth is alarmed and the runbook says how to send it again.',
    },
    {
      id: 'Serverless-SQSRedrivePolicy',
      reason: 'It is itself where failed work ends; its depth is alarmed and the runbook says how to send it again.',
    },
  ],
  alarmMail: [
    {
      id: 'Serverless-SNSRedrivePolicy',
      reason: 'A mail that cannot be delivered has no queue worth keeping: the alarm itself stays in CloudWatch.',
    },
  ],
} as const satisfies Record<string, readonly Acknowledgement[]>;

const DEAD_LETTERS_ELSEWHERE: Acknowledgement = {
  id: 'Serverless-LambdaDLQ',
  reason: 'Failures go to the on-failure destination, which keeps the error as well as the event.',
};
const SYNCHRONOUS: Acknowledgement = {
  id: 'Serverless-LambdaDLQ',
  reason: 'Called by API Gateway only: the caller waits and gets the error, so there is no event to keep.',
};

const starOn = (resource: string, reason: string): Acknowledgement[] => [
  { id: `AwsSolutions-IAM5[Resource::${resource}]`, reason },
];

/** What a function's role needs a star for: its log streams, traces, and objects whose names people choose. */
export function acknowledgeFunction(construct: IConstruct, stage: Stage, definition: FunctionDefinition): void {
  Validations.of(construct).acknowledge(
    isAsynchronous(definition) ? DEAD_LETTERS_ELSEWHERE : SYNCHRONOUS,
    ...starOn(logStreamsArn(stage, definition.name), 'Lambda makes the names of the log streams of this log group.'),
    ...starOn('*', 'X-Ray has no resources to name: PutTraceSegments and PutTelemetryRecords take only a star.'),
    ...definition.buckets.flatMap((grant) =>
      starOn(objectsArn(stage, grant), 'Object keys hold dates and ids made at run time.'),
    ),
  );
}

/** GuardDuty names its own rule and looks at objects whatever their name. */
export function acknowledgeMalwareScan(
  construct: IConstruct,
  { managedRule, bucket, prefix }: { readonly managedRule: string; readonly bucket: Bucket; readonly prefix: string },
): void {
  const objects = `<${Stack.of(bucket).getLogicalId(bucket.node.defaultChild as CfnBucket)}.Arn>/${prefix}*`;
  Validations.of(construct).acknowledge(
    ...starOn(managedRule, 'GuardDuty makes the end of the name of the rule that it manages.'),
    ...starOn(objects, 'Everything that is uploaded is looked at, whatever its name.'),
  );
}

/** A route whose table says `public`: health, the reference, and the pages that a link and a datum open. */
export function acknowledgeRoute(construct: IConstruct, operationId: string): void {
  Validations.of(construct).acknowledge({
    id: 'AwsSolutions-APIG4',
    reason: `The route table says that ${operationId} is public: nothing of anybody is shown without a link and a datum.`,
  });
}

/** Lambda lists the streams of a table to find the one it follows; DynamoDB names streams by the time they were made. */
export function acknowledgeStream(construct: IConstruct, streams: string): void {
  Validations.of(construct).acknowledge(
    ...starOn(streams, 'DynamoDB names a stream by the time it was switched on; only streams of this table are meant.'),
  );
}

const BASIC_EXECUTION = 'arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';

/** The function that CDK itself brings to write a bucket's notification when a stack is deployed. */
export function acknowledgeNotifications(stack: IConstruct): void {
  const handler = stack.node.children.find((child) => child.node.id.startsWith('BucketNotificationsHandler'));
  if (handler === undefined) throw new Error('CDK no longer brings its notifications handler: see what replaced it');
  Validations.of(handler).acknowledge({
    id: `AwsSolutions-IAM4[Policy::${BASIC_EXECUTION}]`,
    reason: "It is CDK's own, runs only while the stack is deployed, and the managed policy lets it write logs only.",
  });
}
