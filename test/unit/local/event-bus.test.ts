import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../infra/local/assembly/json.ts';
import { EventBus } from '../../../infra/local/events/event-bus.ts';
import { matchesPattern } from '../../../infra/local/events/event-pattern.ts';
import type { EventTarget } from '../../../infra/local/events/event-rules.ts';

const RULE = { name: 'rule', arn: 'arn:aws:events:us-east-1:000000000000:rule/rule', bus: 'default' };

/** What one target gets of one event. */
async function delivered(target: Omit<EventTarget, 'Id' | 'Arn'>, detail: JsonObject): Promise<Json | undefined> {
  let got: Json | undefined;
  const bus = new EventBus({
    account: '000000000000',
    rules: [{ ...RULE, pattern: { source: ['cartera'] }, targets: [{ Id: 'a', Arn: 'arn:target', ...target }] }],
    deliver: async (_arn, input) => {
      got = input;
    },
    deadLetters: { add: () => undefined },
  });
  await bus.put({ bus: 'default', source: 'cartera', detailType: 'Payment', detail });
  return got;
}

describe('a target', () => {
  it('gets the event whole', async () => {
    expect(await delivered({}, { id: 1 })).toEqual({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'Payment',
      source: 'cartera',
      account: '000000000000',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      region: 'us-east-1',
      resources: [],
      detail: { id: 1 },
    });
  });

  it('gets a fixed text, a part of the event, or what its template makes of it', async () => {
    expect(await delivered({ Input: '{"fixed":true}' }, {})).toEqual({ fixed: true });
    expect(await delivered({ InputPath: '$.detail.items[1]' }, { items: [1, { a: 2 }] })).toEqual({ a: 2 });
    const InputTransformer = {
      InputPathsMap: { who: '$.detail.who', sum: '$.detail.sum', all: '$.detail' },
      InputTemplate: '{"text":"<who> paid <sum>: <all>","sum":<sum>,"who":<who>,"rule":<aws.events.rule-name>}',
    };
    expect(await delivered({ InputTransformer }, { who: 'Ana "la" Peña', sum: 5 })).toEqual({
      text: 'Ana "la" Peña paid 5: {"who":"Ana \\"la\\" Peña","sum":5}',
      sum: 5,
      who: 'Ana "la" Peña',
      rule: 'rule',
    });
    const plain = { InputPathsMap: { who: '$.detail.who' }, InputTemplate: 'paid by <who>' };
    expect(await delivered({ InputTransformer: plain }, { who: 7 })).toBe('paid by 7');
  });

  it('that refuses leaves the event in its failure queue, and the others get theirs', async () => {
    const letters: unknown[] = [];
    const got: string[] = [];
    const targets = ['arn:broken', 'arn:well'].map((Arn) => ({
      Id: Arn,
      Arn,
      DeadLetterConfig: { Arn: 'arn:failed' },
    }));
    const bus = new EventBus({
      account: '000000000000',
      rules: [{ ...RULE, pattern: { source: ['cartera'] }, targets }],
      deliver: async (arn) => {
        if (arn === 'arn:broken') throw new Error('nobody there');
        got.push(arn);
      },
      deadLetters: { add: (queue, letter) => letters.push([queue, letter.reason]) },
    });
    await bus.put({ bus: 'default', source: 'cartera', detailType: 'x', detail: {} });
    await bus.put({ bus: 'another', source: 'cartera', detailType: 'x', detail: {} });
    expect(letters).toEqual([['arn:failed', 'Error: nobody there']]);
    expect(got).toEqual(['arn:well']);
  });
});

describe('patterns', () => {
  const rows: readonly (readonly [pattern: Json, value: Json, matches: boolean])[] = [
    [{ a: ['x', 'y'] }, { a: 'y', b: 1 }, true],
    [{ a: ['x'], b: [1] }, { a: 'x', b: 2 }, false],
    [{ a: { b: [{ prefix: 'in/' }] } }, { a: { b: 'in/x' } }, true],
    [{ a: [{ suffix: '.csv' }] }, { a: 'x.txt' }, false],
    [{ a: [{ wildcard: 'in/*.csv' }] }, { a: 'in/2026/x.csv' }, true],
    [{ a: [{ wildcard: 'in/*.csv' }] }, { a: 'in/xcsv' }, false],
    [{ a: [{ wildcard: '\\**' }] }, { a: '*x' }, true],
    [{ a: [{ 'equals-ignore-case': 'ana' }] }, { a: 'ANA' }, true],
    [{ a: [{ exists: false }] }, { b: 1 }, true],
    [{ a: [{ exists: true }] }, { a: null }, true],
    [{ a: [{ 'anything-but': ['x', 'y'] }] }, { a: 'z' }, true],
    [{ a: [{ 'anything-but': { prefix: 'x' } }] }, { a: 'xz' }, false],
    [{ a: [{ numeric: ['>', 1, '<=', 5] }] }, { a: 5 }, true],
    [{ a: [{ numeric: ['>', 1, '<=', 5] }] }, { a: 6 }, false],
    [{ a: ['x'] }, { a: ['w', 'x'] }, true],
    [{ a: [{ prefix: 'x' }] }, { a: ['w', 'xy'] }, true],
    [{ $or: [{ a: [1] }, { b: [2] }] }, { a: 0, b: 2 }, true],
  ];
  it.each(rows)('%j on %j: %s', (pattern, value, matches) => {
    expect(matchesPattern(pattern, value)).toBe(matches);
  });

  it('of an unknown rule throw, because silence would lose events', () => {
    expect(() => matchesPattern({ a: [{ cidr: '10.0.0.0/8' }] }, { a: '10.0.0.1' })).toThrow('cidr');
  });
});
