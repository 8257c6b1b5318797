import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient, GetItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  RedriveExecutionCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import aslValidator from 'asl-validator';
import { describe, expect, it } from 'vitest';
import type { AwsEndpoints } from '../../../../infra/local/runner.ts';
import { killableRunner } from '../../../support/local-app-killed.ts';
import { localAppOfFile } from '../../../support/local-app-of-file.ts';

const ITEMS = 1_000;
/** Of the fixture's distributed map. */
const AT_ONCE = 16;

const app = localAppOfFile();

const clientsOf = ({ region, credentials, endpoint, dynamodbEndpoint }: AwsEndpoints) => ({
  states: new SFNClient({ region, credentials, endpoint }),
  s3: new S3Client({ region, credentials, endpoint, forcePathStyle: true }),
  dynamo: new DynamoDBClient({ region, credentials, endpoint: dynamodbEndpoint }),
});
type Clients = ReturnType<typeof clientsOf>;

interface Places {
  readonly seen: string;
  readonly files: string;
}
/** Names are the same for every start of one template. */
async function placesOf(dataDir: string): Promise<Places> {
  const looking = await app.start({ dataDir });
  const places = { seen: looking.tableNames.SEEN_TABLE!, files: looking.bucketNames.FILES_BUCKET! };
  await looking.stop();
  return places;
}

async function machineArn({ states }: Clients): Promise<string> {
  const { stateMachines } = await states.send(new ListStateMachinesCommand({}));
  return stateMachines?.find(({ name }) => name === 'local-approved')?.stateMachineArn ?? '';
}

async function tokenOf({ dynamo }: Clients, seen: string, execution: string): Promise<string> {
  for (;;) {
    const Key = { PK: { S: `token/${execution}` } };
    const { Item } = await dynamo.send(new GetItemCommand({ TableName: seen, Key, ConsistentRead: true }));
    if (Item?.token?.S !== undefined) return Item.token.S;
    await sleep(20);
  }
}

/** Item → how often it was worked on. */
async function timesOf({ dynamo }: Clients, TableName: string): Promise<Map<string, number>> {
  const times = new Map<string, number>();
  let next: object | undefined;
  do {
    const { Items, LastEvaluatedKey } = await dynamo.send(
      new ScanCommand({ TableName, ...(next === undefined ? {} : { ExclusiveStartKey: next as never }) }),
    );
    for (const { PK, times: done } of Items ?? []) if (done !== undefined) times.set(PK?.S ?? '', Number(done.N));
    next = LastEvaluatedKey;
  } while (next !== undefined);
  return times;
}

const putItems = ({ s3 }: Clients, Bucket: string, count: number) =>
  s3.send(
    new PutObjectCommand({
      Bucket,
      Key: 'items.json',
      Body: JSON.stringify(Array.from({ length: count }, (_, item) => item)),
    }),
  );

async function ended({ states }: Clients, executionArn: string) {
  for (;;) {
    const description = await states.send(new DescribeExecutionCommand({ executionArn }));
    if (description.status !== 'RUNNING') return description;
    await sleep(50);
  }
}

async function inItsOwnProcess(dataDir: string) {
  const { endpoints, kill } = await killableRunner(app.assemblyDir(), dataDir);
  return { clients: clientsOf(endpoints), kill };
}

describe('an execution through kill -9', () => {
  it('waits for its approval and goes through a thousand items, each done, only those under way done twice', async () => {
    const dataDir = app.folder('killed');
    const { seen, files } = await placesOf(dataDir);
    const first = await inItsOwnProcess(dataDir);
    await putItems(first.clients, files, ITEMS);
    const stateMachineArn = await machineArn(first.clients);
    const { executionArn = '' } = await first.clients.states.send(
      new StartExecutionCommand({ stateMachineArn, name: 'killed', input: '{}' }),
    );
    const token = await tokenOf(first.clients, seen, 'killed');
    await sleep(200);
    await first.kill();

    // The token outlives the process that made it; the answer outlives the next one.
    const second = await inItsOwnProcess(dataDir);
    await second.clients.states.send(new SendTaskSuccessCommand({ taskToken: token, output: '{"approved":true}' }));
    while ((await timesOf(second.clients, seen)).size < ITEMS / 3) await sleep(20);
    await second.kill();

    const third = await inItsOwnProcess(dataDir);
    while ((await timesOf(third.clients, seen)).size < (ITEMS * 2) / 3) await sleep(20);
    await third.kill();

    const runner = await app.start({ dataDir });
    const clients = clientsOf(runner.awsEndpoints);
    const { status, output } = await ended(clients, executionArn);
    expect(status).toBe('SUCCEEDED');
    expect(JSON.parse(output ?? '')).toEqual(Array.from({ length: ITEMS }, (_, item) => item));
    const times = await timesOf(clients, seen);
    expect(times.size).toBe(ITEMS);
    const twice = [...times.values()].filter((count) => count > 1);
    console.log(`items run twice after two kills: ${twice.length} of ${ITEMS}`);
    expect(twice.length).toBeLessThanOrEqual(2 * AT_ONCE);
    expect(Math.max(...times.values())).toBeLessThanOrEqual(3);
    const Key = { PK: { S: 'token/killed' } };
    const { Item } = await clients.dynamo.send(new GetItemCommand({ TableName: seen, Key }));
    expect([Item?.token?.S, Item?.asked?.N]).toEqual([token, '1']);
  }, 120_000);
});

describe('the API that the SDK speaks', () => {
  it('starts, describes, lists, tells, stops and redrives', async () => {
    const runner = await app.start({ dataDir: app.folder('api') });
    const clients = clientsOf(runner.awsEndpoints);
    const { states } = clients;
    const seen = runner.tableNames.SEEN_TABLE!;
    await putItems(clients, runner.bucketNames.FILES_BUCKET!, 3);
    const stateMachineArn = await machineArn(clients);
    const start = (input: string) => states.send(new StartExecutionCommand({ stateMachineArn, name: 'one', input }));
    const { executionArn = '', startDate } = await start('{"a":1}');
    expect(executionArn).toBe('arn:aws:states:us-east-1:000000000000:execution:local-approved:one');
    expect(await start('{"a":1}')).toMatchObject({ executionArn, startDate });
    await expect(start('{"a":2}')).rejects.toBeInstanceOf(ExecutionAlreadyExists);

    const stopped = await tokenOf(clients, seen, 'one');
    await states.send(new SendTaskHeartbeatCommand({ taskToken: stopped }));
    await states.send(new StopExecutionCommand({ executionArn, error: 'Enough', cause: 'by hand' }));
    const description = await ended(clients, executionArn);
    expect(description).toMatchObject({ status: 'ABORTED', error: 'Enough', cause: 'by hand', input: '{"a":1}' });
    expect(description.stopDate).toBeInstanceOf(Date);
    const late = states.send(new SendTaskSuccessCommand({ taskToken: stopped, output: '1' }));
    await expect(late).rejects.toBeInstanceOf(TaskTimedOut);

    await states.send(new RedriveExecutionCommand({ executionArn }));
    let taskToken = stopped;
    while (taskToken === stopped) taskToken = await tokenOf(clients, seen, 'one');
    await states.send(new SendTaskSuccessCommand({ taskToken, output: '{}' }));
    expect(await ended(clients, executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      output: '[0,1,2]',
      redriveCount: 1,
    });

    const history = await states.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 3 }));
    expect(history.events?.map(({ id, type }) => [id, type])).toEqual([
      [1, 'ExecutionStarted'],
      [2, 'TaskStateEntered'],
      [3, 'TaskScheduled'],
    ]);
    expect(history.events?.[1]?.stateEnteredEventDetails?.name).toBe('AskSomebody');
    const reverse = { executionArn, reverseOrder: true, maxResults: 1 };
    expect((await states.send(new GetExecutionHistoryCommand(reverse))).events?.[0]).toMatchObject({
      type: 'ExecutionSucceeded',
      executionSucceededEventDetails: { output: '[0,1,2]' },
    });
    const listed = await states.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'SUCCEEDED' }));
    expect(listed.executions?.map(({ name }) => name)).toEqual(['one']);
    await runner.waitUntilQuiet();
  }, 60_000);

  it('reads from the template what asl-validator finds valid', async () => {
    const runner = await app.start({ dataDir: app.folder('asl') });
    const machines = runner.assembly.of('AWS::StepFunctions::StateMachine');
    expect(machines.map(({ name }) => name)).toEqual(['local-approved']);
    for (const { properties } of machines) {
      const { isValid, errorsText } = aslValidator(JSON.parse(String(properties.DefinitionString)));
      expect(isValid, errorsText('\n')).toBe(true);
    }
    expect([...runner.assembly.unresolved]).toEqual([]);
  });
});
