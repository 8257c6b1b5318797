import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { ScheduleTrigger } from '../functions/function-definition.ts';
import { functionName, resourceName } from '../names.ts';
import type { Stage } from '../stages.ts';
import type { AppFunction } from './app-function.ts';

/** Hermosillo keeps one time all year, so no run is skipped or doubled by a change of clocks. */
const TIME_ZONE = 'America/Hermosillo';
/** One hour: a daily job that late is for a person to look at, and the queue's alarm says so. */
const LATEST_SECONDS = 3600;
const RETRIES = 5;

export interface BusinessScheduleProps {
  readonly stage: Stage;
  readonly groupName: string;
  readonly trigger: ScheduleTrigger;
  readonly target: AppFunction;
  readonly failed: Queue;
}

/**
 * A schedule in local time whose event carries the instant it was meant for (`scheduledTime`, UTC), so that a
 * late or repeated delivery is about the same business day.
 */
export class BusinessSchedule extends Construct {
  constructor(scope: Construct, id: string, props: BusinessScheduleProps) {
    super(scope, id);
    const { stage, trigger, target, failed } = props;
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stage.account } },
      }),
      description: `Lets the schedule ${trigger.name} call ${functionName(stage, target.definition.name)}`,
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [target.lambda.functionArn] }),
    );
    role.addToPolicy(new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [failed.queueArn] }));
    const schedule = new CfnSchedule(this, 'Schedule', {
      name: resourceName(stage, trigger.name),
      description: trigger.purpose,
      groupName: props.groupName,
      scheduleExpression: trigger.expression,
      scheduleExpressionTimezone: TIME_ZONE,
      flexibleTimeWindow: { mode: 'OFF' },
      state: 'ENABLED',
      target: {
        arn: target.lambda.functionArn,
        roleArn: role.roleArn,
        input: JSON.stringify({ ...trigger.input, scheduledTime: '<aws.scheduler.scheduled-time>' }),
        deadLetterConfig: { arn: failed.queueArn },
        retryPolicy: { maximumEventAgeInSeconds: LATEST_SECONDS, maximumRetryAttempts: RETRIES },
      },
    });
    schedule.node.addDependency(role);
  }
}
