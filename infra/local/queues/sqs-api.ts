import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { type Json, type JsonObject, jsonSchema, parseJson } from '../assembly/json.ts';
import { type Answer, jsonAnswer } from '../http-messages.ts';
import { type MessageQueue, md5Of, type ReceivedMessage } from './message-queue.ts';

/** SQS refuses larger bodies (bytes). */
const BODY_LIMIT_BYTES = 1024 * 1024;
const LOOK_EVERY_MS = 20;

class SqsError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

export interface SqsOptions {
  /** By name. */
  readonly queues: ReadonlyMap<string, MessageQueue>;
  /** The address of a queue on this machine. */
  urlOf(queue: string): string;
}

const entry = z.object({
  MessageBody: z.string().min(1),
  DelaySeconds: z.number().optional(),
  MessageAttributes: z.record(z.string(), jsonSchema).optional(),
});
const ofQueue = z.object({ QueueUrl: z.string() });
const receipt = z.object({ ReceiptHandle: z.string() });
const visibility = receipt.extend({ VisibilityTimeout: z.number() });
const batchOf = <T extends z.ZodRawShape>(shape: z.ZodObject<T>) =>
  ofQueue.extend({
    Entries: z
      .array(shape.extend({ Id: z.string() }))
      .min(1)
      .max(10),
  });

type Operation = (body: Json, options: SqsOptions) => JsonObject | Promise<JsonObject>;

/** The SQS API in its JSON protocol; an operation that is not here is refused by name. */
export async function answerSqs(operation: string, body: string, options: SqsOptions): Promise<Answer> {
  try {
    const run = OPERATIONS[operation];
    if (run === undefined) throw new SqsError('UnknownOperationException', `${operation} is not available locally`);
    return jsonAnswer(200, await run(parseJson(body === '' ? '{}' : body), options), 'application/x-amz-json-1.0');
  } catch (error) {
    const refusal = error instanceof z.ZodError ? new SqsError('InvalidParameterValue', z.prettifyError(error)) : error;
    if (!(refusal instanceof SqsError)) throw error;
    const told = { __type: `com.amazonaws.sqs#${refusal.name}`, message: refusal.message };
    return jsonAnswer(400, told, 'application/x-amz-json-1.0');
  }
}

function operation<T>(
  shape: z.ZodType<T>,
  run: (request: T, options: SqsOptions) => JsonObject | Promise<JsonObject>,
): Operation {
  return (body, options) => run(shape.parse(body), options);
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  GetQueueUrl: operation(z.object({ QueueName: z.string() }), ({ QueueName }, options) => {
    queueAt(QueueName, options);
    return { QueueUrl: options.urlOf(QueueName) };
  }),
  ListQueues: operation(z.object({ QueueNamePrefix: z.string().default('') }), ({ QueueNamePrefix }, options) => ({
    QueueUrls: [...options.queues.keys()].filter((name) => name.startsWith(QueueNamePrefix)).map(options.urlOf),
  })),
  GetQueueAttributes: operation(ofQueue, ({ QueueUrl }, options) => {
    const { shape, size, visible } = queueAt(QueueUrl, options);
    return {
      Attributes: {
        QueueArn: shape.arn,
        VisibilityTimeout: String(shape.visibilitySeconds),
        MessageRetentionPeriod: String(shape.retentionSeconds),
        DelaySeconds: String(shape.delaySeconds),
        ApproximateNumberOfMessages: String(visible),
        ApproximateNumberOfMessagesNotVisible: String(size - visible),
      },
    };
  }),
  SendMessage: operation(entry.extend(ofQueue.shape), (message, options) =>
    send(queueAt(message.QueueUrl, options), message),
  ),
  SendMessageBatch: operation(batchOf(entry), ({ QueueUrl, Entries }, options) => {
    const queue = queueAt(QueueUrl, options);
    return { Successful: Entries.map((message) => ({ Id: message.Id, ...send(queue, message) })), Failed: [] };
  }),
  ReceiveMessage: operation(
    ofQueue.extend({
      MaxNumberOfMessages: z.int().min(1).max(10).default(1),
      VisibilityTimeout: z.number().optional(),
      WaitTimeSeconds: z.number().max(20).default(0),
    }),
    async ({ QueueUrl, MaxNumberOfMessages, VisibilityTimeout, WaitTimeSeconds }, options) => {
      const queue = queueAt(QueueUrl, options);
      const until = Date.now() + WaitTimeSeconds * 1000;
      for (;;) {
        const received = queue.receive(MaxNumberOfMessages, VisibilityTimeout);
        if (received.length > 0) return { Messages: received.map(described) };
        if (Date.now() >= until) return {};
        await sleep(LOOK_EVERY_MS);
      }
    },
  ),
  DeleteMessage: operation(receipt.extend(ofQueue.shape), ({ QueueUrl, ReceiptHandle }, options) => {
    queueAt(QueueUrl, options).delete(ReceiptHandle);
    return {};
  }),
  DeleteMessageBatch: operation(batchOf(receipt), ({ QueueUrl, Entries }, options) => {
    const queue = queueAt(QueueUrl, options);
    for (const { ReceiptHandle } of Entries) queue.delete(ReceiptHandle);
    return { Successful: Entries.map(({ Id }) => ({ Id })), Failed: [] };
  }),
  ChangeMessageVisibility: operation(visibility.extend(ofQueue.shape), (request, options) => {
    const { QueueUrl, ReceiptHandle, VisibilityTimeout } = request;
    if (!queueAt(QueueUrl, options).changeVisibility(ReceiptHandle, VisibilityTimeout))
      throw new SqsError('MessageNotInflight', 'the message is not received under that handle');
    return {};
  }),
  PurgeQueue: operation(ofQueue, ({ QueueUrl }, options) => {
    queueAt(QueueUrl, options).purge();
    return {};
  }),
};

/** By the last part of its address, whatever host and port it names: those change from start to start. */
function queueAt(url: string, { queues }: SqsOptions): MessageQueue {
  const queue = queues.get(url.split('/').at(-1) ?? '');
  if (queue === undefined) throw new SqsError('QueueDoesNotExist', 'The specified queue does not exist.');
  return queue;
}

function send(
  queue: MessageQueue,
  { MessageBody, DelaySeconds, MessageAttributes }: z.output<typeof entry>,
): JsonObject {
  if (Buffer.byteLength(MessageBody) > BODY_LIMIT_BYTES)
    throw new SqsError('InvalidParameterValue', 'the message has more than 1 MiB');
  const { id, body } = queue.send(MessageBody, {
    ...(DelaySeconds === undefined ? {} : { delaySeconds: DelaySeconds }),
    ...(MessageAttributes === undefined ? {} : { attributes: MessageAttributes }),
  });
  return { MessageId: id, MD5OfMessageBody: md5Of(body) };
}

function described(message: ReceivedMessage): JsonObject {
  return {
    MessageId: message.id,
    ReceiptHandle: message.receipt,
    Body: message.body,
    MD5OfBody: md5Of(message.body),
    Attributes: {
      ApproximateReceiveCount: String(message.receives),
      SentTimestamp: String(message.sentAt),
      SenderId: message.sender,
    },
    MessageAttributes: message.attributes,
  };
}
