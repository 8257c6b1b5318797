import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { seqKey } from '../../../shared/ledger/table-keys.ts';
import { queryAll } from '../../../shared/store/pages.ts';
import { depositMovementKey } from '../system-keys.ts';
import { DEPOSIT_OWNER } from './deposit-fact.ts';
import type { Fact } from './fact.ts';
import { itemFact } from './item-fact.ts';

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
      const deposit = owner.startsWith(DEPOSIT_OWNER);
      const key = (seq: number) =>
        deposit ? depositMovementKey(owner.slice(DEPOSIT_OWNER.length), seq).SK : seqKey(seq);
      const facts: Fact[] = [];
      for await (const item of between(deposit ? tables.system : tables.entries, owner, key(first), key(last))) {
        const fact = itemFact(item);
        if (fact !== undefined) facts.push(fact);
      }
      return facts;
    },
  };
}
