import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { type Json, type JsonObject, parseJson } from '../assembly/json.ts';
import { LOCAL_REGION } from '../assembly/resource.ts';
import { passesFilters } from '../events/event-pattern.ts';
import { RunnerStopping } from '../lambda/lambda-error.ts';
import type { LambdaRuntime } from '../lambda/lambda-runtime.ts';
import { type MessageQueue, md5Of, type ReceivedMessage } from './message-queue.ts';
import type { QueueMapping } from './queue-mappings.ts';

const IDLE_WAIT_MS = 25;
/** A message that failed comes again after this long. AWS waits for the visibility timeout; nobody here wants to. */
const RETRY_AFTER_SECONDS = 1;

const partialFailureSchema = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish(),
});

/**
 * Feeds a function from a queue, in batches, until stopped: what the function took is deleted, what failed comes again,
 * and after the queue's receives goes to its failure queue.
 */
export class QueueConsumer {
  readonly #mapping: QueueMapping;
  readonly #queue: MessageQueue;
  readonly #lambdas: Pick<LambdaRuntime, 'invoke'>;
  readonly #stop = new AbortController();
  #running: Promise<unknown> = Promise.resolve();

  constructor(mapping: QueueMapping, queue: MessageQueue, lambdas: Pick<LambdaRuntime, 'invoke'>) {
    this.#mapping = mapping;
    this.#queue = queue;
    this.#lambdas = lambdas;
  }

  /** Nothing waits on the queue, and nothing of it is under way. */
  get caughtUp(): boolean {
    return this.#queue.size === 0;
  }

  start(): void {
    this.#queue.releaseAll();
    this.#running = Promise.all(Array.from({ length: this.#mapping.mostAtOnce }, () => this.#poll()));
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #poll(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const batch = this.#queue.receive(this.#mapping.batchSize);
      if (batch.length > 0) await this.#deliver(batch);
      else await sleep(IDLE_WAIT_MS, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }

  async #deliver(batch: readonly ReceivedMessage[]): Promise<void> {
    const { filters, functionName, queueArn } = this.#mapping;
    const wanted = batch.filter((message) => passesFilters(filters, filtered(message)));
    // A message that no filter wants is gone, as on AWS.
    for (const message of batch) if (!wanted.includes(message)) this.#queue.delete(message.receipt);
    if (wanted.length === 0) return;
    const failed = await this.#failuresOf(functionName, wanted, queueArn);
    for (const { id, receipt } of wanted)
      if (failed === 'all' || failed.has(id)) this.#queue.changeVisibility(receipt, RETRY_AFTER_SECONDS);
      else this.#queue.delete(receipt);
  }

  async #failuresOf(
    functionName: string,
    batch: readonly ReceivedMessage[],
    queueArn: string,
  ): Promise<'all' | ReadonlySet<string>> {
    try {
      const answer = await this.#lambdas.invoke(functionName, { Records: batch.map((one) => recordOf(one, queueArn)) });
      if (!this.#mapping.reportsItemFailures) return new Set();
      const told = partialFailureSchema.safeParse(answer ?? {});
      const ids = told.data?.batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier) ?? [];
      // Lambda takes an answer it cannot read, or an unknown identifier, for a failure of the whole batch.
      if (!told.success || ids.some((id) => !batch.some((message) => message.id === id))) return 'all';
      return new Set(ids);
    } catch (error) {
      if (!(error instanceof RunnerStopping)) console.error(`Cola → ${functionName}: ${String(error)}`);
      return 'all';
    }
  }
}

/** What FilterCriteria sees: the body as JSON when it is. */
function filtered(message: ReceivedMessage): JsonObject {
  let body: Json = message.body;
  try {
    body = parseJson(message.body);
  } catch {
    // A body that is no JSON is matched as text.
  }
  return { body, messageAttributes: message.attributes };
}

function recordOf(message: ReceivedMessage, queueArn: string): JsonObject {
  return {
    messageId: message.id,
    receiptHandle: message.receipt,
    body: message.body,
    attributes: {
      ApproximateReceiveCount: String(message.receives),
      SentTimestamp: String(message.sentAt),
      SenderId: message.sender,
      ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
    },
    messageAttributes: Object.fromEntries(
      Object.entries(message.attributes).map(([name, value]) => [name, attributeOf(value)]),
    ),
    md5OfBody: md5Of(message.body),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: LOCAL_REGION,
  };
}

const attributeSchema = z.looseObject({ DataType: z.string(), StringValue: z.string().optional() });

/** Lambda writes the members of an attribute in lower case. */
function attributeOf(value: Json): JsonObject {
  const { DataType, StringValue } = attributeSchema.parse(value);
  const lists = { stringListValues: [], binaryListValues: [] };
  return { dataType: DataType, ...(StringValue === undefined ? {} : { stringValue: StringValue }), ...lists };
}
