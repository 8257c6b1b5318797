import { describe, expect, it } from 'vitest';
import { ignoredTypes } from '../../../infra/local/assembly/ignored-types.ts';
import { type Lifecycle, type Machine, plugIn } from '../../../infra/local/plug-in.ts';
import { SERVED_TYPES } from '../../../infra/local/runner.ts';
import { Running } from '../../../infra/local/running.ts';

const ports = { api: 1, aws: 2, dynamo: 3, dynamoProxy: 4 };
const assembly: Machine['assembly'] = {
  resources: ['AWS::S3::Bucket', 'AWS::Logs::LogGroup', 'AWS::Nobody::Knows', 'AWS::Nobody::Knows'].map((type) => ({
    type,
    logicalId: 'x',
    stack: 's',
    name: 'x',
    arn: 'arn:aws:x:::x',
    properties: {},
  })),
  of: () => [],
  byArn: () => undefined,
  assetPath: () => undefined,
  unresolved: new Set(),
};
const machine = (): Machine => ({
  options: { port: 0, dataDir: '', assemblyDir: '', schedules: 'none' },
  assembly,
  ports,
  account: '000000000000',
  servedTypes: SERVED_TYPES,
  inside: (...parts) => parts.join('/'),
});

/** Two plug-ins that write down what happens to them. */
function written(rest: (name: string, told: string[]) => Partial<Lifecycle> = () => ({})) {
  const told: string[] = [];
  const noting = (name: string) => {
    const note = (what: string) => () => void told.push(`${what} ${name}`);
    const lifecycle = { begin: note('begin'), drain: note('drain'), cutOff: note('cutOff'), stop: note('stop') };
    return plugIn([], () => {
      told.push(`start ${name}`);
      return { gives: name, ...lifecycle, ...rest(name, told) };
    });
  };
  return { told, plugIns: [noting('first'), noting('second')] as const };
}

describe('plug-ins', () => {
  it('start in their order, begin when all have started, and stop the other way', async () => {
    const { told, plugIns } = written();
    const running = new Running();
    await running.start(plugIns, machine());
    expect(told.splice(0)).toEqual(['start first', 'start second', 'begin first', 'begin second']);
    await running.stop();
    expect(told).toEqual([
      ...['drain second', 'drain first', 'cutOff second', 'cutOff first'],
      ...['stop second', 'stop first'],
    ]);
  });

  it('are cut off when draining takes too long, and closed only when it is over', async () => {
    const { told, plugIns } = written((name, so) => {
      if (name === 'second') return {};
      let over = () => {};
      return {
        drain: () => new Promise<void>((resolve) => (over = resolve)).then(() => void so.push('drained first')),
        cutOff: () => {
          so.push('cutOff first');
          over();
        },
      };
    });
    const running = new Running(20);
    await running.start(plugIns, machine());
    told.splice(0);
    await running.stop();
    expect(told).toEqual([
      ...['drain second', 'cutOff second', 'cutOff first'],
      ...['drained first', 'stop second', 'stop first'],
    ]);
  });

  it('leave nothing open when a later one does not start', async () => {
    const { told, plugIns } = written();
    const running = new Running();
    const broken = plugIn([], () => {
      throw new Error('no room');
    });
    await expect(running.start([plugIns[0], broken, plugIns[1]], machine())).rejects.toThrow('no room');
    await running.stop();
    expect(told).toEqual(['start first', 'drain first', 'cutOff first', 'stop first']);
  });

  it('give each runner its own, and say so when they are asked before their start', async () => {
    let starts = 0;
    const counting = plugIn(['AWS::S3::Bucket'], () => ({ gives: ++starts }));
    const [one, other] = [machine(), machine()];
    expect(() => counting.of(one)).toThrow('AWS::S3::Bucket has not started');
    await counting.start(one);
    await counting.start(other);
    expect([counting.of(one), counting.of(other)]).toEqual([1, 2]);
  });

  it('leave the types that nobody serves to be told: with the reason, or as a gap', () => {
    expect(ignoredTypes(assembly, SERVED_TYPES)).toEqual([
      { type: 'AWS::Logs::LogGroup', count: 1, reason: 'logs are files in the data folder' },
      { type: 'AWS::Nobody::Knows', count: 2, reason: undefined },
    ]);
  });
});
