import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { Assembly } from '../assembly/assembly.ts';
import { jsonSchema } from '../assembly/json.ts';
import { propertiesOf, type Resource } from '../assembly/resource.ts';
import { readDefinition } from './definition.ts';

const machineSchema = z.object({
  DefinitionString: z.string().optional(),
  Definition: jsonSchema.optional(),
  DefinitionS3Location: z.object({ Key: z.string() }).optional(),
  DefinitionSubstitutions: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
  RoleArn: z.string().optional(),
});

/** A state machine of the template. */
export interface Machine {
  readonly arn: string;
  readonly name: string;
  readonly roleArn: string;
  /** In Amazon States Language, with every reference of the template resolved. */
  readonly definition: string;
}

/** The template's state machines. One that the interpreter would not obey in every field throws, by its name. */
export function stateMachines(assembly: Assembly): readonly Machine[] {
  return assembly.of('AWS::StepFunctions::StateMachine').map((resource) => {
    const { RoleArn = '', ...properties } = propertiesOf(resource, machineSchema);
    const definition = definitionText(properties, resource, assembly).replace(/\$\{(\w+)\}/g, (whole, name: string) =>
      String(properties.DefinitionSubstitutions[name] ?? whole),
    );
    try {
      readDefinition(definition);
    } catch (error) {
      throw new Error(`${resource.stack}/${resource.logicalId}: ${error instanceof Error ? error.message : error}`);
    }
    return { arn: resource.arn, name: resource.name, roleArn: RoleArn, definition };
  });
}

function definitionText(
  { DefinitionString, Definition, DefinitionS3Location }: Omit<z.output<typeof machineSchema>, 'RoleArn'>,
  { logicalId }: Resource,
  assembly: Assembly,
): string {
  if (DefinitionString !== undefined) return DefinitionString;
  if (Definition !== undefined) return JSON.stringify(Definition);
  const file = assembly.assetPath(DefinitionS3Location?.Key ?? '');
  if (file === undefined) throw new Error(`${logicalId}: the assembly holds no definition`);
  return readFileSync(file, 'utf8');
}
