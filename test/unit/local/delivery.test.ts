import { readdirSync } from 'node:fs';
import path from 'node:path';
import { BatchWriteItemCommand, DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { StreamRecords } from '../../../infra/local/dynamodb/stream-records.ts';
import type { AwsEndpoints, Runner } from '../../../infra/local/runner.ts';
import { killableRunner } from '../../support/local-app-killed.ts';
import { localAppOfFile } from '../../support/local-app-of-file.ts';

const app = localAppOfFile();

const { folder } = app;

function dynamoFor({ region, credentials, dynamodbEndpoint }: AwsEndpoints): DynamoDBClient {
  return new DynamoDBClient({ region, credentials, endpoint: dynamodbEndpoint });
}

async function putMoves(endpoints: AwsEndpoints, from: number, count: number): Promise<void> {
  const client = dynamoFor(endpoints);
  for (let at = from; at < from + count; at += 25) {
    const items = Array.from({ length: Math.min(25, from + count - at) }, (_, n) => at + n);
    const requests = items.map((n) => ({ PutRequest: { Item: { PK: { S: 'P' }, SK: { S: `MOVE#${n}` } } } }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { 'local-things': requests } }));
  }
}

async function seen(runnerNow: Runner): Promise<string[]> {
  const client = dynamoFor(runnerNow.awsEndpoints);
  const found: string[] = [];
  let start: Record<string, never> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ TableName: runnerNow.tableNames.SEEN_TABLE!, ...(start ? { ExclusiveStartKey: start } : {}) }),
    );
    for (const item of page.Items ?? []) found.push(item.PK?.S ?? '');
    start = page.LastEvaluatedKey as Record<string, never> | undefined;
  } while (start !== undefined);
  return found;
}

describe('stream consumers', () => {
  it('deliver only what the filter wants, to every consumer, and resume where they were', async () => {
    const dataDir = folder('resume');
    let runner = await app.start({ dataDir });
    await putMoves(runner.awsEndpoints, 0, 60);
    await dynamoFor(runner.awsEndpoints).send(
      new PutItemCommand({ TableName: 'local-things', Item: { PK: { S: 'P' }, SK: { S: 'OTHER#1' } } }),
    );
    await runner.waitForStreams();
    const first = await seen(runner);
    expect(first.filter((key) => key.startsWith('consume/'))).toHaveLength(60);
    expect(first).toContain('slow/OTHER#1');
    expect(first).not.toContain('consume/OTHER#1');
    await runner.stop();

    runner = await app.start({ dataDir });
    await putMoves(runner.awsEndpoints, 60, 5);
    await runner.waitForStreams();
    expect((await seen(runner)).filter((key) => key.startsWith('consume/'))).toHaveLength(65);
  });

  it('send a record that keeps failing to the failure queue and go on with the others', async () => {
    const runner = await app.start({ dataDir: folder('poison') });
    await putMoves(runner.awsEndpoints, 0, 10);
    await dynamoFor(runner.awsEndpoints).send(
      new PutItemCommand({ TableName: 'local-things', Item: { PK: { S: 'P' }, SK: { S: 'MOVE#poison' } } }),
    );
    await putMoves(runner.awsEndpoints, 10, 10);
    await runner.waitForStreams();
    const letters = runner.dlq();
    expect(letters).toHaveLength(1);
    expect(letters[0]).toMatchObject({
      queue: 'local-failed',
      message: { requestContext: { condition: 'RetryAttemptsExhausted' }, DDBStreamBatchInfo: { batchSize: 1 } },
      payload: [{ dynamodb: { NewImage: { SK: { S: 'MOVE#poison' } } } }],
    });
    const keys = await seen(runner);
    for (let n = 0; n < 20; n += 1) expect(keys).toContain(`consume/MOVE#${n}`);
    const page = await (await fetch(`${runner.apiUrl}/_local`)).text();
    expect(page).toContain('Mensajes sin procesar (1)');
  });

  it('lose nothing to kill -9 with records pending, and trim only behind the slowest consumer', async () => {
    const dataDir = folder('killed');
    // On this date the second consumer of the fixture fails for ever: its records stay pending.
    const killed = await killableRunner(app.assemblyDir(), dataDir, '2000-01-01');
    await putMoves(killed.endpoints, 0, 3_000);
    await killed.kill();

    let runner = await app.start({ dataDir, today: '2000-01-01' });
    const furthest = async () => {
      const states = await (await fetch(`${runner.apiUrl}/_local/streams.json`)).json();
      return Math.max(
        ...z
          .array(z.object({ position: z.number() }))
          .parse(states)
          .map(({ position }) => position),
      );
    };
    await expect.poll(furthest, { timeout: 20_000 }).toBe(3_000);
    expect(await runner.trimStreams()).toBe(0);
    await runner.stop();

    runner = await app.start({ dataDir });
    await runner.waitForStreams();
    const keys = new Set(await seen(runner));
    for (let n = 0; n < 3_000; n += 1)
      if (!keys.has(`slow/MOVE#${n}`) || !keys.has(`consume/MOVE#${n}`)) throw new Error(`MOVE#${n} was lost`);
    // All are behind every consumer now, and the last one stays: sequence numbers go on from it. On a loaded machine
    // the runner's own trimming has taken a part of them.
    await runner.trimStreams();
    const records = new StreamRecords(path.join(dataDir, 'dynamodb.sqlite'));
    expect(records.count('local-things')).toBe(1);
    records.close();
    await putMoves(runner.awsEndpoints, 3_000, 1);
    await runner.waitForStreams();
    expect(await seen(runner)).toContain('slow/MOVE#3000');
  });
});

describe('S3 notifications', () => {
  it('reach the function for the prefix, and the failure queue after the retries', async () => {
    const runner = await app.start({ dataDir: folder('files') });
    runner.putObject('FILES_BUCKET', 'in/pagos de hoy ñ.txt', Buffer.from('1'));
    runner.putObject('FILES_BUCKET', 'elsewhere.txt', Buffer.from('2'));
    const s3 = new S3Client({ ...runner.awsEndpoints, forcePathStyle: true });
    await s3.send(new PutObjectCommand({ Bucket: runner.bucketNames.FILES_BUCKET!, Key: 'in/broken.txt', Body: '3' }));
    await runner.waitUntilQuiet();
    expect((await seen(runner)).filter((key) => key.startsWith('file/'))).toEqual(['file/in/pagos de hoy ñ.txt']);
    expect(runner.dlq()).toMatchObject([
      {
        queue: 'local-failed',
        message: { requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 2 } },
      },
    ]);
    expect(readdirSync(path.join(folder('files'), 'async'))).toEqual([]);
  });

  it('are delivered again after kill -9 in the middle of a call', async () => {
    const dataDir = folder('files-killed');
    const killed = await killableRunner(app.assemblyDir(), dataDir, '2026-11-20');
    const s3 = new S3Client({ ...killed.endpoints, forcePathStyle: true });
    const [bucket] = readdirSync(path.join(dataDir, 's3')).filter((name) => name.startsWith('data-files'));
    await s3.send(new PutObjectCommand({ Bucket: bucket!, Key: 'in/first.txt', Body: '1' }));
    await killed.kill();
    const runner = await app.start({ dataDir });
    await runner.waitUntilQuiet();
    expect(await seen(runner)).toContain('file/in/first.txt');
  });

  it('of a function that exceeds its timeout are retried, then given up', async () => {
    const runner = await app.start({ dataDir: folder('files-late') });
    runner.putObject('FILES_BUCKET', 'in/endless.txt', Buffer.from('1'));
    await runner.waitUntilQuiet();
    expect(runner.dlq()[0]?.reason).toContain('Task timed out after 2 seconds');
  });
});
