import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../../../infra/local/assembly/json.ts';
import { createTables } from '../../../../infra/local/dynamodb/create-tables.ts';
import { LambdaError } from '../../../../infra/local/lambda/lambda-error.ts';
import { dynamodbIntegration } from '../../../../infra/local/step-functions/dynamodb-integration.ts';
import { startExecution } from '../../../../infra/local/step-functions/execution-integration.ts';
import { functionItself, lambdaInvoke } from '../../../../infra/local/step-functions/lambda-integration.ts';
import { startTestDynamo, type TestDynamo } from '../../../support/dynamo.ts';
import { type StateMachineWorld, stateMachineWorld } from '../../../support/state-machine-world.ts';

const machine = (states: object) => ({ QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states });
const task = (Resource: string, Arguments: Json, more: object = {}) => ({
  Type: 'Task',
  Resource,
  Arguments,
  End: true,
  ...more,
});

let world: StateMachineWorld;
beforeAll(() => {
  world = stateMachineWorld();
});
beforeEach(() => world.tasks.clear());
afterAll(() => world.close());

describe('lambda:invoke', () => {
  const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:work';
  const later: Json[] = [];
  const lambdas = {
    lambdas: {
      find: () => {
        throw new Error('not asked');
      },
      invoke: async (name: string, event: Json) => {
        if (name === 'nobody') throw new LambdaError('ResourceNotFoundException', 'Function not found: nobody');
        if (event === 'bad') throw new LambdaError('DayClosed', 'the day is closed', ['at close']);
        return { name, event };
      },
    },
    calls: { accept: (_name: string, event: Json) => void later.push(event) },
  };
  const RESOURCE = 'arn:aws:states:::lambda:invoke';
  beforeEach(() => world.tasks.set('lambda:invoke', lambdaInvoke(lambdas)));

  it('gives the answer under Payload, or sends an event', async () => {
    const call = { FunctionName: FUNCTION, Payload: { day: '{% $states.input.day %}' } };
    const { ended } = await world.run(machine({ Call: task(RESOURCE, call) }), { day: 'x' });
    expect(ended?.output).toEqual({
      ExecutedVersion: '$LATEST',
      Payload: { name: FUNCTION, event: { day: 'x' } },
      StatusCode: 200,
    });
    const event = { ...call, InvocationType: 'Event' };
    expect((await world.run(machine({ Call: task(RESOURCE, event) }), { day: 'y' })).ended?.output).toEqual({
      StatusCode: 202,
    });
    expect(later).toEqual([{ day: 'y' }]);
  });

  it('fails with the name that the function threw, and by a name of its own when there is no such function', async () => {
    const bad = task(RESOURCE, { FunctionName: FUNCTION, Payload: '{% "bad" %}' });
    const { ended } = await world.run(machine({ Call: bad }));
    expect(ended?.error).toBe('DayClosed');
    expect(JSON.parse(ended?.cause ?? '')).toEqual({
      errorMessage: 'the day is closed',
      errorType: 'DayClosed',
      trace: ['at close'],
    });
    const nobody = machine({ Call: task(RESOURCE, { FunctionName: 'nobody' }) });
    expect((await world.run(nobody)).ended?.error).toBe('Lambda.ResourceNotFoundException');
  });

  it('is not needed when the Resource is the function itself', async () => {
    world.tasks.set(FUNCTION, functionItself(lambdas, FUNCTION));
    const { ended } = await world.run(machine({ Call: task(FUNCTION, { a: 1 }) }));
    expect(ended?.output).toEqual({ name: FUNCTION, event: { a: 1 } });
  });
});

describe('dynamodb', () => {
  let dynamo: TestDynamo;
  beforeAll(async () => {
    dynamo = await startTestDynamo();
    await createTables(dynamo.client, [
      {
        tableName: 'trial',
        ttlAttribute: undefined,
        AttributeDefinitions: [{ AttributeName: 'PK', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'PK', KeyType: 'HASH' }],
        GlobalSecondaryIndexes: [],
        LocalSecondaryIndexes: [],
      },
    ]);
  });
  afterAll(() => dynamo.stop());
  beforeEach(() => {
    for (const resource of [
      'dynamodb:putItem',
      'dynamodb:getItem',
      'dynamodb:updateItem',
      'dynamodb:deleteItem',
      'aws-sdk:dynamodb:query',
      'aws-sdk:dynamodb:putItem',
    ]) {
      const integration = dynamodbIntegration(dynamo.endpoint, resource);
      if (integration !== undefined) world.tasks.set(resource, integration);
    }
  });
  const Key = { PK: { S: 'a' } };
  const put = { TableName: 'trial', Item: { ...Key, n: { N: '1' } }, ConditionExpression: 'attribute_not_exists(PK)' };

  it('puts, updates, gets, queries and deletes', async () => {
    const add = {
      TableName: 'trial',
      Key,
      UpdateExpression: 'ADD n :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    };
    const query = {
      TableName: 'trial',
      KeyConditionExpression: 'PK = :a',
      ExpressionAttributeValues: { ':a': { S: 'a' } },
    };
    const states = {
      Put: { ...task('arn:aws:states:::dynamodb:putItem', put), End: undefined, Next: 'Add' },
      Add: { ...task('arn:aws:states:::dynamodb:updateItem', add), End: undefined, Next: 'Get' },
      Get: {
        ...task('arn:aws:states:::dynamodb:getItem', { TableName: 'trial', Key }),
        End: undefined,
        Assign: { n: '{% $states.result.Item.n.N %}' },
        Next: 'Query',
      },
      Query: {
        ...task('arn:aws:states:::aws-sdk:dynamodb:query', query),
        End: undefined,
        Assign: { found: '{% $states.result.Count %}' },
        Next: 'Delete',
      },
      Delete: {
        ...task('arn:aws:states:::dynamodb:deleteItem', { TableName: 'trial', Key }),
        Output: { n: '{% $n %}', found: '{% $found %}' },
      },
    };
    const { ended } = await world.run(machine(JSON.parse(JSON.stringify(states))));
    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: { n: '2', found: 1 } });
  });

  it('fails with the name of the refusal behind the prefix of its kind', async () => {
    for (const [resource, error] of [
      ['dynamodb:putItem', 'DynamoDB.ConditionalCheckFailedException'],
      ['aws-sdk:dynamodb:putItem', 'DynamoDb.ConditionalCheckFailedException'],
    ]) {
      const definition = machine({
        Put: task(`arn:aws:states:::${resource}`, { ...put, Item: { PK: { S: `${resource}` } } }),
      });
      expect((await world.run(definition)).ended?.status).toBe('SUCCEEDED');
      expect((await world.run(definition)).ended?.error).toBe(error);
    }
    expect(dynamodbIntegration(dynamo.endpoint, 'dynamodb:query')).toBeUndefined();
  });
});

describe('states:startExecution', () => {
  /** A machine that starts itself once: the inner one is told by its input. */
  const nested = (pattern: string, inner: object) =>
    machine({
      Which: {
        Type: 'Choice',
        Choices: [{ Condition: '{% $exists($states.input.inner) %}', Next: 'Inner' }],
        Default: 'Start',
      },
      Start: task(`arn:aws:states:::states:startExecution${pattern}`, {
        StateMachineArn: world.machineArn,
        Input: { inner: 1 },
      }),
      Inner: inner,
    });
  beforeEach(() => world.tasks.set('states:startExecution', startExecution(world.executions)));

  it('answers at once, or with the end of what it began', async () => {
    const done = { Type: 'Succeed', Output: { done: '{% $states.input.inner %}' } };
    const { ended } = await world.run(nested('', done));
    expect(ended?.output).toMatchObject({ ExecutionArn: expect.stringContaining(':execution:trial:') });
    const waited = await world.run(nested('.sync:2', done));
    expect(waited.ended?.output).toMatchObject({ Status: 'SUCCEEDED', Output: { done: 1 } });
  });

  it('fails with what it began', async () => {
    const { ended } = await world.run(nested('.sync:2', { Type: 'Fail', Error: 'Cartera.No', Cause: 'never' }));
    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
    expect(JSON.parse(ended?.cause ?? '')).toMatchObject({ Status: 'FAILED', Error: 'Cartera.No', Cause: 'never' });
  });

  it('begins nothing twice when the runner stops meanwhile', async () => {
    const definition = nested('.sync:2', { Type: 'Wait', Seconds: 1, End: true });
    const before = (await world.open(definition)).list(world.machineArn).length;
    const { started } = await world.executions().start(world.machineArn, '{}', 'outer');
    await expect.poll(() => world.executions().list(world.machineArn).length).toBe(before + 2);
    const again = await world.open(definition);
    expect((await again.whenOver(started.arn)).ended?.status).toBe('SUCCEEDED');
    expect(again.list(world.machineArn)).toHaveLength(before + 2);
  });
});
