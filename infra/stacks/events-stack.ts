import { Stack, type StackProps } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Bucket, EventType } from 'aws-cdk-lib/aws-s3';
import { LambdaDestination } from 'aws-cdk-lib/aws-s3-notifications';
import type { Construct } from 'constructs';
import type { AppFunction } from '../constructs/app-function.ts';
import { followStreams, type Tables } from '../constructs/follow-stream.ts';
import { addAssetsLayer, addFunction, type Deployment } from '../deployment.ts';
import { FUNCTIONS } from '../functions.ts';
import { bucketName } from '../names.ts';
import { acknowledgeNotifications } from '../policies/acknowledgements.ts';

export interface EventsStackProps extends StackProps {
  readonly deployment: Deployment;
  readonly tables: Tables;
}

/** What runs because something happened: a bank file arrived, an entry was written, a mail came back. */
export class EventsStack extends Stack {
  constructor(scope: Construct, id: string, props: EventsStackProps) {
    super(scope, id, props);
    const { deployment, tables } = props;
    const assets = addAssetsLayer(this, deployment);
    for (const { name, triggers } of FUNCTIONS) {
      // What people or the clock call stands with them, whatever else calls it.
      if (triggers.some(({ type }) => type === 'http' || type === 'schedule')) continue;
      const consumer = addFunction(this, deployment, name, assets);
      if (triggers.some(({ type }) => type === 'intake-file')) this.#notifyOfFiles(deployment, consumer);
      followStreams(deployment.stage, tables, consumer);
      for (const trigger of triggers) {
        if (trigger.type !== 'bus') continue;
        new Rule(consumer, 'BusRule', {
          eventPattern: { source: [trigger.source], detailType: [...trigger.detailTypes] },
          targets: [
            new LambdaFunction(
              consumer.lambda,
              consumer.failed === undefined ? {} : { deadLetterQueue: consumer.failed },
            ),
          ],
        });
      }
    }
  }

  /**
   * The bucket lives in the data stack and is referred to by name: the notification belongs to its consumer,
   * and the two stacks do not need each other.
   */
  #notifyOfFiles({ stage }: Deployment, consumer: AppFunction): void {
    const intake = Bucket.fromBucketName(this, 'IntakeBucket', bucketName(stage, 'INTAKE_BUCKET'));
    intake.addEventNotification(EventType.OBJECT_CREATED, new LambdaDestination(consumer.lambda));
    acknowledgeNotifications(this);
  }
}
