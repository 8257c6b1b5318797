import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { applyStreamBatch } from '../../../functions/recovery/rollups/apply-stream-batch.ts';
import { compareRollups } from '../../../functions/recovery/rollups/compare-rollups.ts';
import { createMissingFacts } from '../../../functions/recovery/rollups/missing-facts.ts';
import { type RebuildDeps, rebuildRollups } from '../../../functions/recovery/rollups/rebuild-rollups.ts';
import { createRecordedFacts } from '../../../functions/recovery/rollups/recorded-facts.ts';
import { createRollupItems } from '../../../functions/recovery/rollups/rollup-items.ts';
import { createRollupStore } from '../../../functions/recovery/rollups/rollup-store.ts';
import { functionNamed } from '../../../infra/functions.ts';
import { parseJson } from '../../../infra/local/assembly/json.ts';
import { deliverBatch } from '../../../infra/local/dynamodb/batch-delivery.ts';
import type { StreamRecord } from '../../../infra/local/dynamodb/stream-reader.ts';
import { encodeEntry } from '../../../shared/ledger/entry-item.ts';
import { paymentOf } from '../../fixtures/entries.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';

let dynamo: TestDynamo;
let deps: RebuildDeps;
beforeAll(async () => {
  dynamo = await startTestDynamo();
  const { ENTRIES_TABLE: entries, SYSTEM_TABLE: system, ROLLUPS_TABLE: rollups } = dynamo.tables;
  deps = {
    items: createRollupItems(dynamo.documents, rollups),
    recorded: createRecordedFacts(dynamo.documents, { entries, system }),
    missing: createMissingFacts(dynamo.documents, { entries, system }),
    writer: createRollupStore(dynamo.documents, rollups),
  };
});
afterAll(() => dynamo.stop());

const put = (Item: Record<string, unknown>) =>
  dynamo.documents.send(new PutCommand({ TableName: dynamo.tables.ENTRIES_TABLE, Item }));

/** Delivers as one machine does, by the rules that the product's own definition gives the entries' stream. */
async function delivered(items: readonly Record<string, unknown>[]) {
  const trigger = functionNamed('recovery-rollup').triggers.find((one) => one.type === 'stream');
  if (trigger?.type !== 'stream') throw new Error('recovery-rollup follows no stream');
  const records = items.map((item, index): StreamRecord => {
    const record = { eventName: 'INSERT', dynamodb: { SequenceNumber: String(index), NewImage: marshall(item) } };
    return { sequence: index, record: parseJson(JSON.stringify(record)) as StreamRecord['record'] };
  });
  const given: number[] = [];
  const progress: number[] = [];
  let calls = 0;
  await deliverBatch(
    records,
    { retries: trigger.mostRetries, bisect: true, reportsItemFailures: true },
    {
      async invoke(event) {
        calls += 1;
        const { Records } = event as unknown as { Records: DynamoDBRecord[] };
        const { response } = await applyStreamBatch(deps, Records);
        return parseJson(JSON.stringify(response));
      },
      processed: (sequence) => progress.push(sequence),
      giveUp: (lost) => given.push(...lost.map(({ sequence }) => sequence)),
      wait: async () => undefined,
      failing: () => undefined,
    },
  );
  return { given, calls, last: progress.at(-1) };
}

it('gives up a record that nobody can understand, sums the others, shows the gap, and closes it once it is mended', async () => {
  const good = Array.from({ length: 20 }, (_, index) => encodeEntry(paymentOf(`G${index}`, 1, { credit: 10 })));
  const first = encodeEntry(paymentOf('BAD', 1, { credit: 10 }));
  const right = encodeEntry(paymentOf('BAD', 2, { credit: 10 }));
  const wrong = { ...right, lines: { principal: 5 } };
  const items = [...good.slice(0, 10), first, wrong, ...good.slice(10)];
  for (const item of items) await put(item);

  const { given, calls, last } = await delivered(items);
  expect(given).toEqual([11]);
  expect(last).toBe(21);
  expect(calls).toBeLessThan(25);
  const shown = await compareRollups(deps);
  expect(shown).toMatchObject({ differences: [], unknowable: [], behind: [{ owner: 'NOTE#BAD', mark: 1, last: 2 }] });
  expect(shown.unreadable.map(({ owner, seq }) => [owner, seq])).toEqual([['NOTE#BAD', 2]]);

  await put(right);
  expect(await rebuildRollups(deps)).toMatchObject({ outcome: 'equal', factsApplied: 1 });
  const sums = await deps.items.read([{ PK: 'MONTH#2026-11', SK: 'DAY#19' }]);
  expect(sums[0]?.attributes).toMatchObject({ entries: 22, 'paid/amount': 220 });
});
