import { describe, expect, it } from 'vitest';
import {
  eventIdOf,
  idempotencyKey,
  idempotencyPut,
  idempotencySchema,
  sameInput,
} from '../../../shared/ledger/idempotency.ts';

const USED = {
  scope: 'WINDOW',
  key: 'k-1',
  input: { amount: 100, note: 'N-1' },
  recordedOn: '2025-02-11',
  source: { type: 'window', id: 'w-1' },
  result: { parts: [] },
} as const;

describe('a used key', () => {
  it('is claimed once, with the hash of its input and its first result', () => {
    const { Put } = idempotencyPut('keys', USED);
    expect(Put).toEqual({
      TableName: 'keys',
      Item: {
        PK: 'WINDOW#k-1',
        inputHash: expect.stringMatching(/^[\w-]{43}$/),
        recordedOn: '2025-02-11',
        source: { type: 'window', id: 'w-1' },
        result: { parts: [] },
      },
      ConditionExpression: 'attribute_not_exists(PK)',
    });
    expect(idempotencyKey('BANKROW', 'f:1')).toEqual({ PK: 'BANKROW#f:1' });
    // UUIDv5 of "event" and "WINDOW#k-1", by another program.
    expect(eventIdOf('WINDOW', 'k-1')).toBe('1a4090a9-9247-5528-816f-c2e2a079b09d');
  });

  it('knows its input again, whatever the order of its fields, and no other', () => {
    const item = idempotencySchema.parse(idempotencyPut('keys', USED).Put.Item);
    expect(item.result).toEqual({ parts: [] });
    expect(sameInput(item, { note: 'N-1', amount: 100 })).toBe(true);
    expect(sameInput(item, { note: 'N-1', amount: 101 })).toBe(false);
  });
});
