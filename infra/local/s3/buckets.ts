import * as z from 'zod';
import type { Assembly } from '../assembly/assembly.ts';
import { propertiesOf } from '../assembly/resource.ts';
import type { ObjectStore } from './object-store.ts';

const bucketSchema = z.object({
  VersioningConfiguration: z.object({ Status: z.string() }).optional(),
  ObjectLockEnabled: z.coerce.boolean().default(false),
  ObjectLockConfiguration: z
    .object({
      Rule: z
        .object({
          DefaultRetention: z.object({
            Mode: z.string(),
            Days: z.coerce.number().optional(),
            Years: z.coerce.number().optional(),
          }),
        })
        .optional(),
    })
    .optional(),
});

/** Makes the template's buckets; their objects, if any, are already in the folder. */
export function createBuckets(assembly: Assembly, store: ObjectStore): void {
  for (const resource of assembly.of('AWS::S3::Bucket')) {
    const properties = propertiesOf(resource, bucketSchema);
    const retention = properties.ObjectLockConfiguration?.Rule?.DefaultRetention;
    store.createBucket(resource.name, {
      // Object Lock works on versions, so it turns versioning on.
      versioned: properties.VersioningConfiguration?.Status === 'Enabled' || properties.ObjectLockEnabled,
      objectLock: properties.ObjectLockEnabled,
      defaultRetention:
        retention === undefined
          ? undefined
          : { mode: retention.Mode, days: retention.Days ?? (retention.Years ?? 0) * 365 },
    });
  }
}
