import type { JsonObject } from '../assembly/json.ts';
import { awsEndpoint } from '../aws-endpoint.ts';
import { lambda } from '../lambda/plug-in.ts';
import { LOCAL_SECRET, plugIn } from '../plug-in.ts';
import { recording } from '../recording/plug-in.ts';
import { s3Actions } from '../recording/s3-actions.ts';
import { createBuckets } from './buckets.ts';
import { holdNotifications, notificationRules } from './notifications.ts';
import type { ObjectArriving } from './object-operations.ts';
import { ObjectStore, type ObjectVersion } from './object-store.ts';
import { answerS3, type S3ServerOptions } from './s3-server.ts';
import { element, textElement } from './xml.ts';

/** Told of each object of a bucket once it is there. */
export type ArrivalListener = (object: Pick<ObjectVersion, 'key' | 'versionId' | 'etag'>) => void;

export interface LocalBuckets {
  follow(bucket: string, listener: ArrivalListener): void;
  /** Gives a version its one tag. Throws S3Error. */
  tag(bucket: string, version: Pick<ObjectVersion, 'key' | 'versionId'>, name: string, value: string): void;
  /** The newest versions of a bucket without any tag. Throws S3Error. */
  untagged(bucket: string): readonly ObjectVersion[];
  /** Stores an object in a bucket by its name; notifications go out as for any upload. */
  put(bucket: string, key: string, bytes: Uint8Array): ObjectVersion;
  /** The newest bytes of an object. Throws S3Error. */
  read(bucket: string, key: string): Buffer;
  /** The objects under a prefix, as ListObjectsV2 describes them. Throws S3Error. */
  list(bucket: string, prefix: string): readonly JsonObject[];
}

/** The template's buckets, and the functions that hear of their objects. */
export const s3 = plugIn<LocalBuckets>(['AWS::S3::Bucket', 'Custom::S3BucketNotifications'], (machine) => {
  const { assembly, inside } = machine;
  const { calls } = lambda.of(machine);
  const record = recording.of(machine);
  const store = new ObjectStore(inside('s3'));
  createBuckets(assembly, store);
  const rules = notificationRules(assembly);
  const followed = new Map<string, ArrivalListener>();
  const arriving: ObjectArriving = (bucket, version, event) => {
    const release = holdNotifications(rules, calls, bucket, version, event);
    return () => {
      release();
      followed.get(bucket)?.(version);
    };
  };
  const called: S3ServerOptions['called'] = (request, accessKeyId) => {
    for (const { action, resource } of s3Actions(request))
      record({ function: accessKeyId, service: 's3', action, resource });
  };
  awsEndpoint
    .of(machine)
    .serve('s3', (request) => answerS3(request, { store, secret: LOCAL_SECRET, arriving, called }));
  return {
    gives: {
      follow: (bucket, listener) => followed.set(bucket, listener),
      tag: (bucket, { key, versionId }, name, value) => {
        const tag = element('Tag', textElement('Key', name), textElement('Value', value));
        const tags = element('Tagging', element('TagSet', tag));
        store.replace(bucket, { ...store.version(bucket, key, versionId), tags });
      },
      untagged: (bucket) =>
        store
          .keys(bucket)
          .flatMap((versions) => versions.at(-1) ?? [])
          .filter(({ tags, deleted }) => tags === undefined && deleted !== true),
      put: (bucket, key, bytes) =>
        store.put(bucket, key, Buffer.from(bytes), {}, (version) => arriving(bucket, version, 'ObjectCreated:Put')),
      read: (bucket, key) => store.bytes(bucket, store.version(bucket, key)),
      list: (bucket, prefix) =>
        store
          .keys(bucket)
          .flatMap((versions) => versions.at(-1) ?? [])
          .filter(({ key, deleted }) => deleted !== true && key.startsWith(prefix))
          .map(({ key, etag, size, modified }) => ({
            Key: key,
            Etag: `"${etag}"`,
            Size: size,
            LastModified: modified,
            StorageClass: 'STANDARD',
          })),
    },
    begin: () =>
      calls.resume(({ bucket, key, versionId }) =>
        store.versions(bucket, key).some((version) => version.versionId === versionId),
      ),
  };
});
