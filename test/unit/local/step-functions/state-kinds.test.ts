import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../../../infra/local/assembly/json.ts';
import { StatesError } from '../../../../infra/local/step-functions/states-error.ts';
import { type StateMachineWorld, stateMachineWorld } from '../../../support/state-machine-world.ts';

let world: StateMachineWorld;
beforeAll(() => {
  world = stateMachineWorld();
});
beforeEach(() => world.tasks.clear());
afterAll(() => world.close());

const machine = (states: object, more: object = {}) => ({
  QueryLanguage: 'JSONata',
  StartAt: Object.keys(states)[0],
  States: states,
  ...more,
});
const task = (more: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::test:call',
  End: true,
  ...more,
});
const outputOf = async (states: object, input: Json = {}) => {
  const { ended } = await world.run(machine(states), input);
  expect(ended, JSON.stringify(ended)).toMatchObject({ status: 'SUCCEEDED' });
  return ended?.output;
};
const failureOf = async (states: object, input: Json = {}) => {
  const { ended } = await world.run(machine(states), input);
  return [ended?.status, ended?.error, ended?.cause];
};
/** Answers the Task of the test, counting its calls. */
function answering(answer: (given: Json, call: number) => Json | Promise<Json>): { calls: number } {
  const seen = { calls: 0 };
  world.tasks.set('test:call', async ({ arguments: given }) => {
    seen.calls += 1;
    return answer(given, seen.calls);
  });
  return seen;
}

describe('Pass, Succeed and Fail', () => {
  it('give their input on, or what Output computes of it; variables live on', async () => {
    const output = await outputOf(
      {
        First: {
          Type: 'Pass',
          Assign: { total: '{% $sum($states.input.amounts) %}', kept: 'as text' },
          Next: 'Second',
        },
        Second: {
          Type: 'Pass',
          Output: { total: '{% $total %}', kept: '{% $kept & "!" %}', of: '{% $states.input.who %}' },
          Next: 'Last',
        },
        Last: {
          Type: 'Succeed',
          Output: { all: '{% $states.input %}', machine: '{% $states.context.StateMachine.Name %}' },
        },
      },
      { amounts: [1, 2, 3.5], who: 'Ana' },
    );
    expect(output).toEqual({ all: { total: 6.5, kept: 'as text!', of: 'Ana' }, machine: 'trial' });
  });

  it('assign all at once, from the values before', async () => {
    const output = await outputOf({
      First: { Type: 'Pass', Assign: { a: 1, b: 2 }, Next: 'Swap' },
      Swap: { Type: 'Pass', Assign: { a: '{% $b %}', b: '{% $a %}' }, Next: 'Last' },
      Last: { Type: 'Succeed', Output: '{% [$a, $b] %}' },
    });
    expect(output).toEqual([2, 1]);
  });

  it('fail with the names they compute', async () => {
    const states = { Stop: { Type: 'Fail', Error: 'Cartera.Closed', Cause: '{% "the day " & $states.input.day %}' } };
    expect(await failureOf(states, { day: '2026-11-19' })).toEqual(['FAILED', 'Cartera.Closed', 'the day 2026-11-19']);
  });

  it('have the functions that Step Functions adds to JSONata, and not $eval', async () => {
    const output = await outputOf({
      Last: {
        Type: 'Succeed',
        Output: {
          parts: '{% $partition($range(1, 5, 2), 2) %}',
          hash: '{% $hash("abc", "SHA-256") %}',
          parsed: '{% $parse("{\\"a\\":[1]}").a[0] %}',
          same: '{% $random(7) = $random(7) %}',
          uuid: '{% $length($uuid()) %}',
        },
      },
    });
    expect(output).toEqual({
      parts: [[1, 3], [5]],
      hash: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      parsed: 1,
      same: true,
      uuid: 36,
    });
    expect((await failureOf({ Last: { Type: 'Succeed', Output: '{% $eval("1") %}' } }))[1]).toBe(
      'States.QueryEvaluationError',
    );
    expect((await failureOf({ Last: { Type: 'Succeed', Output: '{% $states.input.missing %}' } }))[1]).toBe(
      'States.QueryEvaluationError',
    );
  });

  it('refuse more than 256 KiB', async () => {
    const states = { Last: { Type: 'Succeed', Output: '{% $join($range(1, 60000, 1).$string()) %}' } };
    expect((await failureOf(states))[1]).toBe('States.DataLimitExceeded');
  });
});

describe('Choice', () => {
  const states = {
    Which: {
      Type: 'Choice',
      Choices: [
        {
          Condition: '{% $states.input.n > 10 %}',
          Next: 'Large',
          Assign: { seen: 'large' },
          Output: { n: '{% $states.input.n %}' },
        },
        { Condition: '{% $states.input.n > 5 %}', Next: 'Other' },
      ],
      Default: 'Other',
      Output: '{% "by default" %}',
    },
    Large: { Type: 'Succeed', Output: { seen: '{% $seen %}', from: '{% $states.input %}' } },
    Other: { Type: 'Succeed' },
  };

  it('takes the first condition that holds, with its own Output and Assign', async () => {
    expect(await outputOf(states, { n: 11 })).toEqual({ seen: 'large', from: { n: 11 } });
    expect(await outputOf(states, { n: 6 })).toEqual({ n: 6 });
    expect(await outputOf(states, { n: 1 })).toBe('by default');
  });

  it('fails when nothing holds, or a condition is neither true nor false', async () => {
    const one = (Condition: string) => ({
      Which: { Type: 'Choice', Choices: [{ Condition, Next: 'Other' }] },
      Other: { Type: 'Succeed' },
    });
    expect((await failureOf(one('{% $states.input.n > 10 %}'), { n: 1 }))[1]).toBe('States.NoChoiceMatched');
    expect((await failureOf(one('{% $states.input.n %}'), { n: 1 }))[1]).toBe('States.QueryEvaluationError');
  });
});

describe('Wait', () => {
  it('waits for seconds or for an instant', async () => {
    const began = Date.now();
    await outputOf({ Wait: { Type: 'Wait', Seconds: '{% $states.input.s %}', End: true } }, { s: 0.2 });
    expect(Date.now() - began).toBeGreaterThanOrEqual(200);
    const at = new Date(Date.now() + 200).toISOString();
    await outputOf({ Wait: { Type: 'Wait', Timestamp: '{% $states.input.at %}', End: true } }, { at });
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(at));
  });
});

describe('Task', () => {
  it('calls with its Arguments, or its input, and gives the result on', async () => {
    answering((given) => ({ got: given }));
    expect(await outputOf({ Call: task() }, { a: 1 })).toEqual({ got: { a: 1 } });
    const states = {
      Call: task({ Arguments: { b: '{% $states.input.a + 1 %}' }, Output: '{% $states.result.got.b %}' }),
    };
    expect(await outputOf(states, { a: 1 })).toBe(2);
  });

  it('retries what a retrier names, so often and so late as it says, then takes the catcher', async () => {
    const times: number[] = [];
    const seen = answering((_given, call) => {
      times.push(Date.now());
      if (call <= 4) throw new StatesError('Cartera.Busy', `call ${call}`);
      return 'done';
    });
    const retry = {
      ErrorEquals: ['Cartera.Busy'],
      IntervalSeconds: 1,
      BackoffRate: 60,
      MaxDelaySeconds: 1,
      MaxAttempts: 2,
    };
    const states = {
      Call: task({
        Retry: [retry],
        Catch: [{ ErrorEquals: ['States.ALL'], Assign: { why: '{% $states.errorOutput.Cause %}' }, Next: 'Caught' }],
      }),
      Caught: { Type: 'Succeed', Output: { why: '{% $why %}', error: '{% $states.input.Error %}' } },
    };
    expect(await outputOf(states)).toEqual({ why: 'call 3', error: 'Cartera.Busy' });
    expect(seen.calls).toBe(3);
    expect(times[2]! - times[1]!).toBeGreaterThanOrEqual(990);
    // Without MaxDelaySeconds it would be a minute; how late a second is depends on the machine.
    expect(times[2]! - times[1]!).toBeLessThan(30_000);
  });

  it('shows RetryCount, and takes an Output of the catcher instead of the error', async () => {
    const counts: Json[] = [];
    answering((given) => {
      counts.push(given);
      throw new StatesError('Cartera.Broken');
    });
    const retry = [{ ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 1, MaxAttempts: 1 }];
    const states = {
      Call: task({
        Arguments: '{% $states.context.State.RetryCount %}',
        Retry: retry,
        Catch: [{ ErrorEquals: ['Cartera.Broken'], Output: { kept: '{% $states.input.a %}' }, Next: 'Caught' }],
      }),
      Caught: { Type: 'Succeed' },
    };
    expect(await outputOf(states, { a: 5 })).toEqual({ kept: 5 });
    expect(counts).toEqual([0, 1]);
  });

  it('is not caught by a wildcard that means something else', async () => {
    answering(() => new Promise(() => undefined));
    const states = {
      Call: task({ TimeoutSeconds: 1, Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'Caught' }] }),
      Caught: { Type: 'Succeed' },
    };
    expect((await failureOf(states))[1]).toBe('States.Timeout');
    const all = { ...states, Call: { ...states.Call, Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }] } };
    expect(await outputOf(all)).toMatchObject({ Error: 'States.Timeout' });
  });

  it('is caught by Timeout when heartbeats stay away, and by no wildcard when it is the execution that fails', async () => {
    answering(() => ({}));
    const silent = task({
      Resource: 'arn:aws:states:::test:call.waitForTaskToken',
      Arguments: '{% $states.context.Task.Token %}',
      HeartbeatSeconds: 1,
      TimeoutSeconds: 30,
      Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Caught' }],
    });
    expect(await outputOf({ Call: silent, Caught: { Type: 'Succeed' } })).toMatchObject({
      Error: 'States.HeartbeatTimeout',
    });
    answering(() => 'x'.repeat(300_000));
    const large = task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }] });
    expect((await failureOf({ Call: large, Caught: { Type: 'Succeed' } }))[1]).toBe('States.DataLimitExceeded');
  });

  it('is retried by the first retrier that names its error, later from time to time', async () => {
    const times: number[] = [];
    const seen = answering(() => {
      times.push(Date.now());
      throw new StatesError('Cartera.Busy');
    });
    const first = { ErrorEquals: ['Cartera.Busy'], IntervalSeconds: 1, BackoffRate: 1.5, MaxAttempts: 3 };
    const never = { ErrorEquals: ['States.ALL'], MaxAttempts: 0 };
    expect((await failureOf({ Call: task({ Retry: [first, never] }) }))[1]).toBe('Cartera.Busy');
    expect(seen.calls).toBe(4);
    const [, second = 0, third = 0, fourth = 0] = times;
    expect([third - second >= 1_490, fourth - third >= 2_240]).toEqual([true, true]);
  });

  it('fails by name when nobody here answers its Resource', async () => {
    expect(await failureOf({ Call: task({ Resource: 'arn:aws:states:::glue:startJobRun' }) })).toEqual([
      'FAILED',
      'States.Runtime',
      'glue:startJobRun is not available locally',
    ]);
  });

  it('ends the execution when its time is over, whatever is under way', async () => {
    answering(() => new Promise(() => undefined));
    const { ended } = await world.run(machine({ Call: task() }, { TimeoutSeconds: 1 }));
    expect(ended).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout' });
  });
});

describe('Parallel', () => {
  it('gives each branch the input and variables of its own', async () => {
    const branch = (name: string) => ({
      StartAt: name,
      States: {
        [name]: { Type: 'Pass', Assign: { mine: name }, Next: `${name}2` },
        [`${name}2`]: { Type: 'Pass', Output: '{% $mine & $outer & $states.input.a %}', End: true },
      },
    });
    const output = await outputOf(
      {
        First: { Type: 'Pass', Assign: { outer: '-' }, Next: 'Both' },
        Both: {
          Type: 'Parallel',
          Branches: [branch('A'), branch('B')],
          Arguments: { a: '{% $states.input.x %}' },
          Next: 'Last',
        },
        Last: { Type: 'Succeed', Output: { both: '{% $states.input %}', mine: '{% $exists($mine) %}' } },
      },
      { x: 1 },
    );
    expect(output).toEqual({ both: ['A-1', 'B-1'], mine: false });
  });

  it('fails with the first branch and leaves the others', async () => {
    answering(() => new Promise(() => undefined));
    const endless = { StartAt: 'Call', States: { Call: task() } };
    const broken = { StartAt: 'Stop', States: { Stop: { Type: 'Fail', Error: 'Cartera.No' } } };
    const states = {
      Both: {
        Type: 'Parallel',
        Branches: [endless, broken],
        Catch: [{ ErrorEquals: ['Cartera.No'], Next: 'Last' }],
        End: true,
      },
      Last: { Type: 'Succeed', Output: '{% "caught" %}' },
    };
    expect(await outputOf(states)).toBe('caught');
  });
});

describe('Map, inline', () => {
  const mapped = (more: object = {}, states: object = { Call: task() }) => ({
    Each: {
      Type: 'Map',
      ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, StartAt: Object.keys(states)[0], States: states },
      End: true,
      ...more,
    },
  });

  it('selects, keeps the order and never runs more than MaxConcurrency', async () => {
    let [now, most] = [0, 0];
    answering(async (given) => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 5));
      now -= 1;
      return given;
    });
    const states = mapped({
      Items: '{% $states.input.list %}',
      ItemSelector: {
        at: '{% $states.context.Map.Item.Index %}',
        is: '{% $states.context.Map.Item.Value %}',
        of: '{% $states.input.name %}',
      },
      MaxConcurrency: 2,
    });
    const output = await outputOf(states, { list: ['a', 'b', 'c', 'd', 'e'], name: 'n' });
    expect(output).toEqual(['a', 'b', 'c', 'd', 'e'].map((is, at) => ({ at, is, of: 'n' })));
    expect(most).toBe(2);
  });

  it('fails with its first item; a retry goes through all again', async () => {
    const seen = answering((given, call) => {
      if (call === 2) throw new StatesError('Cartera.Busy');
      return given;
    });
    const retry = [{ ErrorEquals: ['Cartera.Busy'], IntervalSeconds: 1, MaxAttempts: 1 }];
    expect(await outputOf(mapped({ MaxConcurrency: 1, Retry: retry }), [1, 2, 3])).toEqual([1, 2, 3]);
    expect(seen.calls).toBe(5);
    answering(() => {
      throw new StatesError('Cartera.Broken');
    });
    expect((await failureOf(mapped(), [1]))[1]).toBe('Cartera.Broken');
  });
});

describe('the reader of definitions', () => {
  it('lets nothing pass that it would not obey', async () => {
    const wrong: readonly [object, RegExp][] = [
      [{ Call: task({ InputPath: '$' }) }, /InputPath/],
      [{ Call: { ...task(), QueryLanguage: 'JSONPath' } }, /only the query language JSONata/],
      [{ Call: { ...task(), End: undefined, Next: 'Nowhere' } }, /no state Nowhere/],
      [{ Wait: { Type: 'Wait', Seconds: 1, Timestamp: 'x', End: true } }, /Seconds or Timestamp/],
    ];
    const { readDefinition } = await import('../../../../infra/local/step-functions/definition.ts');
    for (const [states, said] of wrong) expect(() => readDefinition(JSON.stringify(machine(states)))).toThrow(said);
  });
});
