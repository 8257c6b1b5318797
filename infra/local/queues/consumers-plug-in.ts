import { setTimeout as sleep } from 'node:timers/promises';
import { lambda } from '../lambda/plug-in.ts';
import { plugIn } from '../plug-in.ts';
import { queues } from './plug-in.ts';
import { QueueConsumer } from './queue-consumer.ts';
import { queueMappings } from './queue-mappings.ts';

const LOOK_EVERY_MS = 10;

export interface QueueConsumers {
  /** No message waits for a function. */
  readonly caughtUp: boolean;
  settled(): Promise<void>;
}

/** Functions fed from queues. */
export const queueConsumers = plugIn<QueueConsumers>(['AWS::Lambda::EventSourceMapping'], (machine) => {
  const { lambdas } = lambda.of(machine);
  const consumers = queueMappings(machine.assembly).map((mapping) => {
    const queue = queues.of(machine).byArn(mapping.queueArn);
    if (queue === undefined) throw new Error(`${mapping.functionName}: the template has no queue ${mapping.queueArn}`);
    return new QueueConsumer(mapping, queue, lambdas);
  });
  const gives: QueueConsumers = {
    get caughtUp() {
      return consumers.every((consumer) => consumer.caughtUp);
    },
    settled: async () => {
      while (!gives.caughtUp) await sleep(LOOK_EVERY_MS);
    },
  };
  return {
    gives,
    begin: () => {
      for (const consumer of consumers) consumer.start();
    },
    drain: () => Promise.all(consumers.map((consumer) => consumer.stop())),
  };
});
