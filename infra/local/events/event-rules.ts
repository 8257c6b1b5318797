import * as z from 'zod';
import type { Assembly } from '../assembly/assembly.ts';
import { type Json, jsonSchema } from '../assembly/json.ts';
import { propertiesOf } from '../assembly/resource.ts';

const targetSchema = z.object({
  Id: z.string(),
  Arn: z.string(),
  Input: z.string().optional(),
  InputPath: z.string().optional(),
  InputTransformer: z
    .object({ InputPathsMap: z.record(z.string(), z.string()).default({}), InputTemplate: z.string() })
    .optional(),
  DeadLetterConfig: z.object({ Arn: z.string().optional() }).optional(),
});
const ruleSchema = z.object({
  EventBusName: z.string().default('default'),
  EventPattern: jsonSchema.optional(),
  ScheduleExpression: z.string().optional(),
  State: z.string().default('ENABLED'),
  Targets: z.array(targetSchema).default([]),
});

export type EventTarget = z.output<typeof targetSchema>;

/** Which events of a bus go where. */
export interface EventRule {
  readonly name: string;
  readonly arn: string;
  readonly bus: string;
  readonly pattern: Json;
  readonly targets: readonly EventTarget[];
}

/** The template's rules with a pattern. One with a schedule is refused by name: schedules are EventBridge Scheduler's. */
export function eventRules(assembly: Assembly): readonly EventRule[] {
  return assembly.of('AWS::Events::Rule').flatMap((resource) => {
    const { EventBusName, EventPattern, ScheduleExpression, State, Targets } = propertiesOf(resource, ruleSchema);
    if (EventPattern === undefined || ScheduleExpression !== undefined)
      throw new Error(`${resource.logicalId}: only rules with an event pattern are available locally`);
    if (State === 'DISABLED') return [];
    const { name, arn } = resource;
    return [{ name, arn, bus: busName(EventBusName), pattern: EventPattern, targets: Targets }];
  });
}

/** A bus is named by its name or by its ARN. */
export const busName = (bus: string): string => bus.replace(/^arn:.*:event-bus\//, '');
