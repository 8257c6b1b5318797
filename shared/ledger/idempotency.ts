import * as z from 'zod';
import { canonicalHash } from '../canonical/canonical-json.ts';
import { deterministicId } from '../canonical/deterministic-id.ts';
import { IF_NEW } from '../store/conditional.ts';
import type { IdempotencyScope } from './ledger.ts';
import { type Source, sourceSchema } from './ledger-items.ts';

/**
 * A used key: bound to the hash of its input and to the first result. No TTL: a bank file can be sent again years
 * later (peers.md §3, 22–23). Kept apart from heads and entries.
 */
export const idempotencySchema = z.object({
  PK: z.string(),
  inputHash: z.string(),
  recordedOn: z.string(),
  source: sourceSchema,
  /** First result, as its writer needs it to answer again. */
  result: z.unknown(),
});
export type IdempotencyItem = z.infer<typeof idempotencySchema>;

/** Id of the event that is posted under a key: whoever knows the key knows it, before and after the posting. */
export const eventIdOf = (scope: IdempotencyScope, key: string): string => deterministicId('event', `${scope}#${key}`);

export const idempotencyKey = (scope: IdempotencyScope, key: string) => ({ PK: `${scope}#${key}` });

export interface UsedKey {
  readonly scope: IdempotencyScope;
  readonly key: string;
  /** Everything that makes two requests the same. */
  readonly input: unknown;
  readonly recordedOn: string;
  readonly source: Source;
  readonly result: unknown;
}

/**
 * The Put for a TransactWrite that claims a key: it fails when the key was used before. The one way any writer of
 * money or deposits claims a key, so that a bank row is claimed once whether it ended as payment or as deposit.
 */
export function idempotencyPut(tableName: string, used: UsedKey) {
  const item: IdempotencyItem = {
    ...idempotencyKey(used.scope, used.key),
    inputHash: canonicalHash(used.input),
    recordedOn: used.recordedOn,
    source: used.source,
    result: used.result,
  };
  return { Put: { TableName: tableName, Item: item, ...IF_NEW } };
}

/** Whether a stored key was used with this very input. */
export function sameInput(item: IdempotencyItem, input: unknown): boolean {
  return item.inputHash === canonicalHash(input);
}
