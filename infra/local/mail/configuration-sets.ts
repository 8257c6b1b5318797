import * as z from 'zod';
import type { Assembly } from '../assembly/assembly.ts';
import { propertiesOf } from '../assembly/resource.ts';
import { busName } from '../events/event-rules.ts';

const destinationSchema = z.object({
  ConfigurationSetName: z.string(),
  EventDestination: z.object({
    Enabled: z.coerce.boolean().default(true),
    MatchingEventTypes: z.array(z.string()),
    EventBridgeDestination: z.object({ EventBusArn: z.string() }).optional(),
  }),
});
const identitySchema = z.object({
  EmailIdentity: z.string(),
  ConfigurationSetAttributes: z.object({ ConfigurationSetName: z.string().optional() }).optional(),
});

/** Which fates of mails go to which bus. */
export interface FeedbackDestination {
  readonly configurationSet: string;
  /** "bounce", "complaint", "delivery", "send" … */
  readonly fates: ReadonlySet<string>;
  readonly bus: string;
}

/** The configuration sets' event destinations that are buses; others (metrics) have nothing to do here. */
export function feedbackDestinations(assembly: Assembly): readonly FeedbackDestination[] {
  return assembly.of('AWS::SES::ConfigurationSetEventDestination').flatMap((resource) => {
    const { ConfigurationSetName, EventDestination } = propertiesOf(resource, destinationSchema);
    const { Enabled, MatchingEventTypes, EventBridgeDestination } = EventDestination;
    if (!Enabled || EventBridgeDestination === undefined) return [];
    const fates = new Set(MatchingEventTypes.map((type) => type.toLowerCase()));
    return [{ configurationSet: ConfigurationSetName, fates, bus: busName(EventBridgeDestination.EventBusArn) }];
  });
}

/** The configuration set that a sender's identity (address or domain) brings when the mail names none. */
export function defaultConfigurationSets(assembly: Assembly): (from: string) => string | undefined {
  const byIdentity = new Map(
    assembly.of('AWS::SES::EmailIdentity').map((resource) => {
      const { EmailIdentity, ConfigurationSetAttributes } = propertiesOf(resource, identitySchema);
      return [EmailIdentity.toLowerCase(), ConfigurationSetAttributes?.ConfigurationSetName];
    }),
  );
  return (from) => {
    const address = (/<([^>]+)>/.exec(from)?.[1] ?? from).trim().toLowerCase();
    return byIdentity.get(address) ?? byIdentity.get(address.split('@')[1] ?? '');
  };
}
