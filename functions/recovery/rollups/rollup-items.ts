import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { batchGet } from '../../../shared/store/batches.ts';
import { conditional, withoutConflict } from '../../../shared/store/conditional.ts';
import type { StoredItem } from '../../../shared/store/pages.ts';
import { scanAll } from './recorded-facts.ts';
import type { MeasureChange, RollupDifference, StoredSum } from './rollup-difference.ts';
import { isSumKey, markKey, type RollupKey } from './rollup-keys.ts';

/** The rollups table as a rebuild reads and corrects it. */
export interface RollupItems {
  /** Every item of sums. Consistent. */
  sums(): AsyncIterable<StoredSum>;
  /** The items of these keys; those that are not there are left out. Consistent. */
  read(keys: readonly RollupKey[]): Promise<readonly StoredSum[]>;
  /** Every mark, by owner. Consistent. */
  marks(): Promise<ReadonlyMap<string, number>>;
  /** Corrects what differs, unless the item moved since it was compared. */
  correct(difference: RollupDifference): Promise<'corrected' | 'moved'>;
  /** Takes a mark back to the last record of its owner (0: the mark goes), unless it moved. */
  lowerMark(owner: string, from: number, to: number): Promise<'corrected' | 'moved'>;
}

/** Measures in one write: with the guards, well inside the 300 operators that a condition may have. */
const CHANGES_AT_ONCE = 40;
const MARK_PARTITION = markKey('').PK;

const itemSchema = z.looseObject({ PK: z.string(), SK: z.string() });
const markSchema = z.object({ PK: z.string(), lastSeq: z.int().positive() });

/** Writes under conditions only, beside the stream (docs/access-patterns.md, "rollups"). */
export function createRollupItems(client: DynamoDBDocumentClient, TableName: string): RollupItems {
  /** A write under a condition is safe to repeat: after a lost answer the condition fails, and the next reading tells. */
  const write = async (send: () => Promise<unknown>): Promise<'corrected' | 'moved'> =>
    (await conditional(() => withoutConflict(send))) ? 'corrected' : 'moved';

  return {
    async *sums() {
      for await (const item of scanAll(client, { TableName })) {
        const stored = storedSum(item);
        if (isSumKey(stored.key)) yield stored;
      }
    },

    async read(keys) {
      const wanted = keys.map((key) => ({ ...key }));
      return (await batchGet(client, TableName, wanted, { consistent: true })).map(storedSum);
    },

    async marks() {
      const marks = new Map<string, number>();
      for await (const item of scanAll(client, { TableName })) {
        if (!itemSchema.parse(item).PK.startsWith(MARK_PARTITION)) continue;
        const { PK, lastSeq } = markSchema.parse(item);
        marks.set(PK.slice(MARK_PARTITION.length), lastSeq);
      }
      return marks;
    },

    async correct({ key, changes, unexplained, guards }) {
      const place = { TableName, Key: { ...key } };
      // Each part is right by itself, so a crash between two of them leaves less to correct.
      const standing = { ...guards };
      for (let from = 0; from < changes.length; from += CHANGES_AT_ONCE) {
        const part = changes.slice(from, from + CHANGES_AT_ONCE);
        const gone = unexplained && from + CHANGES_AT_ONCE >= changes.length;
        const command = gone
          ? new DeleteCommand({ ...place, ...stillStanding(part, standing) })
          : new UpdateCommand({ ...place, ...replacing(part, standing) });
        if ((await write(() => client.send(command))) === 'moved') return 'moved';
        for (const { measure, right } of part) {
          if (measure in standing) standing[measure] = right === 0 ? undefined : right;
        }
      }
      return 'corrected';
    },

    async lowerMark(owner, from, to) {
      const place = { TableName, Key: { ...markKey(owner) }, ConditionExpression: 'lastSeq = :from' };
      if (to === 0) {
        return write(() => client.send(new DeleteCommand({ ...place, ExpressionAttributeValues: { ':from': from } })));
      }
      const ExpressionAttributeValues = { ':from': from, ':to': to };
      const UpdateExpression = 'SET lastSeq = :to';
      return write(() => client.send(new UpdateCommand({ ...place, UpdateExpression, ExpressionAttributeValues })));
    },
  };
}

function storedSum(item: StoredItem): StoredSum {
  const { PK, SK, ...attributes } = itemSchema.parse(item);
  return { key: { PK, SK }, attributes };
}

type Condition = Required<
  Pick<UpdateCommandInput, 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'>
>;

/** That everything to be changed, and everything that tells of additions, is as it was compared. */
function stillStanding(changes: readonly MeasureChange[], guards: RollupDifference['guards']): Condition {
  const before = { ...guards, ...Object.fromEntries(changes.map(({ measure, stored }) => [measure, stored])) };
  const names = Object.keys(before);
  return {
    ConditionExpression: names
      .map((name, index) =>
        before[name] === undefined ? `attribute_not_exists(#c${index})` : `#c${index} = :c${index}`,
      )
      .join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name, index) => [`#c${index}`, name])),
    ExpressionAttributeValues: Object.fromEntries(
      names.flatMap((name, index) => (before[name] === undefined ? [] : [[`:c${index}`, before[name]]])),
    ),
  };
}

function replacing(changes: readonly MeasureChange[], guards: RollupDifference['guards']) {
  const { ConditionExpression, ExpressionAttributeNames, ExpressionAttributeValues } = stillStanding(changes, guards);
  const numbered = changes.map(({ right }, index) => ({ right, name: `#m${index}`, value: `:m${index}` }));
  const set = numbered.filter(({ right }) => right !== 0);
  const removed = numbered.filter(({ right }) => right === 0);
  const clauses = [
    ...(set.length > 0 ? [`SET ${set.map(({ name, value }) => `${name} = ${value}`).join(', ')}`] : []),
    ...(removed.length > 0 ? [`REMOVE ${removed.map(({ name }) => name).join(', ')}`] : []),
  ];
  const names = Object.fromEntries(changes.map(({ measure }, index) => [`#m${index}`, measure]));
  return {
    UpdateExpression: clauses.join(' '),
    ConditionExpression,
    ExpressionAttributeNames: { ...ExpressionAttributeNames, ...names },
    ExpressionAttributeValues: {
      ...ExpressionAttributeValues,
      ...Object.fromEntries(set.map(({ value, right }) => [value, right])),
    },
  };
}
