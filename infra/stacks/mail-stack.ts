import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import {
  CloudWatchDimensionSource,
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
} from 'aws-cdk-lib/aws-ses';
import type { Construct } from 'constructs';
import { configurationSetName } from '../names.ts';
import type { Stage } from '../stages.ts';

/** Dimension under which the metrics of a mail's fate are kept. */
export const MAIL_DIMENSION = 'ses:configuration-set';

/** The domain that mails leave from (Easy DKIM, own MAIL FROM) and what becomes of them: bounces, complaints, rejects. */
export class MailStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps & { readonly stage: Stage }) {
    super(scope, id, props);
    const { stage } = props;
    const configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      configurationSetName: configurationSetName(stage),
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
      // One list, which a person can read and lift by API (shared/mail/suppression.ts): SES's own would go on refusing.
      disableSuppressionList: true,
      // The account may switch it on for all: a link that SES rewrites would lie in its click log.
      vdmOptions: { engagementMetrics: false },
    });
    configurationSet.addEventDestination('Fate', {
      destination: EventDestination.cloudWatchDimensions([
        {
          source: CloudWatchDimensionSource.MESSAGE_TAG,
          name: MAIL_DIMENSION,
          defaultValue: configurationSetName(stage),
        },
      ]),
      events: [
        EmailSendingEvent.SEND,
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.REJECT,
      ],
    });
    // What comes back, to the function that sends nothing more there (functions/system); what arrived, to links (functions/statements).
    configurationSet.addEventDestination('Returned', {
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'Bus', 'default')),
      events: [
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.REJECT,
      ],
    });
    const identity = new EmailIdentity(this, 'Identity', {
      identity: Identity.domain(stage.mailDomain),
      mailFromDomain: `rebotes.${stage.mailDomain}`,
      configurationSet,
    });
    identity.applyRemovalPolicy(RemovalPolicy.RETAIN);
  }
}
