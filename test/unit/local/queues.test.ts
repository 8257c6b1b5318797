import { readdirSync } from 'node:fs';
import path from 'node:path';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  PurgeQueueCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import type { AwsEndpoints, Runner } from '../../../infra/local/runner.ts';
import { killableRunner } from '../../support/local-app-killed.ts';
import { localAppOfFile } from '../../support/local-app-of-file.ts';

const app = localAppOfFile();

const { folder } = app;
const sqsOf = ({ region, credentials, endpoint }: AwsEndpoints) => new SQSClient({ region, credentials, endpoint });
const urlOf = async (sqs: SQSClient, QueueName: string) =>
  (await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl ?? '';

/** Order → how often it was taken. */
async function ordersTaken(now: Runner): Promise<Record<string, number>> {
  const { region, credentials, dynamodbEndpoint } = now.awsEndpoints;
  const dynamo = new DynamoDBClient({ region, credentials, endpoint: dynamodbEndpoint });
  const { Items = [] } = await dynamo.send(new ScanCommand({ TableName: now.tableNames.SEEN_TABLE! }));
  const orders = Items.flatMap(({ PK, times }) =>
    PK?.S?.startsWith('order/') ? [[PK.S.slice('order/'.length), Number(times?.N)] as const] : [],
  );
  return Object.fromEntries(orders);
}

describe('a queue', () => {
  it('sends, receives, hides, gives back and deletes as the SDK expects', async () => {
    const runner = await app.start({ dataDir: folder('api') });
    const sqs = sqsOf(runner.awsEndpoints);
    const QueueUrl = await urlOf(sqs, 'local-failed');
    const receive = async (more: object = {}) =>
      (await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...more }))).Messages ?? [];
    const sent = await sqs.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: 'año ñ',
        MessageAttributes: { area: { DataType: 'String', StringValue: 'recovery' } },
      }),
    );
    const [message] = await receive();
    expect(message).toMatchObject({
      MessageId: sent.MessageId,
      Body: 'año ñ',
      Attributes: { ApproximateReceiveCount: '1' },
      MessageAttributes: { area: { StringValue: 'recovery' } },
    });
    expect(await receive()).toEqual([]);
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    expect(Attributes).toMatchObject({ ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '1' });

    const ReceiptHandle = message!.ReceiptHandle!;
    await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    const [again] = await receive({ VisibilityTimeout: 1 });
    expect(again?.Attributes?.ApproximateReceiveCount).toBe('2');
    // The first receipt is worth nothing any more.
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    const [third] = await receive({ WaitTimeSeconds: 3 });
    expect(third?.Attributes?.ApproximateReceiveCount).toBe('3');
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: third!.ReceiptHandle! }));
    expect(readdirSync(path.join(folder('api'), 'queues', 'local-failed'))).toEqual([]);

    const Entries = ['a', 'b', 'c'].map((Id) => ({ Id, MessageBody: Id, DelaySeconds: Id === 'c' ? 60 : 0 }));
    expect((await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }))).Successful).toHaveLength(3);
    const batch = await receive();
    expect(batch.map(({ Body }) => Body)).toEqual(['a', 'b']);
    const handles = batch.map(({ ReceiptHandle }, n) => ({ Id: String(n), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: handles }));
    await sqs.send(new PurgeQueueCommand({ QueueUrl }));
    expect(readdirSync(path.join(folder('api'), 'queues', 'local-failed'))).toEqual([]);
    await expect(urlOf(sqs, 'nobody')).rejects.toBeInstanceOf(QueueDoesNotExist);
  });

  it('keeps its messages and what was received of them through a restart', async () => {
    const dataDir = folder('kept');
    let runner = await app.start({ dataDir });
    const first = sqsOf(runner.awsEndpoints);
    const before = await urlOf(first, 'local-failed');
    for (const MessageBody of ['one', 'two'])
      await first.send(new SendMessageCommand({ QueueUrl: before, MessageBody }));
    await first.send(new ReceiveMessageCommand({ QueueUrl: before }));
    await runner.stop();
    runner = await app.start({ dataDir });
    const second = sqsOf(runner.awsEndpoints);
    const QueueUrl = await urlOf(second, 'local-failed');
    const { Messages } = await second.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    expect(Messages?.map(({ Body }) => Body)).toEqual(['two']);
  });
});

describe('a function that a queue feeds', () => {
  it('takes what another function sends; what fails comes again and then goes to the failure queue', async () => {
    const runner = await app.start({ dataDir: folder('fed') });
    const order = (body: string) => fetch(`${runner.apiUrl}/orders`, { method: 'POST', body });
    for (const body of ['1', '2', 'bad 3', '4']) expect((await order(body)).status).toBe(202);
    await runner.waitUntilQuiet();
    expect(await ordersTaken(runner)).toEqual({ '1': 1, '2': 1, '4': 1 });
    expect(runner.dlq()).toMatchObject([{ queue: 'local-failed', function: 'local-orders', payload: 'bad 3' }]);
    const sqs = sqsOf(runner.awsEndpoints);
    const QueueUrl = await urlOf(sqs, 'local-failed');
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    expect(Messages?.map(({ Body }) => Body)).toEqual(['bad 3']);
  });

  it('gets a whole batch again when it throws', async () => {
    const runner = await app.start({ dataDir: folder('thrown') });
    const sqs = sqsOf(runner.awsEndpoints);
    const QueueUrl = await urlOf(sqs, 'local-orders');
    const Entries = ['deadly', '5'].map((MessageBody, n) => ({ Id: String(n), MessageBody }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    await runner.waitUntilQuiet();
    const lost = runner.dlq().map(({ payload }) => payload);
    expect(lost).toContain('deadly');
    expect([...lost, ...Object.keys(await ordersTaken(runner))].sort()).toEqual(['5', 'deadly']);
  });

  it('loses nothing to kill -9', async () => {
    const dataDir = folder('killed');
    const victim = await killableRunner(app.assemblyDir(), dataDir);
    const sqs = sqsOf(victim.endpoints);
    const QueueUrl = await urlOf(sqs, 'local-orders');
    const bodies = Array.from({ length: 200 }, (_, n) => `order ${n}`);
    for (let from = 0; from < bodies.length; from += 10) {
      const Entries = bodies.slice(from, from + 10).map((MessageBody, n) => ({ Id: String(n), MessageBody }));
      await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    }
    await victim.kill();
    const runner = await app.start({ dataDir });
    await runner.waitUntilQuiet();
    expect(Object.keys(await ordersTaken(runner)).sort()).toEqual(bodies.sort());
    expect(runner.dlq()).toEqual([]);
  });
});
