import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { BatchWriteItemCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StreamRecord } from '../../../infra/local/dynamodb/stream-reader.ts';
import { failingNowAndThen } from '../../../infra/local/faults/aws-faults.ts';
import { DynamoFaults } from '../../../infra/local/faults/dynamodb-faults.ts';
import { FAULT_SHARES, type FaultKind, FaultPlan } from '../../../infra/local/faults/fault-plan.ts';
import { StreamFaults } from '../../../infra/local/faults/stream-faults.ts';
import type { Runner } from '../../../infra/local/runner.ts';
import { type LocalApp, localApp } from '../../support/local-app.ts';

/** Only these faults, and always. */
const always = (...kinds: readonly FaultKind[]) => ({
  strikes: (kind: FaultKind) => kinds.includes(kind),
  share: () => 0.5,
});

describe('a plan of faults', () => {
  const strikesOf = (seed: number, things: readonly string[]) => {
    const plan = new FaultPlan(seed);
    return things.map((thing) => plan.strikes('batch-reordered', 'a', thing));
  };
  const things = Array.from({ length: 2_000 }, (_, n) => `thing ${n}`);

  it('is the same for the same seed, in any order, and another for another', () => {
    expect(strikesOf(1, things)).toEqual(strikesOf(1, things));
    expect(strikesOf(1, things.toReversed()).toReversed()).toEqual(strikesOf(1, things));
    expect(strikesOf(2, things)).not.toEqual(strikesOf(1, things));
  });

  it('strikes the share of its kind, also of one thing that comes again and again', () => {
    for (const some of [things, things.map(() => 'the same')]) {
      const share = strikesOf(1, some).filter(Boolean).length / some.length;
      expect(share).toBeGreaterThan(FAULT_SHARES['batch-reordered'] - 0.05);
      expect(share).toBeLessThan(FAULT_SHARES['batch-reordered'] + 0.05);
    }
  });

  it('does not see instants and ids', () => {
    const inRun = (instant: string, id: string) =>
      things.map((thing) => `${thing} {"at":"${instant}","id":"${id}","epoch":${Date.parse(instant)}}`);
    const one = inRun('2026-11-19T10:00:00.000Z', '5f0c2b62-9f1e-4d53-a8a1-0c9a1a2b3c4d');
    const other = inRun('2027-01-02T11:12:13.456Z', 'a3bb189e-8bf9-4888-9912-ace4e6543002');
    expect(strikesOf(3, one)).toEqual(strikesOf(3, other));
  });

  it('tells what it struck', () => {
    const told: unknown[] = [];
    const plan = new FaultPlan(1, (fault) => told.push([fault.kind, fault.place]));
    const struck = things.filter((thing) => plan.strikes('throttled', 'GetItem x', thing));
    expect(struck.length).toBeGreaterThan(0);
    expect(told).toEqual(struck.map(() => ['throttled', 'GetItem x']));
  });
});

describe('DynamoDB', () => {
  const call = (operation: string, body: object) => {
    const text = JSON.stringify(body);
    return { operation, text, body: JSON.parse(text) };
  };
  const passing = async (faults: DynamoFaults, asked: ReturnType<typeof call>, answered = '{}') => {
    let calls = 0;
    const answer = await faults.pass(asked, async () => {
      calls += 1;
      return { status: 200, body: answered };
    });
    const told = JSON.parse(String(answer.body));
    return { calls, status: answer.status, error: String(told.__type ?? '').split('#')[1], told };
  };
  const put = call('PutItem', { TableName: 't' });

  it('refuses before it does anything, or fails behind it', async () => {
    expect(await passing(new DynamoFaults(always('throttled')), put)).toMatchObject({
      calls: 0,
      status: 400,
      error: 'ProvisionedThroughputExceededException',
    });
    expect(await passing(new DynamoFaults(always('conflict')), put)).toMatchObject({
      calls: 0,
      error: 'TransactionConflictException',
    });
    const before = await passing(new DynamoFaults(always('dynamodb-5xx-before')), put);
    expect(before).toMatchObject({ calls: 0, status: 500 });
    const after = await passing(new DynamoFaults(always('dynamodb-5xx-after')), put);
    expect(after).toMatchObject({ calls: 1, status: 500 });
    for (const operation of ['TransactWriteItems', 'BatchWriteItem']) {
      const written = await passing(new DynamoFaults(always('dynamodb-5xx-after')), call(operation, {}));
      expect([operation, written.calls, written.status]).toEqual([operation, 1, 500]);
    }
    const read = await passing(
      new DynamoFaults(always('dynamodb-5xx-after', 'conflict')),
      call('GetItem', { TableName: 't' }),
    );
    expect(read).toMatchObject({ calls: 1, status: 200 });
  });

  it('cancels a transaction with a reason for each of its items', async () => {
    const transaction = call('TransactWriteItems', { TransactItems: [{}, {}] });
    const { error, told } = await passing(new DynamoFaults(always('conflict')), transaction);
    expect(error).toBe('TransactionCanceledException');
    expect(told.CancellationReasons.map(({ Code }: { Code: string }) => Code)).toEqual(['TransactionConflict', 'None']);
  });

  it('answers from an index what it answered before, for a while, and late', async () => {
    const query = call('Query', { TableName: 't', IndexName: 'i' });
    const stale = new DynamoFaults(always('index-stale'));
    expect((await passing(stale, query, '{"Count":1}')).told).toEqual({ Count: 1 });
    expect(await passing(stale, query, '{"Count":2}')).toMatchObject({ calls: 0, told: { Count: 1 } });
    await new Promise((resolve) => setTimeout(resolve, 420));
    expect((await passing(stale, query, '{"Count":2}')).told).toEqual({ Count: 2 });
    const base = call('Query', { TableName: 't' });
    await passing(stale, base, '{"Count":1}');
    expect((await passing(stale, base, '{"Count":2}')).told).toEqual({ Count: 2 });
    const began = Date.now();
    await passing(new DynamoFaults(always('index-late')), query);
    expect(Date.now() - began).toBeGreaterThanOrEqual(190);
  });
});

describe('streams', () => {
  const record = (sequence: number, PK: string): StreamRecord => ({
    sequence,
    record: { dynamodb: { Keys: { PK: { S: PK } } } },
  });
  const batch = Array.from({ length: 40 }, (_, n) => record(n + 1, `P${n % 4}`));

  it('give batches in another order, but for the records of a partition', () => {
    const faults = new StreamFaults({ strikes: () => true, share: (thing) => new FaultPlan(5).share(thing) });
    const reordered = faults.reordered('c', batch);
    expect(reordered).not.toEqual(batch);
    expect(reordered.toSorted((a, b) => a.sequence - b.sequence)).toEqual(batch);
    for (const partition of ['P0', 'P1', 'P2', 'P3']) {
      const own = reordered.filter((one) => JSON.stringify(one.record).includes(`"${partition}"`));
      expect(own.map(({ sequence }) => sequence)).toEqual(
        own.map(({ sequence }) => sequence).toSorted((a, b) => a - b),
      );
    }
  });
});

describe('the AWS endpoint', () => {
  const request = (caller: string) => ({
    method: 'PUT',
    url: new URL('http://127.0.0.1/bucket/key'),
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=${caller}/20261120/us-east-1/s3/aws4_request` },
    body: Buffer.from('x'),
  });
  const asked = async (caller: string, ...kinds: readonly FaultKind[]) => {
    let calls = 0;
    const answer = failingNowAndThen(
      's3',
      () => {
        calls += 1;
        return { status: 200 };
      },
      always(...kinds),
      new Set(['Api']),
    );
    return [(await answer(request(caller))).status, calls];
  };

  it('fails for functions, before or behind the effect, and for nobody else', async () => {
    expect(await asked('Api', 'aws-5xx-before')).toEqual([500, 0]);
    expect(await asked('Api', 'aws-5xx-after')).toEqual([500, 1]);
    expect(await asked('Api')).toEqual([200, 1]);
    expect(await asked('runner', 'aws-5xx-before', 'aws-5xx-after')).toEqual([200, 1]);
  });
});

describe('a runner with faults', () => {
  let app: LocalApp;
  let runner: Runner;
  beforeAll(async () => {
    app = await localApp();
    runner = await app.start({ faults: 2 });
  });
  afterAll(async () => {
    await runner?.stop();
    app?.remove();
  });

  it('loses no record, and writes down what it did', async () => {
    const { region, credentials, dynamodbEndpoint } = runner.awsEndpoints;
    const client = new DynamoDBClient({ region, credentials, endpoint: dynamodbEndpoint });
    const RECORDS = 500;
    for (let from = 0; from < RECORDS; from += 25) {
      const keys = Array.from({ length: 25 }, (_, n) => from + n);
      const items = keys.map((n) => ({ PutRequest: { Item: { PK: { S: `P${n % 7}` }, SK: { S: `MOVE#${n}` } } } }));
      await client.send(new BatchWriteItemCommand({ RequestItems: { 'local-things': items } }));
      await runner.waitForStreams();
    }
    const { Items = [] } = await client.send(new ScanCommand({ TableName: runner.tableNames.SEEN_TABLE! }));
    const seen = new Set(Items.map(({ PK }) => PK?.S));
    for (let n = 0; n < RECORDS; n += 1)
      for (const consumer of ['consume', 'slow'])
        if (!seen.has(`${consumer}/MOVE#${n}`)) throw new Error(`MOVE#${n} was lost`);
    expect(runner.dlq()).toEqual([]);
    const file = path.join(app.dataDir, 'faults.jsonl');
    expect(existsSync(file)).toBe(true);
    const kinds = new Set(
      readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).kind),
    );
    for (const kind of ['batch-again', 'batch-reordered', 'throttled'])
      expect(kinds, [...kinds].join()).toContain(kind);
  });
});
