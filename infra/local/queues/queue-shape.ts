import * as z from 'zod';
import type { Assembly } from '../assembly/assembly.ts';
import { parseJson } from '../assembly/json.ts';
import { propertiesOf } from '../assembly/resource.ts';

const redriveSchema = z.object({
  deadLetterTargetArn: z.string(),
  maxReceiveCount: z.coerce.number().int().positive(),
});
const queueSchema = z.object({
  VisibilityTimeout: z.coerce.number().default(30),
  MessageRetentionPeriod: z.coerce.number().default(345_600),
  DelaySeconds: z.coerce.number().default(0),
  FifoQueue: z.coerce.boolean().default(false),
  RedrivePolicy: z.union([redriveSchema, z.string()]).optional(),
});

/** A queue of the template. Times in seconds. */
export interface QueueShape {
  readonly name: string;
  readonly arn: string;
  readonly visibilitySeconds: number;
  readonly retentionSeconds: number;
  readonly delaySeconds: number;
  /** Where a message goes that was received so many times and never deleted. */
  readonly redrive: { readonly arn: string; readonly afterReceives: number } | undefined;
}

/** The template's queues. A FIFO queue is refused by name: its order is not kept here. */
export function queueShapes(assembly: Assembly): readonly QueueShape[] {
  return assembly.of('AWS::SQS::Queue').map((resource) => {
    const { RedrivePolicy, ...queue } = propertiesOf(resource, queueSchema);
    if (queue.FifoQueue) throw new Error(`${resource.logicalId}: FIFO queues are not available locally`);
    const redrive = typeof RedrivePolicy === 'string' ? redriveSchema.parse(parseJson(RedrivePolicy)) : RedrivePolicy;
    return {
      name: resource.name,
      arn: resource.arn,
      visibilitySeconds: queue.VisibilityTimeout,
      retentionSeconds: queue.MessageRetentionPeriod,
      delaySeconds: queue.DelaySeconds,
      redrive: redrive && { arn: redrive.deadLetterTargetArn, afterReceives: redrive.maxReceiveCount },
    };
  });
}
