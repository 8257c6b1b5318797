import * as z from 'zod';
import type { Assembly } from '../assembly/assembly.ts';
import { propertiesOf } from '../assembly/resource.ts';

const keySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const projectionSchema = z.object({
  ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']).default('ALL'),
  NonKeyAttributes: z.array(z.string()).optional(),
});
const indexSchema = z.object({
  IndexName: z.string(),
  KeySchema: keySchema,
  Projection: projectionSchema.default({ ProjectionType: 'ALL' }),
});
const tableSchema = z.object({
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
  KeySchema: keySchema,
  GlobalSecondaryIndexes: z.array(indexSchema).default([]),
  LocalSecondaryIndexes: z.array(indexSchema).default([]),
  StreamSpecification: z
    .object({ StreamViewType: z.enum(['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES']) })
    .optional(),
  TimeToLiveSpecification: z.object({ Enabled: z.coerce.boolean(), AttributeName: z.string().optional() }).optional(),
});

/** One table of the template; `AWS::DynamoDB::Table` and `::GlobalTable` say the same about what matters here. */
export interface TableShape extends z.output<typeof tableSchema> {
  readonly tableName: string;
  /** Attribute with epoch seconds, when items expire. */
  readonly ttlAttribute: string | undefined;
}

export function tableShapes(assembly: Assembly): readonly TableShape[] {
  return assembly.of('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable').map((resource) => {
    const shape = propertiesOf(resource, tableSchema);
    const ttl = shape.TimeToLiveSpecification;
    return { ...shape, tableName: resource.name, ttlAttribute: ttl?.Enabled === true ? ttl.AttributeName : undefined };
  });
}
