import { LOCAL_REGION } from '../assembly/resource.ts';
import { awsEndpoint } from '../aws-endpoint.ts';
import { plugIn } from '../plug-in.ts';
import { callerOf } from '../recording/caller.ts';
import { recording } from '../recording/plug-in.ts';
import { DeadLetters } from './dead-letters.ts';
import { type GiveUp, MessageQueue } from './message-queue.ts';
import { queueShapes } from './queue-shape.ts';
import { answerSqs } from './sqs-api.ts';

export interface LocalQueues {
  /** Where events go that nothing could process. */
  readonly deadLetters: DeadLetters;
  /** Undefined: the template has no such queue. */
  byArn(arn: string): MessageQueue | undefined;
  all(): readonly MessageQueue[];
}

/** The template's queues, in the data folder. */
export const queues = plugIn<LocalQueues>(['AWS::SQS::Queue'], (machine) => {
  const { assembly, account, inside } = machine;
  const byName = new Map<string, MessageQueue>();
  const byArn = (arn: string): MessageQueue | undefined => byName.get(assembly.byArn(arn)?.name ?? '');
  const deadLetters = new DeadLetters(inside('dlq'), byArn);
  const giveUp: GiveUp = ({ id, body, attributes, sender, receives }, { name, redrive }) => {
    const message = { messageId: id, body };
    const reason = `${receives} recepciones sin éxito`;
    const queue = byArn(redrive?.arn ?? '');
    queue?.send(body, { attributes, sender });
    deadLetters.tell(queue?.shape.name, { function: name, reason, message, payload: body });
  };
  for (const shape of queueShapes(assembly)) byName.set(shape.name, new MessageQueue(shape, inside('queues'), giveUp));

  const aws = awsEndpoint.of(machine);
  const record = recording.of(machine);
  const urlOf = (queue: string): string => `${aws.url}/${account}/${queue}`;
  aws.serve('sqs', ({ headers, body }) => {
    const operation = headers['x-amz-target']?.split('.')[1] ?? '';
    const queue = /"QueueUrl":"[^"]*\/([^"/]+)"/.exec(body.toString())?.[1] ?? '*';
    record({
      function: callerOf(headers.authorization),
      service: 'sqs',
      action: `sqs:${operation.replace(/Batch$/, '')}`,
      resource: `arn:aws:sqs:${LOCAL_REGION}:${account}:${queue}`,
    });
    return answerSqs(operation, body.toString(), { queues: byName, urlOf });
  });
  return { gives: { deadLetters, byArn, all: () => [...byName.values()] } };
});
