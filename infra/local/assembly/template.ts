import * as z from 'zod';
import { jsonSchema, readJsonFile } from './json.ts';

const jsonRecord = z.record(z.string(), jsonSchema);

const templateSchema = z.object({
  Resources: z
    .record(
      z.string(),
      z.object({ Type: z.string(), Properties: jsonRecord.optional(), Condition: z.string().optional() }),
    )
    .default({}),
  Outputs: z
    .record(z.string(), z.object({ Value: jsonSchema, Export: z.object({ Name: jsonSchema }).optional() }))
    .default({}),
  Parameters: z.record(z.string(), z.object({ Type: z.string(), Default: jsonSchema.optional() })).default({}),
  Conditions: jsonRecord.default({}),
  Mappings: z.record(z.string(), z.record(z.string(), jsonRecord)).default({}),
});

/** One stack's template as synthesized, before intrinsics are resolved. */
export interface Template {
  readonly stack: string;
  readonly account: string;
  readonly body: z.output<typeof templateSchema>;
}

export function readTemplate(stack: string, account: string, file: string): Template {
  return { stack, account, body: readJsonFile(file, templateSchema) };
}
