import { createHash } from 'node:crypto';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { canonicalJson } from '../../../shared/canonical/canonical-json.ts';
import { batchPut } from '../../../shared/store/batches.ts';
import { IF_NEW } from '../../../shared/store/conditional.ts';
import { queryAll } from '../../../shared/store/pages.ts';
import { createRecordStore, type RecordStore, type TransactItem } from '../../../shared/store/record-store.ts';
import { type Finding, findingSchema, type Round, roundSchema } from './round.ts';

/** Codes of an item: some 13 bytes each, so that it stays far under 400 KB. */
const CODES_OF_ITEM = 5_000;
const FINDINGS_OF_ITEM = 500;

const codesSchema = z.object({ codes: z.array(z.string()) });
const findingsSchema = z.object({ findings: z.array(findingSchema) });

export interface RoundStore extends RecordStore<Round> {
  /** What was expected, frozen: put before the round itself is. Answers the name of the list. */
  putExpected(roundId: string, codes: readonly string[]): Promise<string>;
  expectedOf(round: Round): Promise<ReadonlySet<string>>;
  /** A batch of labels, to be written with the step that counts it. */
  batchItem(roundId: string, number: number, labels: readonly string[]): TransactItem;
  labelsOf(roundId: string): AsyncGenerator<string, void, undefined>;
  /** What came of it: put before the step that closes it. Answers the name of the list. */
  putFindings(roundId: string, findings: readonly Finding[]): Promise<string>;
  /** None of a round that is not closed. */
  findingsOf(round: Round): Promise<Finding[]>;
}

/**
 * Rounds in the documents table: PK `INVENTORYROUND#<roundId>`, SK `ROUND`, `READ#<nnnn>`, `EXPECTED-<hash>#<nnnn>` and
 * `FINDINGS-<hash>#<nnnn>`. Lists are packed: ten thousand codes are two items. The round names the two that are its own by a hash
 * of what they say, so that none is mixed with what a run that was cut off, or another at once, had put there.
 */
export function createRoundStore(client: DynamoDBDocumentClient, TableName: string): RoundStore {
  const partition = (roundId: string) => `INVENTORYROUND#${roundId}`;
  const sort = (list: string, number: number) => `${list}#${String(number).padStart(4, '0')}`;
  const records = createRecordStore<Round>(client, TableName, {
    schema: roundSchema,
    keyOf: (roundId) => ({ PK: partition(roundId), SK: 'ROUND' }),
    idOf: ({ roundId }) => roundId,
    index: 'index1',
    partitionOf: (state) => `INVENTORYROUNDS#${state.toUpperCase()}`,
    sortedBy: ({ openedOn }) => openedOn,
  });
  const itemsOf = (roundId: string, list: string) =>
    queryAll(client, {
      TableName,
      KeyConditionExpression: 'PK = :round AND begins_with(SK, :list)',
      ExpressionAttributeValues: { ':round': partition(roundId), ':list': `${list}#` },
      ConsistentRead: true,
    });
  const putPacked = async (roundId: string, kind: string, all: readonly unknown[], packs: readonly object[]) => {
    const list = `${kind}-${createHash('sha256').update(canonicalJson(all)).digest('hex').slice(0, 16).toUpperCase()}`;
    const items = packs.map((pack, index) => ({ PK: partition(roundId), SK: sort(list, index + 1), ...pack }));
    await batchPut(client, TableName, items);
    return list;
  };
  return {
    ...records,
    putExpected: (roundId, codes) =>
      putPacked(
        roundId,
        'EXPECTED',
        codes,
        packed(codes, CODES_OF_ITEM).map((part) => ({ codes: part })),
      ),
    async expectedOf({ roundId, expectedList }) {
      const codes = new Set<string>();
      for await (const item of itemsOf(roundId, expectedList))
        for (const code of codesSchema.parse(item).codes) codes.add(code);
      return codes;
    },
    batchItem: (roundId, number, codes) => ({
      Put: { TableName, Item: { PK: partition(roundId), SK: sort('READ', number), codes }, ...IF_NEW },
    }),
    async *labelsOf(roundId) {
      for await (const item of itemsOf(roundId, 'READ')) yield* codesSchema.parse(item).codes;
    },
    putFindings: (roundId, findings) =>
      putPacked(
        roundId,
        'FINDINGS',
        findings,
        packed(findings, FINDINGS_OF_ITEM).map((part) => ({ findings: part })),
      ),
    async findingsOf({ roundId, findingsList }) {
      const findings: Finding[] = [];
      if (findingsList === null) return findings;
      for await (const item of itemsOf(roundId, findingsList)) findings.push(...findingsSchema.parse(item).findings);
      return findings;
    },
  };
}

function packed<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}
