import * as z from 'zod';
import type { Assembly } from '../assembly/assembly.ts';
import type { Json } from '../assembly/json.ts';
import { LOCAL_REGION, propertiesOf } from '../assembly/resource.ts';
import type { AsyncInvocations, NotifiedObject } from '../lambda/async-invocations.ts';
import type { ObjectVersion } from './object-store.ts';

const ruleSchema = z.object({ Name: z.string(), Value: z.string() });
const notificationsSchema = z.object({
  BucketName: z.string(),
  NotificationConfiguration: z.object({
    LambdaFunctionConfigurations: z
      .array(
        z.object({
          Events: z.array(z.string()),
          LambdaFunctionArn: z.string(),
          Filter: z.object({ Key: z.object({ FilterRules: z.array(ruleSchema) }) }).optional(),
        }),
      )
      .default([]),
  }),
});

/** Which function hears of which objects. */
export interface NotificationRule {
  readonly bucket: string;
  /** "s3:ObjectCreated:*" or a single event. */
  readonly events: readonly string[];
  readonly functionArn: string;
  readonly prefix: string;
  readonly suffix: string;
}

/** What `bucket.addEventNotification(…, new LambdaDestination(fn))` synthesizes. */
export function notificationRules(assembly: Assembly): readonly NotificationRule[] {
  return assembly.of('Custom::S3BucketNotifications').flatMap((resource) => {
    const { BucketName, NotificationConfiguration } = propertiesOf(resource, notificationsSchema);
    return NotificationConfiguration.LambdaFunctionConfigurations.map((configuration) => {
      const rules = configuration.Filter?.Key.FilterRules ?? [];
      const named = (name: string): string => rules.find((rule) => rule.Name.toLowerCase() === name)?.Value ?? '';
      return {
        bucket: BucketName,
        events: configuration.Events,
        functionArn: configuration.LambdaFunctionArn,
        prefix: named('prefix'),
        suffix: named('suffix'),
      };
    });
  });
}

/**
 * Writes down the asynchronous calls that an arriving object causes, before the object becomes visible.
 * Returns a function that sets them going, for after the commit.
 */
export function holdNotifications(
  rules: readonly NotificationRule[],
  calls: AsyncInvocations,
  bucket: string,
  version: ObjectVersion,
  eventName: string,
): () => void {
  const object: NotifiedObject = { bucket, key: version.key, versionId: version.versionId };
  const held = rules
    .filter((rule) => rule.bucket === bucket && concerns(rule, version.key, eventName))
    .map((rule) => calls.hold(rule.functionArn, objectCreatedEvent(bucket, version, eventName), object));
  return () => {
    for (const id of held) calls.release(id);
  };
}

function concerns({ events, prefix, suffix }: NotificationRule, key: string, eventName: string): boolean {
  const heard = events.some((event) => {
    const name = event.replace(/^s3:/, '');
    return name.endsWith('*') ? eventName.startsWith(name.slice(0, -1)) : name === eventName;
  });
  return heard && key.startsWith(prefix) && key.endsWith(suffix);
}

/** S3's event, record version 2.1: the key form-encoded, as S3 sends it. */
function objectCreatedEvent(bucket: string, version: ObjectVersion, eventName: string): Json {
  const key = encodeURIComponent(version.key)
    .replaceAll('%2F', '/')
    .replaceAll('%20', '+')
    .replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  const versionId = version.versionId === 'null' ? {} : { versionId: version.versionId };
  return {
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: LOCAL_REGION,
        eventTime: version.modified,
        eventName,
        s3: {
          s3SchemaVersion: '1.0',
          configurationId: 'local',
          bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}`, ownerIdentity: { principalId: 'local' } },
          object: {
            key,
            size: version.size,
            eTag: version.etag,
            ...versionId,
            sequencer: Date.parse(version.modified).toString(16).toUpperCase(),
          },
        },
      },
    ],
  };
}
