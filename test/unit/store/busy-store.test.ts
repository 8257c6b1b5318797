import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createAccessTrail } from '../../../shared/audit/access-trail.ts';
import { batchGet, batchPut } from '../../../shared/store/batches.ts';
import { documentClient } from '../../../shared/store/document-client.ts';
import { createRecordStore } from '../../../shared/store/record-store.ts';
import { STORE_PACE } from '../../../shared/store/retry-with-jitter.ts';
import { isThrottled, isUnreachable, StoreThrottled } from '../../../shared/store/store-failures.ts';

const mock = mockClient(DynamoDBDocumentClient);
process.env.AWS_REGION ??= 'us-east-1';
const client = documentClient();
const pace = { ...STORE_PACE, limitMs: 50, firstDelayMs: 1, longestDelayMs: 2 };

beforeEach(() => mock.reset());

describe('a batch that the store takes in parts', () => {
  it('is finished in the following tries, asking only for the rest', async () => {
    mock
      .on(BatchGetCommand)
      .resolvesOnce({ Responses: { t: [{ PK: 'A' }] }, UnprocessedKeys: { t: { Keys: [{ PK: 'B' }] } } })
      .resolvesOnce({ Responses: { t: [{ PK: 'B' }] } });
    expect(await batchGet(client, 't', [{ PK: 'A' }, { PK: 'B' }], { pace })).toEqual([{ PK: 'A' }, { PK: 'B' }]);
    expect(mock.commandCalls(BatchGetCommand)[1]?.args[0].input.RequestItems?.t?.Keys).toEqual([{ PK: 'B' }]);
  });

  it('is written without what was written before', async () => {
    const puts = ['A', 'B'].map((PK) => ({ PutRequest: { Item: { PK } } }));
    mock
      .on(BatchWriteCommand)
      .resolvesOnce({ UnprocessedItems: { t: puts.slice(1) } })
      .resolvesOnce({});
    await batchPut(client, 't', [{ PK: 'A' }, { PK: 'B' }], pace);
    const asked = mock.commandCalls(BatchWriteCommand).map(({ args }) => args[0].input.RequestItems?.t);
    expect(asked).toEqual([puts, puts.slice(1)]);
  });

  it('is read as it was last written when that is asked for', async () => {
    mock.on(BatchGetCommand).resolves({});
    await batchGet(client, 't', [{ PK: 'A' }], { consistent: true });
    expect(mock.commandCalls(BatchGetCommand)[0]?.args[0].input.RequestItems?.t?.ConsistentRead).toBe(true);
  });

  it('that never ends is given up within its time as throttled', async () => {
    const left = [{ PutRequest: { Item: { PK: 'A' } } }];
    mock.on(BatchWriteCommand).resolves({ UnprocessedItems: { t: left } });
    const error = await batchPut(client, 't', [{ PK: 'A' }], pace).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StoreThrottled);
    expect(isThrottled(error)).toBe(true);
    expect(mock.commandCalls(BatchWriteCommand).length).toBeGreaterThan(2);
  });
});

const named = (name: string, extra: object = {}) => Object.assign(new Error('x'), { name }, extra);

describe('a record whose item a transaction of somebody else holds', () => {
  const records = createRecordStore(client, 't', {
    schema: z.object({ id: z.string(), state: z.string(), version: z.int() }),
    keyOf: (id) => ({ PK: id, SK: 'R' }),
    idOf: ({ id }) => id,
    index: 'GSI1',
    partitionOf: () => undefined,
    sortedBy: () => '',
  });
  const record = { id: 'a', state: 'new', version: 1 };

  it('is written when that one is done', async () => {
    mock.on(PutCommand).rejectsOnce(named('TransactionConflictException')).resolves({});
    expect(await records.write(record)).toBe(true);
    expect(mock.commandCalls(PutCommand)).toHaveLength(2);
  });

  it('is written when the store, short for a moment, has taken breath', async () => {
    mock.on(PutCommand).rejectsOnce(named('ProvisionedThroughputExceededException')).resolves({});
    expect(await records.write(record)).toBe(true);
    expect(mock.commandCalls(PutCommand)).toHaveLength(2);
  });

  it('is over when one of several items has changed, whoever holds the others', async () => {
    const CancellationReasons = [{ Code: 'ConditionalCheckFailed' }, { Code: 'TransactionConflict' }];
    mock
      .on(TransactWriteCommand)
      .rejects(new TransactionCanceledException({ message: 'x', $metadata: {}, CancellationReasons }));
    mock.on(GetCommand).resolves({ Item: { ...record, state: 'old' } });
    expect(await records.write(record, [records.put(record)])).toBe(false);
    expect(mock.commandCalls(TransactWriteCommand)).toHaveLength(1);
  });

  it('is found as it was last written, not as an index or a copy shows it', async () => {
    mock.on(GetCommand).resolves({ Item: record });
    await records.find('a');
    expect(mock.commandCalls(GetCommand)[0]?.args[0].input.ConsistentRead).toBe(true);
  });

  it('is not written when it changed it, and that is not tried again', async () => {
    mock.on(PutCommand).rejects(named('ConditionalCheckFailedException'));
    mock.on(GetCommand).resolves({ Item: { ...record, state: 'old' } });
    expect(await records.write(record)).toBe(false);
    expect(mock.commandCalls(PutCommand)).toHaveLength(1);
  });
});

it('who looked at a record is read as it was last noted', async () => {
  mock.on(QueryCommand).resolves({ Items: [] });
  await createAccessTrail(client, 't').ofRecord('f-1', { limit: 5 });
  expect(mock.commandCalls(QueryCommand)[0]?.args[0].input).toMatchObject({ ConsistentRead: true, Limit: 6 });
});

describe('what other failures are', () => {
  it.each(['ProvisionedThroughputExceededException', 'ThrottlingException', 'RequestLimitExceeded'])(
    '%s is throttling',
    (name) => {
      expect(isThrottled(named(name))).toBe(true);
      expect(isUnreachable(named(name))).toBe(false);
    },
  );

  it('a refused connection, a reset one and a timeout are out of reach', () => {
    expect(isUnreachable(named('Error', { code: 'ECONNREFUSED' }))).toBe(true);
    expect(isUnreachable(named('Error', { code: 'ECONNRESET' }))).toBe(true);
    expect(isUnreachable(named('TimeoutError'))).toBe(true);
    expect([isUnreachable(named('ValidationException')), isUnreachable('text'), isThrottled(undefined)]).toEqual([
      false,
      false,
      false,
    ]);
  });
});
