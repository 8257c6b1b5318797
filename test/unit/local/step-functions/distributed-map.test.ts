import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Json } from '../../../../infra/local/assembly/json.ts';
import { StatesError } from '../../../../infra/local/step-functions/states-error.ts';
import { type StateMachineWorld, stateMachineWorld } from '../../../support/state-machine-world.ts';

let world: StateMachineWorld;
const called: Json[] = [];
beforeAll(() => {
  world = stateMachineWorld();
  world.tasks.set('test:call', async ({ arguments: given }) => {
    called.push(given);
    if (JSON.stringify(given).includes('broken')) throw new StatesError('Cartera.Broken', 'this one');
    return given;
  });
});
beforeEach(() => {
  called.splice(0);
  world.objects.clear();
});
afterAll(() => world.close());

const distributed = (more: object = {}) => ({
  QueryLanguage: 'JSONata',
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Call',
        States: { Call: { Type: 'Task', Resource: 'arn:aws:states:::test:call', End: true } },
      },
      End: true,
      ...more,
    },
  },
});
const reader = (key: string, config?: object) => ({
  ItemReader: {
    Resource: 'arn:aws:states:::s3:getObject',
    Arguments: { Bucket: 'files', Key: key },
    ...(config === undefined ? {} : { ReaderConfig: config }),
  },
});
const outputOf = async (definition: object, input: Json = {}) => {
  const { ended } = await world.run(definition, input);
  expect(ended, JSON.stringify(ended)).toMatchObject({ status: 'SUCCEEDED' });
  return ended?.output;
};

describe('ItemReader', () => {
  it('reads a JSON array, JSON lines, CSV and the objects under a prefix', async () => {
    world.objects.set('files/a.json', Buffer.from('[{"n":1},{"n":2}]'));
    world.objects.set('files/a.jsonl', Buffer.from('{"n":1}\n{"n":2}\n'));
    world.objects.set('files/a.csv', Buffer.from('﻿n,name\n1,"Peña, Ana"\n2,Luis\n'));
    world.objects.set('files/b.csv', Buffer.from('1;x\n'));
    expect(await outputOf(distributed(reader('a.json')))).toEqual([{ n: 1 }, { n: 2 }]);
    expect(await outputOf(distributed(reader('a.jsonl', { InputType: 'JSONL' })))).toEqual([{ n: 1 }, { n: 2 }]);
    expect(await outputOf(distributed(reader('a.csv', { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' })))).toEqual([
      { n: '1', name: 'Peña, Ana' },
      { n: '2', name: 'Luis' },
    ]);
    const given = { InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['n', 'm'], CSVDelimiter: 'SEMICOLON' };
    expect(await outputOf(distributed(reader('b.csv', given)))).toEqual([{ n: '1', m: 'x' }]);
    const listed = { Resource: 'arn:aws:states:::s3:listObjectsV2', Arguments: { Bucket: 'files', Prefix: 'a.' } };
    expect(await outputOf(distributed({ ItemReader: listed }))).toEqual(
      ['a.json', 'a.jsonl', 'a.csv'].map((Key) => ({ Key })),
    );
    expect(await outputOf(distributed(reader('a.json', { MaxItems: 1 })))).toEqual([{ n: 1 }]);
  });

  it('fails by name when there is nothing to read', async () => {
    const { ended } = await world.run(distributed(reader('none.json')));
    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.ItemReaderFailed' });
    world.objects.set('files/o.json', Buffer.from('{}'));
    expect((await world.run(distributed(reader('o.json')))).ended?.cause).toContain('no JSON array');
  });
});

describe('ItemSelector and ItemBatcher', () => {
  it('select each item and put them in batches by number and by size', async () => {
    const selected = {
      ItemSelector: { n: '{% $states.context.Map.Item.Value %}', day: '{% $states.input.day %}' },
      ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { run: '{% $states.input.run %}' } },
      Items: '{% $states.input.list %}',
    };
    const output = await outputOf(distributed(selected), { list: [1, 2, 3], day: 'd', run: 'r' });
    const item = (n: number) => ({ n, day: 'd' });
    expect(output).toEqual([
      { BatchInput: { run: 'r' }, Items: [item(1), item(2)] },
      { BatchInput: { run: 'r' }, Items: [item(3)] },
    ]);
    const bySize = distributed({ ItemBatcher: { MaxInputBytesPerBatch: 60 } });
    const list = Array.from({ length: 4 }, () => 'x'.repeat(20));
    expect(await outputOf(bySize, list)).toEqual([{ Items: list.slice(0, 2) }, { Items: list.slice(2) }]);
  });

  it('hide the variables around from the children', async () => {
    const { Each } = distributed({ Items: [1] }).States;
    const states = {
      First: { Type: 'Pass', Assign: { outer: 1 }, Next: 'Each' },
      Each: {
        ...Each,
        ItemProcessor: {
          ...Each.ItemProcessor,
          States: { Call: { Type: 'Pass', Output: { outer: '{% $exists($outer) %}' }, End: true } },
        },
      },
    };
    expect(await outputOf({ QueryLanguage: 'JSONata', StartAt: 'First', States: states })).toEqual([{ outer: false }]);
  });
});

describe('tolerated failures', () => {
  const items = ['a', 'broken 1', 'b', 'broken 2', 'c'];
  const ending = async (more: object) => (await world.run(distributed(more), items)).ended;

  it('are none without a limit, and as many as every given limit allows', async () => {
    const exceeded = { status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' };
    expect(await ending({})).toMatchObject(exceeded);
    expect(await ending({ ToleratedFailureCount: 1 })).toMatchObject(exceeded);
    expect(await ending({ ToleratedFailurePercentage: 39 })).toMatchObject(exceeded);
    expect(await ending({ ToleratedFailureCount: 2, ToleratedFailurePercentage: 39 })).toMatchObject(exceeded);
    expect(await ending({ ToleratedFailurePercentage: 40 })).toMatchObject({ status: 'SUCCEEDED' });
    const { output } = (await ending({ ToleratedFailureCount: '{% 1 + 1 %}' }))!;
    expect(output).toMatchObject(['a', { Status: 'FAILED', Error: 'Cartera.Broken' }, 'b', { Status: 'FAILED' }, 'c']);
  });

  it('begin no more items once there are too many', async () => {
    const many = ['broken', ...Array.from({ length: 100 }, (_, n) => n)];
    await world.run(distributed({ MaxConcurrency: 1 }), many);
    expect(called).toEqual(['broken']);
  });
});

describe('ResultWriter', () => {
  const writer = (config?: object) => ({
    ToleratedFailureCount: 1,
    ResultWriter: {
      Resource: 'arn:aws:states:::s3:putObject',
      Arguments: { Bucket: 'out', Prefix: 'day' },
      ...(config === undefined ? {} : { WriterConfig: config }),
    },
  });
  const read = (key: string) => JSON.parse(world.objects.get(`out/${key}`)!.toString());

  it('writes the endings apart and a manifest that names them', async () => {
    const output = await outputOf(distributed(writer()), ['a', 'broken']);
    expect(output).toMatchObject({
      MapRunArn: expect.stringContaining(':mapRun:trial:'),
      ResultWriterDetails: { Bucket: 'out', Key: expect.stringMatching(/^day\/[0-9a-f-]{36}\/manifest\.json$/) },
    });
    const manifest = read([...world.objects.keys()].find((key) => key.endsWith('manifest.json'))!.slice(4));
    expect(manifest.DestinationBucket).toBe('out');
    const [done] = manifest.ResultFiles.SUCCEEDED;
    expect(world.objects.get(`out/${done.Key}`)!.length).toBe(done.Size);
    expect(read(done.Key)).toMatchObject([{ Status: 'SUCCEEDED', Input: '"a"', Output: '"a"' }]);
    expect(read(manifest.ResultFiles.FAILED[0].Key)).toMatchObject([{ Status: 'FAILED', Error: 'Cartera.Broken' }]);
  });

  it('writes outputs only when asked, flattened and as lines', async () => {
    await outputOf(distributed(writer({ Transformation: 'FLATTEN', OutputType: 'JSONL' })), [[1, 2], [3]]);
    const [file] = [...world.objects].filter(([key]) => key.endsWith('SUCCEEDED_0.jsonl'));
    expect(file?.[1].toString()).toBe('1\n2\n3\n');
  });
});
