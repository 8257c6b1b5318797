import * as z from 'zod';
import type { JsonObject } from './json.ts';

/** Region and account of everything that runs on this machine. */
export const LOCAL_REGION = 'us-east-1';

/** One resource of the synthesized template, its properties with every intrinsic already resolved. */
export interface Resource {
  readonly type: string;
  readonly logicalId: string;
  readonly stack: string;
  /** The name by which other services call it (what `Ref` gives, save for types whose Ref is an ARN). */
  readonly name: string;
  readonly arn: string;
  readonly properties: JsonObject;
}

/** Checks a resource's properties against what the runner needs of them; the error names the resource. */
export function propertiesOf<T>(resource: Resource, schema: z.ZodType<T>): T {
  const result = schema.safeParse(resource.properties);
  if (!result.success)
    throw new Error(`${resource.stack}/${resource.logicalId} (${resource.type}): ${z.prettifyError(result.error)}`);
  return result.data;
}
