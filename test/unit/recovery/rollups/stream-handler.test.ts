import type { Context, DynamoDBRecord } from 'aws-lambda';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const lines: Record<string, unknown>[] = [];
beforeEach(() => {
  lines.length = 0;
  for (const table of ['ENTRIES_TABLE', 'ROLLUPS_TABLE', 'SYSTEM_TABLE']) vi.stubEnv(table, table.toLowerCase());
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(JSON.parse(String(text))) > 0);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

it('a batch that is not summed rings, although Lambda counts it as a success', async () => {
  const { handler } = await import('../../../../functions/recovery/stream-handler.ts');
  const broken: DynamoDBRecord = {
    eventName: 'INSERT',
    dynamodb: { SequenceNumber: '7', NewImage: { ownerType: { S: 'note' }, seq: { S: 'uno' } } },
  };
  const response = await handler({ Records: [broken] }, {
    awsRequestId: 'r',
    getRemainingTimeInMillis: () => 60_000,
  } as Context);
  expect(response.batchItemFailures).toEqual([{ itemIdentifier: '7' }]);
  expect(lines).toContainEqual(expect.objectContaining({ RollupRecordsRefused: 1 }));
  expect(lines).toContainEqual(expect.objectContaining({ event: 'record-refused', sequenceNumber: '7' }));
});
