import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { batchGet } from '../../../shared/store/batches.ts';
import { conditional, withoutConflict } from '../../../shared/store/conditional.ts';
import type { RollupWriter } from './apply-facts.ts';
import { withoutZeros } from './measures.ts';
import type { MarkMove, RollupBatch } from './rollup-batch.ts';
import { markKey } from './rollup-keys.ts';

const markSchema = z.object({ PK: z.string(), lastSeq: z.int().positive() });

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** The only writer of marks, cells and totals (docs/access-patterns.md, "rollups"). */
export function createRollupStore(client: DynamoDBDocumentClient, table: string): RollupWriter {
  return {
    /**
     * One TransactWriteItems of ≤ 100: each mark moves from `first − 1` to `last` (absent when `first` is 1) and each
     * sum is added. Two stream shards may add to one item at once: the loser waits and tries again, for up to 20 s.
     * A lost answer is safe: the next try finds the marks moved.
     */
    async apply(batch) {
      const TransactItems = [...batch.marks.map((mark) => moveMark(table, mark)), ...addSums(table, batch)];
      const transact = () => client.send(new TransactWriteCommand({ TransactItems }));
      return (await conditional(() => withoutConflict(transact))) ? 'applied' : 'marks-moved';
    },

    /** BatchGetItem by 100 keys, consistent. */
    async lastApplied(owners) {
      const byKey = new Map(owners.map((owner) => [markKey(owner).PK, owner]));
      const keys = owners.map((owner) => ({ ...markKey(owner) }));
      const last = new Map<string, number>();
      for (const item of await batchGet(client, table, keys, { consistent: true })) {
        const mark = markSchema.parse(item);
        const owner = byKey.get(mark.PK);
        if (owner !== undefined) last.set(owner, mark.lastSeq);
      }
      return last;
    },
  };
}

function moveMark(table: string, { owner, first, last }: MarkMove): TransactItem {
  return {
    Update: {
      TableName: table,
      Key: { ...markKey(owner) },
      UpdateExpression: 'SET lastSeq = :last',
      ConditionExpression: first === 1 ? 'attribute_not_exists(PK)' : 'lastSeq = :before',
      ExpressionAttributeValues: { ':last': last, ...(first > 1 && { ':before': first - 1 }) },
    },
  };
}

function addSums(table: string, batch: RollupBatch): TransactItem[] {
  return batch.sums.flatMap(({ key, measures }) => {
    const added = Object.entries(withoutZeros(measures));
    if (added.length === 0) return [];
    return {
      Update: {
        TableName: table,
        Key: { ...key },
        UpdateExpression: `ADD ${added.map((_, index) => `#m${index} :m${index}`).join(', ')}`,
        ExpressionAttributeNames: Object.fromEntries(added.map(([name], index) => [`#m${index}`, name])),
        ExpressionAttributeValues: Object.fromEntries(added.map(([, value], index) => [`:m${index}`, value])),
      },
    };
  });
}
