import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { entrySchema } from '../../../shared/ledger/ledger-items.ts';
import { seqKey } from '../../../shared/ledger/table-keys.ts';
import { queryAll } from '../../../shared/store/pages.ts';
import { depositMovementSchema } from '../deposits/deposit-movement.ts';
import { depositMovementKey } from '../system-keys.ts';
import { DEPOSIT_OWNER, depositFact } from './deposit-fact.ts';
import { entryFact } from './entry-fact.ts';
import type { Fact } from './fact.ts';

export interface MissingFacts {
  /**
   * The facts `first`…`last` of an owner as its table has them, in the order of seq. Consistent. Throws what the
   * store throws, and an Error for a record that breaks what must always hold.
   */
  read(owner: string, first: number, last: number): Promise<Fact[]>;
}

/**
 * What the stream lost, read from where it was written: entries of a note or a credit head, movements of a deposit
 * (docs/access-patterns.md, "rollups"). One Query an owner, on a gap only.
 */
export function createMissingFacts(
  client: DynamoDBDocumentClient,
  tables: { readonly entries: string; readonly system: string },
): MissingFacts {
  const between = (TableName: string, owner: string, first: string, last: string) =>
    queryAll(client, {
      TableName,
      KeyConditionExpression: 'PK = :owner AND SK BETWEEN :first AND :last',
      ExpressionAttributeValues: { ':owner': owner, ':first': first, ':last': last },
      ConsistentRead: true,
    });
  return {
    async read(owner, first, last) {
      const facts: Fact[] = [];
      if (owner.startsWith(DEPOSIT_OWNER)) {
        const moveKey = (seq: number) => depositMovementKey(owner.slice(DEPOSIT_OWNER.length), seq).SK;
        const moves = between(tables.system, owner, moveKey(first), moveKey(last));
        for await (const item of moves) facts.push(depositFact(depositMovementSchema.parse(item)));
      } else {
        const entries = between(tables.entries, owner, seqKey(first), seqKey(last));
        for await (const item of entries) facts.push(entryFact(entrySchema.parse(item)));
      }
      return facts;
    },
  };
}
