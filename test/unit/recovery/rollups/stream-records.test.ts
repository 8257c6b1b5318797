import type { DynamoDBRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { readRecords } from '../../../../functions/recovery/rollups/stream-facts.ts';
import { plainItem } from '../../../../shared/store/stream-image.ts';

describe('an item of the stream', () => {
  it('is plain values, whatever they are nested in', () => {
    expect(
      plainItem({
        text: { S: '' },
        number: { N: '-12.5' },
        no: { BOOL: false },
        none: { NULL: true },
        map: { M: { list: { L: [{ N: '1' }, { S: 'a' }] } } },
      }),
    ).toEqual({ text: '', number: -12.5, no: false, none: null, map: { list: [1, 'a'] } });
  });

  it.each([[null], ['x'], [[]], [undefined]])('holds no attribute without a type, as %o', (value) => {
    expect(() => plainItem({ value })).toThrow('a stream record holds an attribute without a type');
  });

  it('holds no type that our items never have', () => {
    expect(() => plainItem({ value: { SS: ['a'], B: '' } })).toThrow(
      'a stream record holds a type that our items never have: SS,B',
    );
    expect(() => plainItem({ value: { N: 1 } })).toThrow('never have: N');
    expect(() => plainItem({ value: { M: [] } })).toThrow('never have: M');
  });
});

describe('records of the stream', () => {
  const movement = (seq: number, SequenceNumber: string, over: object = {}): DynamoDBRecord => ({
    eventName: 'INSERT',
    dynamodb: {
      SequenceNumber,
      NewImage: {
        SK: { S: `MOVE#000${seq}` },
        depositId: { S: 'D-1' },
        seq: { N: String(seq) },
        movement: { S: 'received' },
        amount: { N: '5' },
        channel: { S: 'cie' },
        valueDate: { S: '2025-02-10' },
        recordedOn: { S: '2025-02-10' },
        recordedAt: { S: '2025-02-10T18:00:00.000Z' },
        actor: { S: 'a' },
      },
    },
    ...over,
  });

  it('are facts in order, each with its sequence number; changes and other items are nothing', () => {
    const { facts, sequenceOf, unreadable } = readRecords([
      movement(1, '10'),
      movement(7, '11', { eventName: 'MODIFY' }),
      { eventName: 'INSERT', dynamodb: { SequenceNumber: '12', NewImage: { SK: { S: 'DEPOSIT' } } } },
      { eventName: 'INSERT', dynamodb: { SequenceNumber: '13' } },
      { eventName: 'INSERT' },
      movement(2, '14'),
    ]);
    expect(facts.map((fact) => [fact.owner, fact.seq, sequenceOf.get(fact)])).toEqual([
      ['DEPOSIT#D-1', 1, '10'],
      ['DEPOSIT#D-1', 2, '14'],
    ]);
    expect(unreadable).toBeUndefined();
  });

  it('are read up to the first that cannot be understood', () => {
    const broken = movement(2, '11', { dynamodb: { SequenceNumber: '11', NewImage: { SK: { S: 'MOVE#0002' } } } });
    const { facts, sequenceOf, unreadable } = readRecords([movement(1, '10'), broken, movement(3, '12')]);
    expect(facts.map(({ seq }) => seq)).toEqual([1]);
    expect(sequenceOf.get(facts[0]!)).toBe('10');
    expect(unreadable).toEqual({ sequenceNumber: '11', error: expect.any(Error) });
  });

  it('that cannot be understood and have no number stop all the same', () => {
    const nameless = { eventName: 'INSERT', dynamodb: { NewImage: { SK: { S: 'MOVE#1' } } } } as const;
    expect(readRecords([nameless]).unreadable?.sequenceNumber).toBe('');
  });
});
