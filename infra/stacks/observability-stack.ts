import { Duration, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Dashboard, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { AlarmDefinition } from '../alarms/alarm-definition.ts';
import { alarmDefinitions, apiAlarm } from '../alarms.ts';
import { dashboardWidgets } from '../dashboard.ts';
import { resourceName } from '../names.ts';
import { acknowledgements } from '../policies/acknowledgements.ts';
import type { Stage } from '../stages.ts';

export interface ObservabilityStackProps extends StackProps {
  readonly stage: Stage;
  readonly apiId: string;
}

/** Where an operator reads what to do. */
export const RUNBOOK = 'docs/runbook.md';

const metricOf = ({ metric }: AlarmDefinition) =>
  new Metric({
    namespace: metric.namespace,
    metricName: metric.name,
    dimensionsMap: { ...metric.dimensions },
    statistic: metric.statistic,
    period: Duration.minutes(metric.periodMinutes),
  });

/** Alarms that say the business impact and where to read on, the people they reach, and one dashboard (infra/dashboard.ts). */
export class ObservabilityStack extends Stack {
  constructor(scope: Construct, id: string, props: ObservabilityStackProps) {
    super(scope, id, props);
    const { stage } = props;
    const people = this.#addTopic(stage);
    for (const definition of [...alarmDefinitions(stage), apiAlarm(props.apiId)]) {
      const alarm = new Alarm(this, constructIdOf(definition.name), {
        alarmName: resourceName(stage, definition.name),
        alarmDescription: `${definition.impact} Qué hacer: ${RUNBOOK}#${definition.runbookSection}`,
        metric: metricOf(definition),
        threshold: definition.threshold,
        evaluationPeriods: definition.periods,
        ...(definition.sounds === 'silence'
          ? {
              comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
              treatMissingData: TreatMissingData.BREACHING,
            }
          : {
              comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
              // Quiet hours send no data points; they are not a fault.
              treatMissingData: TreatMissingData.NOT_BREACHING,
            }),
      });
      alarm.addAlarmAction(new SnsAction(people));
      alarm.addOkAction(new SnsAction(people));
    }
    new Dashboard(this, 'Dashboard', {
      dashboardName: resourceName(stage, 'operation'),
      widgets: dashboardWidgets(stage, props.apiId, RUNBOOK),
    });
  }

  #addTopic(stage: Stage): Topic {
    const key = new Key(this, 'AlarmsKey', {
      alias: resourceName(stage, 'alarms'),
      description: 'Alarms on their way to people',
      enableKeyRotation: true,
    });
    key.grant(new ServicePrincipal('cloudwatch.amazonaws.com'), 'kms:Decrypt', 'kms:GenerateDataKey');
    const topic = new Topic(this, 'Alarms', {
      topicName: resourceName(stage, 'alarms'),
      displayName: 'Cartera: alarmas',
      masterKey: key,
      enforceSSL: true,
    });
    topic.grantPublish(new ServicePrincipal('cloudwatch.amazonaws.com'));
    const subscription = topic.addSubscription(new EmailSubscription(stage.alarmEmail));
    Validations.of(subscription).acknowledge(...acknowledgements.alarmMail);
    return topic;
  }
}

const constructIdOf = (name: string) =>
  name
    .split('-')
    .map((part) => `${part.charAt(0).toUpperCase()}${part.slice(1)}`)
    .join('');
