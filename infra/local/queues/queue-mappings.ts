import * as z from 'zod';
import type { Assembly } from '../assembly/assembly.ts';
import { isJsonObject, type JsonObject, parseJson } from '../assembly/json.ts';
import { propertiesOf } from '../assembly/resource.ts';

const mappingSchema = z.object({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  Enabled: z.coerce.boolean().default(true),
  BatchSize: z.coerce.number().int().default(10),
  FunctionResponseTypes: z.array(z.string()).default([]),
  FilterCriteria: z.object({ Filters: z.array(z.object({ Pattern: z.string() })).default([]) }).optional(),
  ScalingConfig: z.object({ MaximumConcurrency: z.coerce.number().int() }).optional(),
});

/** A function that a queue feeds, as the template declares it. */
export interface QueueMapping {
  readonly queueArn: string;
  readonly functionName: string;
  readonly batchSize: number;
  /** Batches that may be under way at the same time. */
  readonly mostAtOnce: number;
  readonly reportsItemFailures: boolean;
  readonly filters: readonly JsonObject[];
}

/** Lambda begins with five pollers of a queue; one machine never needs more. */
const POLLERS = 5;

export function queueMappings(assembly: Assembly): readonly QueueMapping[] {
  return assembly.of('AWS::Lambda::EventSourceMapping').flatMap((resource) => {
    const mapping = propertiesOf(resource, mappingSchema);
    if (assembly.byArn(mapping.EventSourceArn)?.type !== 'AWS::SQS::Queue' || !mapping.Enabled) return [];
    return [
      {
        queueArn: mapping.EventSourceArn,
        functionName: mapping.FunctionName,
        batchSize: mapping.BatchSize,
        mostAtOnce: Math.min(POLLERS, mapping.ScalingConfig?.MaximumConcurrency ?? POLLERS),
        reportsItemFailures: mapping.FunctionResponseTypes.includes('ReportBatchItemFailures'),
        filters: (mapping.FilterCriteria?.Filters ?? []).map(({ Pattern }) => {
          const pattern = parseJson(Pattern);
          if (!isJsonObject(pattern)) throw new Error(`${resource.logicalId}: filter ${Pattern} is not an object`);
          return pattern;
        }),
      },
    ];
  });
}
