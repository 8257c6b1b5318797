import * as z from 'zod';
import type { Assembly } from '../assembly/assembly.ts';
import { isJsonObject, type JsonObject, parseJson } from '../assembly/json.ts';
import { propertiesOf } from '../assembly/resource.ts';

const mappingSchema = z.object({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  Enabled: z.coerce.boolean().default(true),
  BatchSize: z.coerce.number().int().default(100),
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']).default('TRIM_HORIZON'),
  MaximumRetryAttempts: z.coerce.number().int().default(-1),
  BisectBatchOnFunctionError: z.coerce.boolean().default(false),
  FunctionResponseTypes: z.array(z.string()).default([]),
  FilterCriteria: z.object({ Filters: z.array(z.object({ Pattern: z.string() })).default([]) }).optional(),
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.string().optional() }).optional() }).optional(),
});

/** One consumer of a table's stream, as the template declares it. */
export interface StreamMapping {
  /** Stack and logical id: names the file with the consumer's position. */
  readonly id: string;
  readonly tableName: string;
  readonly eventSourceArn: string;
  readonly functionName: string;
  readonly batchSize: number;
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST';
  /** Retries of a failing batch; -1: for ever, as on AWS until the record expires. */
  readonly retries: number;
  readonly bisect: boolean;
  readonly reportsItemFailures: boolean;
  readonly filters: readonly JsonObject[];
  readonly onFailureArn: string | undefined;
}

/** The template's stream consumers; those of queues are in queues/. Another source is refused by name. */
export function streamMappings(assembly: Assembly): readonly StreamMapping[] {
  return assembly.of('AWS::Lambda::EventSourceMapping').flatMap((resource) => {
    const source = assembly.byArn(z.string().catch('').parse(resource.properties.EventSourceArn));
    if (source?.type === 'AWS::SQS::Queue') return [];
    if (!source?.type.startsWith('AWS::DynamoDB::'))
      throw new Error(`${resource.logicalId}: only streams and queues of the template can be consumed locally`);
    const mapping = propertiesOf(resource, mappingSchema);
    if (!mapping.Enabled) return [];
    return [
      {
        id: `${resource.stack}-${resource.logicalId}`,
        tableName: source.name,
        eventSourceArn: mapping.EventSourceArn,
        functionName: mapping.FunctionName,
        batchSize: mapping.BatchSize,
        startingPosition: mapping.StartingPosition,
        retries: mapping.MaximumRetryAttempts,
        bisect: mapping.BisectBatchOnFunctionError,
        reportsItemFailures: mapping.FunctionResponseTypes.includes('ReportBatchItemFailures'),
        filters: (mapping.FilterCriteria?.Filters ?? []).map(({ Pattern }) => {
          const pattern = parseJson(Pattern);
          if (!isJsonObject(pattern)) throw new Error(`${resource.logicalId}: filter ${Pattern} is not an object`);
          return pattern;
        }),
        onFailureArn: mapping.DestinationConfig?.OnFailure?.Destination,
      },
    ];
  });
}
