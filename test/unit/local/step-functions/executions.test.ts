import { appendFileSync, existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../../../infra/local/assembly/json.ts';
import { StatesError } from '../../../../infra/local/step-functions/states-error.ts';
import { type StateMachineWorld, stateMachineWorld } from '../../../support/state-machine-world.ts';

let world: StateMachineWorld;
let calls: Json[];
beforeEach(() => {
  world = stateMachineWorld();
  calls = [];
  world.tasks.set('test:call', async ({ arguments: given }) => {
    calls.push(given);
    return given;
  });
});
afterEach(() => world.close());

const machine = (states: object) => ({ QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states });
/** A Task of the test; a text among its arguments stands for itself. */
const call = (given: Json, more: object) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::test:call',
  Arguments: typeof given === 'string' && !given.startsWith('{%') ? `{% "${given}" %}` : given,
  ...more,
});
const withToken = (more: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::test:call.waitForTaskToken',
  Arguments: { token: '{% $states.context.Task.Token %}' },
  ...more,
});
const tokenAsked = async (): Promise<string> => {
  await expect.poll(() => calls.length).toBeGreaterThan(0);
  return (calls.at(-1) as { token: string }).token;
};
const WAITS = machine({ Wait: { Type: 'Wait', Seconds: 60, End: true } });
const refused = (name: string) => expect.objectContaining({ name });

describe('starting an execution', () => {
  it('answers the same one for the same name and input, and refuses a name that was used', async () => {
    const executions = await world.open(WAITS);
    const start = (input: string) => executions.start(world.machineArn, input, 'day-1');
    const [first, second] = await Promise.all([start('{"a":1}'), start('{"a":1}')]);
    expect(second.started).toEqual(first.started);
    await expect(start('{"a":2}')).rejects.toEqual(refused('ExecutionAlreadyExists'));
    await executions.abort(first.started.arn, 'Cartera.Enough', 'by hand');
    expect((await executions.find(first.started.arn)).ended).toMatchObject({
      status: 'ABORTED',
      error: 'Cartera.Enough',
      cause: 'by hand',
    });
    await expect(start('{"a":1}')).rejects.toEqual(refused('ExecutionAlreadyExists'));
  });

  it('refuses what is no machine, no name, no JSON', async () => {
    const executions = await world.open(WAITS);
    await expect(executions.start('arn:x', '{}')).rejects.toEqual(refused('StateMachineDoesNotExist'));
    await expect(executions.start(world.machineArn, '{}', '../up')).rejects.toEqual(refused('InvalidName'));
    await expect(executions.start(world.machineArn, '{')).rejects.toEqual(refused('InvalidExecutionInput'));
    await expect(executions.find(`${world.machineArn.replace('stateMachine', 'execution')}:none`)).rejects.toEqual(
      refused('ExecutionDoesNotExist'),
    );
  });

  it('lists what ran and what runs, newest first', async () => {
    const executions = await world.open(WAITS);
    const one = await executions.start(world.machineArn, '{}', 'one');
    await executions.abort(one.started.arn, undefined, undefined);
    await executions.start(world.machineArn, '{}', 'two');
    const listed = executions.list(world.machineArn).map(({ started, ended }) => [started.name, ended?.status]);
    expect(listed).toEqual([
      ['two', undefined],
      ['one', 'ABORTED'],
    ]);
  });
});

describe('a task token', () => {
  it('ends the task with what it is answered, once', async () => {
    const executions = await world.open(machine({ Ask: withToken({ End: true }) }));
    const { started } = await executions.start(world.machineArn, '{}');
    const token = await tokenAsked();
    await executions.heartbeat(token);
    await executions.answerTask(token, { output: { approved: true } });
    expect((await executions.whenOver(started.arn)).ended).toMatchObject({ output: { approved: true } });
    await expect(executions.answerTask(token, { output: 1 })).rejects.toEqual(refused('TaskTimedOut'));
    await expect(executions.heartbeat(token)).rejects.toEqual(refused('TaskTimedOut'));
    await expect(executions.answerTask('none', { output: 1 })).rejects.toEqual(refused('InvalidToken'));
  });

  it('is on the disk before anybody has it: whoever was handed one must find its execution after a crash', async () => {
    const handedOut: boolean[] = [];
    world.tasks.set('test:call', async ({ arguments: given }) => {
      const journal = readFileSync(path.join(world.folder, 'trial', 'open', 'asks.jsonl'), 'utf8');
      handedOut.push(journal.includes(`"token":${JSON.stringify((given as { token: string }).token)}`));
      calls.push(given);
      return given;
    });
    const executions = await world.open(machine({ Ask: withToken({ End: true }) }));
    await executions.start(world.machineArn, '{}', 'asks');
    await tokenAsked();
    expect(handedOut).toEqual([true]);
  });

  it('takes one of two answers that come at once', async () => {
    const executions = await world.open(machine({ Ask: withToken({ End: true }) }));
    const { started } = await executions.start(world.machineArn, '{}');
    const token = await tokenAsked();
    const ends = await Promise.allSettled(['yes', 'no'].map((output) => executions.answerTask(token, { output })));
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect((await executions.whenOver(started.arn)).ended?.output).toBe('yes');
  });

  it('fails the task with the name it is told, which a catcher takes', async () => {
    const states = {
      Ask: withToken({ Catch: [{ ErrorEquals: ['Cartera.Refused'], Next: 'Refused' }], End: true }),
      Refused: { Type: 'Succeed', Output: '{% $states.input.Cause %}' },
    };
    const executions = await world.open(machine(states));
    const { started } = await executions.start(world.machineArn, '{}');
    await executions.answerTask(await tokenAsked(), { error: 'Cartera.Refused', cause: 'no' });
    expect((await executions.whenOver(started.arn)).ended?.output).toBe('no');
  });

  it('is over without heartbeats, and lives as long as they come', async () => {
    const executions = await world.open(
      machine({ Ask: withToken({ HeartbeatSeconds: 2, TimeoutSeconds: 30, End: true }) }),
    );
    const { started } = await executions.start(world.machineArn, '{}');
    const token = await tokenAsked();
    const began = Date.now();
    // A beat may come more than a second late, on a loaded machine.
    for (let beat = 0; beat < 5; beat += 1) {
      await sleep(500);
      await executions.heartbeat(token);
    }
    expect((await executions.whenOver(started.arn)).ended?.error).toBe('States.HeartbeatTimeout');
    expect(Date.now() - began).toBeGreaterThanOrEqual(4_400);
  });

  it('is handed out anew, as another one, when its task is retried', async () => {
    const retry = [{ ErrorEquals: ['Cartera.NotYet'], IntervalSeconds: 1 }];
    const executions = await world.open(machine({ Ask: withToken({ Retry: retry, End: true }) }));
    const { started } = await executions.start(world.machineArn, '{}');
    const first = await tokenAsked();
    await executions.answerTask(first, { error: 'Cartera.NotYet', cause: 'tomorrow' });
    await expect.poll(() => calls.length).toBe(2);
    const second = await tokenAsked();
    await expect(executions.answerTask(first, { output: 'late' })).rejects.toEqual(refused('TaskTimedOut'));
    await executions.answerTask(second, { output: 'yes' });
    expect((await executions.whenOver(started.arn)).ended?.output).toBe('yes');
  });

  it('waits through a restart, with no second call and with the same token', async () => {
    const definition = machine({ Ask: withToken({ End: true }) });
    const before = await world.open(definition);
    const { started } = await before.start(world.machineArn, '{}');
    const token = await tokenAsked();
    await expect.poll(() => world.history({ started })).toContain('TaskSubmitted');
    const after = await world.open(definition);
    await after.answerTask(token, { output: 'late' });
    expect((await after.whenOver(started.arn)).ended?.output).toBe('late');
    expect(calls).toHaveLength(1);
  });
});

describe('an execution that waits', () => {
  it('is quiet while it waits for time or people, and not while it retries', async () => {
    const waiting = await world.open(
      machine({ Both: { Type: 'Parallel', Branches: [WAITS, machine({ Ask: withToken({ End: true }) })], End: true } }),
    );
    await waiting.start(world.machineArn, '{}');
    await tokenAsked();
    await waiting.settled();
    expect(waiting.caughtUp).toBe(true);

    world.tasks.set('test:call', async ({ arguments: given }) => {
      calls.push(given);
      if (calls.length === 1) throw new StatesError('Cartera.Busy');
      return given;
    });
    calls = [];
    const retry = [{ ErrorEquals: ['Cartera.Busy'], IntervalSeconds: 1 }];
    const retrying = await world.open(machine({ First: call('x', { Retry: retry, End: true }) }));
    await retrying.start(world.machineArn, '{}');
    await expect.poll(() => calls.length).toBe(1);
    expect(retrying.caughtUp).toBe(false);
    await retrying.settled();
    expect(calls).toHaveLength(2);
  });
});

describe('a restart', () => {
  it('goes on behind what was done, with its variables, and does not make a wait longer', async () => {
    const definition = machine({
      First: call('{% $states.input.name %}', { Assign: { kept: '{% $states.result %}' }, Next: 'Wait' }),
      Wait: { Type: 'Wait', Seconds: '{% $states.context.Execution.Input.seconds %}', Next: 'Last' },
      Last: call({ kept: '{% $kept %}' }, { End: true }),
    });
    const began = Date.now();
    const first = await world.open(definition);
    const { started } = await first.start(world.machineArn, '{"name":"first","seconds":1.5}');
    await expect.poll(() => calls).toEqual(['first']);
    for (let again = 0; again < 3; again += 1) {
      await sleep(100);
      await world.open(definition);
    }
    await world.stop();
    await sleep(began + 1_600 - Date.now());
    // Its wait ended while nobody ran it: it is through at once, before one that only now begins a shorter wait. How long
    // either takes depends on the machine, which of them comes first does not.
    const last = await world.open(definition);
    const later = await last.start(world.machineArn, '{"name":"later","seconds":0.7}');
    const { ended } = await last.whenOver(started.arn);
    await last.whenOver(later.started.arn);
    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: { kept: 'first' } });
    expect(calls.filter((given) => given !== 'later')).toEqual(['first', { kept: 'first' }, { kept: 'later' }]);
  });

  it('lets what is under way end and be written down', async () => {
    let release = (_answer: Json) => {};
    world.tasks.set('test:call', ({ arguments: given }) => {
      calls.push(given);
      return new Promise<Json>((resolve) => {
        release = resolve;
      });
    });
    const definition = machine({ First: call('first', { Next: 'Last' }), Last: { Type: 'Succeed' } });
    const { started } = await (await world.open(definition)).start(world.machineArn, '{}');
    await expect.poll(() => calls.length).toBe(1);
    const opening = world.open(definition);
    release('done');
    expect((await (await opening).whenOver(started.arn)).ended?.output).toBe('done');
    expect(calls).toHaveLength(1);
  });

  it.each([
    ['of the execution', { ...WAITS, TimeoutSeconds: 3 }, 'TIMED_OUT'],
    ['of a task whose token is out', machine({ Ask: withToken({ TimeoutSeconds: 3, End: true }) }), 'FAILED'],
  ])('does not make the time limit %s longer', async (_whose, definition, status) => {
    const { started } = await (await world.open(definition)).start(world.machineArn, '{}');
    if (status === 'FAILED') await tokenAsked();
    await world.stop();
    await sleep(started.time + 3_500 - Date.now());
    const again = Date.now();
    const { ended } = await (await world.open(definition)).whenOver(started.arn);
    expect(ended).toMatchObject({ status, error: 'States.Timeout' });
    expect(ended!.time - again).toBeLessThan(2_900);
  });

  it('puts away what had ended when the crash came, and runs nothing of it again', async () => {
    const definition = machine({ First: call('first', { End: true }) });
    const executions = await world.open(definition);
    const { started } = await executions.start(world.machineArn, '{}', 'done');
    await executions.whenOver(started.arn);
    await world.stop();
    const folder = (state: string) => path.join(world.folder, 'trial', state, 'done.jsonl');
    await expect.poll(() => existsSync(folder('closed'))).toBe(true);
    const journal = readFileSync(folder('closed'), 'utf8');
    renameSync(folder('closed'), folder('open'));
    const after = await world.open(definition);
    expect((await after.whenOver(started.arn)).ended).toMatchObject({ status: 'SUCCEEDED', output: 'first' });
    await world.stop();
    expect([existsSync(folder('open')), readFileSync(folder('closed'), 'utf8')]).toEqual([false, journal]);
    expect(calls).toEqual(['first']);
  });

  it('calls under another name what is retried or redriven: it is another call for whoever remembers names', async () => {
    const names: string[] = [];
    let busy = true;
    world.tasks.set('test:call', async ({ arguments: given, idempotencyName }) => {
      calls.push(given);
      names.push(idempotencyName);
      if (busy) throw new StatesError('Cartera.Busy');
      return given;
    });
    const retry = [{ ErrorEquals: ['Cartera.Busy'], IntervalSeconds: 1, MaxAttempts: 1 }];
    const executions = await world.open(machine({ First: call('x', { Retry: retry, End: true }) }));
    const { started } = await executions.start(world.machineArn, '{}');
    await executions.whenOver(started.arn);
    busy = false;
    await executions.redrive(started.arn);
    await executions.whenOver(started.arn);
    expect([names.length, new Set(names).size]).toEqual([3, 3]);
  });

  it('runs no item again that failed and was borne', async () => {
    let release = () => {};
    world.tasks.set('test:call', async ({ arguments: given }) => {
      calls.push(given);
      if (given === 'broken') throw new StatesError('Cartera.Broken');
      if (given === 'slow') await new Promise<void>((resolve) => (release = resolve));
      return given;
    });
    const definition = machine({
      Each: {
        ...{ Type: 'Map', Items: ['broken', 'slow', 'last'], MaxConcurrency: 1, ToleratedFailureCount: 1, End: true },
        ItemProcessor: {
          ...{ ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, StartAt: 'Call' },
          States: { Call: call('{% $states.input %}', { End: true }) },
        },
      },
    });
    const { started } = await (await world.open(definition)).start(world.machineArn, '{}');
    await expect.poll(() => calls).toEqual(['broken', 'slow']);
    const opening = world.open(definition);
    release();
    expect((await (await opening).whenOver(started.arn)).ended?.output).toMatchObject([{}, 'slow', 'last']);
    expect(calls).toEqual(['broken', 'slow', 'last']);
  });

  it('finds on the disk that a state was left before the next one did anything', async () => {
    const file = path.join(world.folder, 'trial', 'open', 'written.jsonl');
    const left: string[][] = [];
    world.tasks.set('test:call', async ({ arguments: given }) => {
      const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
      left.push(lines.map((line) => JSON.parse(line)).flatMap(({ is, at }) => (is === 'left' ? [at] : [])));
      return given;
    });
    const executions = await world.open(
      machine({
        First: call('first', { Next: 'Second' }),
        Second: call('second', { Next: 'Third' }),
        Third: call('x', { End: true }),
      }),
    );
    const { started } = await executions.start(world.machineArn, '{}', 'written');
    await executions.whenOver(started.arn);
    expect(left).toEqual([[], ['0'], ['0', '1']]);
  });

  it('keeps to the definition that it began with', async () => {
    const definition = machine({
      Wait: { Type: 'Wait', Seconds: 1, Next: 'Last' },
      Last: { Type: 'Succeed', Output: { old: true } },
    });
    const { started } = await (await world.open(definition)).start(world.machineArn, '{}');
    const other = await world.open(WAITS);
    expect((await other.whenOver(started.arn)).ended?.output).toEqual({ old: true });
  });

  it('takes away the half of a line that a crash left, and goes on behind it', async () => {
    const definition = machine({ Ask: withToken({ End: true }) });
    const { started } = await (await world.open(definition)).start(
      world.machineArn,
      '{"city":"Puerto Peñasco, año 1"}',
      'torn',
    );
    const token = await tokenAsked();
    await expect.poll(() => world.history({ started })).toContain('TaskSubmitted');
    await world.stop();
    const file = path.join(world.folder, 'trial', 'open', 'torn.jsonl');
    appendFileSync(file, '{"is":"answered","time":17');
    const after = await world.open(definition);
    await after.answerTask(token, { output: 1 });
    expect((await after.whenOver(started.arn)).ended?.output).toBe(1);
    const closed = readFileSync(file.replace('open', 'closed'), 'utf8').trimEnd().split('\n');
    for (const line of closed) expect(() => JSON.parse(line)).not.toThrow();
  });

  it('forgets a start that nobody was told of', async () => {
    await world.open(WAITS);
    await world.stop();
    const folder = path.join(world.folder, 'trial', 'open');
    appendFileSync(path.join(folder, 'half.jsonl'), '{"is":"started"');
    const executions = await world.open(WAITS);
    expect(readdirSync(folder)).toEqual([]);
    expect((await executions.start(world.machineArn, '{}', 'half')).started.name).toBe('half');
  });
});

describe('a redrive', () => {
  it('is refused of what is running', async () => {
    const executions = await world.open(WAITS);
    const { started } = await executions.start(world.machineArn, '{}');
    await expect(executions.redrive(started.arn)).rejects.toEqual(refused('ExecutionNotRedrivable'));
    expect((await executions.find(started.arn)).redrives).toBe(0);
  });

  it('runs again only what failed', async () => {
    let broken = true;
    world.tasks.set('test:call', async ({ arguments: given }) => {
      calls.push(given);
      if (broken && given === 3) throw new StatesError('Cartera.Broken');
      return given;
    });
    const processor = { StartAt: 'Call', States: { Call: call('{% $states.input %}', { End: true }) } };
    const executions = await world.open(
      machine({
        First: call('first', { Next: 'Each' }),
        Each: {
          Type: 'Map',
          Items: [1, 2, 3, 4],
          MaxConcurrency: 1,
          ToleratedFailureCount: 0,
          ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, ...processor },
          End: true,
        },
      }),
    );
    const { started } = await executions.start(world.machineArn, '{}');
    expect((await executions.whenOver(started.arn)).ended?.status).toBe('FAILED');
    expect(calls).toEqual(['first', 1, 2, 3]);
    broken = false;
    calls = [];
    await executions.redrive(started.arn);
    const { ended, redrives } = await executions.whenOver(started.arn);
    expect([ended?.status, ended?.output, redrives]).toEqual(['SUCCEEDED', [1, 2, 3, 4], 1]);
    expect(calls).toEqual([3, 4]);
    await expect(executions.redrive(started.arn)).rejects.toEqual(refused('ExecutionNotRedrivable'));
    expect(await world.history({ started })).toContain('ExecutionRedriven');
  });

  it('has its time limit anew', async () => {
    let answers = false;
    world.tasks.set('test:call', async () => (answers ? 'done' : new Promise<Json>(() => undefined)));
    const executions = await world.open({ ...machine({ First: call('x', { End: true }) }), TimeoutSeconds: 1 });
    const { started } = await executions.start(world.machineArn, '{}');
    expect((await executions.whenOver(started.arn)).ended?.status).toBe('TIMED_OUT');
    answers = true;
    await executions.redrive(started.arn);
    expect((await executions.whenOver(started.arn)).ended).toMatchObject({ status: 'SUCCEEDED', output: 'done' });
  });

  it('goes through the items that it began with, a retry through those of now', async () => {
    const put = (...items: number[]) => world.objects.set('files/items.json', Buffer.from(JSON.stringify(items)));
    let broken = true;
    world.tasks.set('test:call', async ({ arguments: given }) => {
      calls.push(given);
      if (broken) throw new StatesError('Cartera.Broken');
      return given;
    });
    const each = (more: object) =>
      machine({
        Each: {
          Type: 'Map',
          ItemReader: {
            Resource: 'arn:aws:states:::s3:getObject',
            Arguments: { Bucket: 'files', Key: 'items.json' },
          },
          ItemProcessor: {
            ...{ ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, StartAt: 'Call' },
            States: { Call: call('{% $states.input %}', { End: true }) },
          },
          End: true,
          ...more,
        },
      });
    put(1, 2);
    const executions = await world.open(each({}));
    const { started } = await executions.start(world.machineArn, '{}');
    expect((await executions.whenOver(started.arn)).ended?.status).toBe('FAILED');
    [broken] = [false, put(3)];
    await executions.redrive(started.arn);
    expect((await executions.whenOver(started.arn)).ended?.output).toEqual([1, 2]);

    [broken, calls] = [true, []];
    const retrying = await world.open(each({ Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1 }] }));
    const second = await retrying.start(world.machineArn, '{}');
    await expect.poll(() => calls).toEqual([3]);
    [broken] = [false, put(4, 5)];
    expect((await retrying.whenOver(second.started.arn)).ended?.output).toEqual([4, 5]);
  });

  it('asks anew whoever said no to a token, with another token', async () => {
    const executions = await world.open(machine({ Ask: withToken({ End: true }) }));
    const { started } = await executions.start(world.machineArn, '{}');
    const refusedToken = await tokenAsked();
    await executions.answerTask(refusedToken, { error: 'Cartera.Refused', cause: 'no' });
    expect((await executions.whenOver(started.arn)).ended?.error).toBe('Cartera.Refused');
    calls = [];
    await executions.redrive(started.arn);
    const token = await tokenAsked();
    expect(token).not.toBe(refusedToken);
    await executions.answerTask(token, { output: 'yes' });
    expect((await executions.whenOver(started.arn)).ended).toMatchObject({ status: 'SUCCEEDED', output: 'yes' });
  });

  it('gives the retries again', async () => {
    world.tasks.set('test:call', async ({ arguments: given }) => {
      calls.push(given);
      throw new StatesError('Cartera.Broken');
    });
    const retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 1 }];
    const executions = await world.open(machine({ First: call('x', { Retry: retry, End: true }) }));
    const { started } = await executions.start(world.machineArn, '{}');
    await executions.whenOver(started.arn);
    await executions.redrive(started.arn);
    expect((await executions.whenOver(started.arn)).ended?.status).toBe('FAILED');
    expect(calls).toHaveLength(4);
  });
});

describe('the history', () => {
  it('tells states, tasks and the end in order', async () => {
    const record = await world.run(
      machine({ First: { Type: 'Pass', Next: 'Call' }, Call: call('x', { Next: 'Last' }), Last: { Type: 'Succeed' } }),
    );
    expect(await world.history(record)).toEqual([
      ...['ExecutionStarted', 'PassStateEntered', 'PassStateExited', 'TaskStateEntered', 'TaskScheduled'],
      ...['TaskSucceeded', 'TaskStateExited', 'SucceedStateEntered', 'SucceedStateExited', 'ExecutionSucceeded'],
    ]);
  });
});
