import { type DynamoDBDocumentClient, ScanCommand, type ScanCommandInput } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { StoredItem } from '../../../shared/store/pages.ts';
import type { Fact } from './fact.ts';
import { itemFact, MOVEMENT_PREFIX } from './item-fact.ts';

/** A record that adds to the rollups, as its table has it; `unreadable` names the place, so that a reading can go on. */
export type RecordedFact =
  | { readonly type: 'fact'; readonly fact: Fact }
  | { readonly type: 'unreadable'; readonly owner: string; readonly seq: number; readonly error: unknown };

export interface RecordedFacts {
  /** Every entry and every deposit movement, in no order. Consistent: what was written before it began is in it. */
  all(): AsyncIterable<RecordedFact>;
}

/** Said because the engine on one machine otherwise reads the rest of the table for every page. */
const ITEMS_PER_PAGE = 700;

const keySchema = z.looseObject({ PK: z.string(), SK: z.string() });

/** Two Scans (docs/access-patterns.md, "rollups"); only a rebuild reads so. */
export function createRecordedFacts(
  client: DynamoDBDocumentClient,
  tables: { readonly entries: string; readonly system: string },
): RecordedFacts {
  return {
    async *all() {
      const moves = {
        FilterExpression: 'begins_with(SK, :moves)',
        ExpressionAttributeValues: { ':moves': MOVEMENT_PREFIX },
      };
      for await (const item of scanAll(client, { TableName: tables.entries })) yield* recorded(item);
      for await (const item of scanAll(client, { TableName: tables.system, ...moves })) yield* recorded(item);
    },
  };
}

/** Every item of a table, page by page, consistent. */
export async function* scanAll(
  client: DynamoDBDocumentClient,
  scan: ScanCommandInput,
): AsyncGenerator<StoredItem, void, undefined> {
  let startKey: StoredItem | undefined;
  do {
    const answer = await client.send(
      new ScanCommand({ ...scan, ConsistentRead: true, Limit: ITEMS_PER_PAGE, ExclusiveStartKey: startKey }),
    );
    yield* answer.Items ?? [];
    startKey = answer.LastEvaluatedKey;
  } while (startKey !== undefined);
}

function recorded(item: StoredItem): readonly RecordedFact[] {
  try {
    const fact = itemFact(item);
    return fact === undefined ? [] : [{ type: 'fact', fact }];
  } catch (error) {
    const { PK, SK } = keySchema.parse(item);
    return [{ type: 'unreadable', owner: PK, seq: Number(SK.replace(MOVEMENT_PREFIX, '')), error }];
  }
}
