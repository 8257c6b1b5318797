import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Validations } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { failedQueueName } from '../names.ts';
import { acknowledgements } from '../policies/acknowledgements.ts';
import type { Stage } from '../stages.ts';

/** Fourteen days is the longest that SQS keeps a message: time to see the alarm, repair and send again. */
const KEPT_DAYS = 14;

/**
 * Where the work that a function could not do ends up. Its depth is alarmed (infra/alarms.ts): nothing is
 * lost silently. `name` is the function's, so that the runbook can say where to look.
 */
export function addFailedQueue(scope: Construct, id: string, stage: Stage, name: string): Queue {
  const queue = new Queue(scope, id, {
    queueName: failedQueueName(stage, name),
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(KEPT_DAYS),
  });
  Validations.of(queue).acknowledge(...acknowledgements.failedQueue);
  return queue;
}
