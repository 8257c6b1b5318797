import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { createDayEntries } from '../../../shared/ledger/day-entries.ts';

it('counts all pages of all shards of a day', async () => {
  const asked: unknown[] = [];
  const client = {
    send: async ({ input }: { input: { ExclusiveStartKey?: unknown; ExpressionAttributeValues: unknown } }) => {
      asked.push(input.ExpressionAttributeValues);
      return input.ExclusiveStartKey === undefined ? { Count: 100, LastEvaluatedKey: { PK: 'x' } } : { Count: 1 };
    },
  } as unknown as DynamoDBDocumentClient;
  expect(await createDayEntries(client, 'entries').count('2026-11-19')).toBe(16 * 101);
  expect(new Set(asked.map((values) => JSON.stringify(values))).size).toBe(16);
});
