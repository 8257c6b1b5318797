import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dispatch, jobFunctionsSchema } from '../../../shared/jobs/dispatch.ts';
import { createJobRequests, type JobRequest, jobEventSchema } from '../../../shared/jobs/job-request.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';

let dynamo: TestDynamo;
beforeAll(async () => {
  dynamo = await startTestDynamo();
});
afterAll(() => dynamo.stop());

const request = (name: string, task = 'post-file'): JobRequest => ({
  task,
  id: 'f-1',
  name,
  input: { reason: 'No llegó' },
  askedAt: '2026-11-20T12:00:00.000Z',
});
/** Records as Lambda delivers them. */
const records = (items: readonly object[]) =>
  items.map(
    (item, index) =>
      ({ dynamodb: { NewImage: marshall(item), SequenceNumber: `s${index}` } }) as unknown as DynamoDBRecord,
  );
const FUNCTIONS = {
  'post-file': 'cartera-local-recovery-post-file',
  'resend-report': 'cartera-local-recovery-send-report',
};

it('brings every request, written once a name, to the function of its task', async () => {
  const jobs = createJobRequests(dynamo.documents, dynamo.tables.SYSTEM_TABLE);
  expect(await jobs.ask(request('1'))).toBe(true);
  expect(await jobs.ask(request('1'))).toBe(false);
  expect(await jobs.ask(request('2', 'resend-report'))).toBe(true);
  const { Items = [] } = await dynamo.documents.send(new ScanCommand({ TableName: dynamo.tables.SYSTEM_TABLE }));
  expect(Items.map(({ SK, expiresAt }) => [SK, expiresAt])).toEqual(
    expect.arrayContaining([
      ['RUN#1', Date.parse('2026-11-27T12:00:00.000Z') / 1_000],
      ['RUN#2', Date.parse('2026-11-27T12:00:00.000Z') / 1_000],
    ]),
  );
  const called: unknown[] = [];
  const { response, dispatched } = await dispatch(
    FUNCTIONS,
    async (name, event) => void called.push([name, jobEventSchema.parse(event).job]),
    records(Items),
  );
  expect(response.batchItemFailures).toEqual([]);
  expect(dispatched).toHaveLength(2);
  expect(called).toEqual(
    expect.arrayContaining([
      [FUNCTIONS['post-file'], request('1')],
      [FUNCTIONS['resend-report'], request('2', 'resend-report')],
    ]),
  );
});

it.each([
  ['a function that cannot be called', request('2')],
  ['a task that nobody does', request('2', 'make-coffee')],
  ['a record that is no request', { PK: 'JOB#X', SK: 'RUN#2' }],
])('stops at %s: it and what comes behind it are delivered again', async (what, second) => {
  const called: string[] = [];
  const { response, dispatched, error } = await dispatch(
    FUNCTIONS,
    async (_name, { job }) => {
      if (what === 'a function that cannot be called' && job.name === '2') throw new Error('throttled');
      called.push(job.name);
    },
    records([request('1'), second, request('3')]),
  );
  expect(called).toEqual(['1']);
  expect(dispatched.map(({ name }) => name)).toEqual(['1']);
  expect(response.batchItemFailures).toEqual([{ itemIdentifier: 's1' }]);
  expect(error).toBeInstanceOf(Error);
});

it('delivers again the whole of a batch whose first request could not be dispatched', async () => {
  const busy = () => Promise.reject(new Error('throttled'));
  const { response, dispatched } = await dispatch(FUNCTIONS, busy, records([request('1'), request('2')]));
  expect([dispatched, response.batchItemFailures]).toEqual([[], [{ itemIdentifier: 's0' }]]);
});

it('reads the names of functions from the environment, and refuses what is no map', () => {
  expect(jobFunctionsSchema.parse(JSON.stringify(FUNCTIONS))).toEqual(FUNCTIONS);
  expect(() => jobFunctionsSchema.parse('[]')).toThrow();
});
