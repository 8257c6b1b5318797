import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { CalendarDate } from '../calendar/calendar-date.ts';
import { refuse } from '../refusals/shared-refusals.ts';
import { conditional } from '../store/conditional.ts';
import { idempotencyKey, idempotencyPut, idempotencySchema, sameInput } from './idempotency.ts';
import type { IdempotencyScope } from './ledger.ts';
import type { Source } from './ledger-items.ts';

export interface RequestToClaim {
  readonly scope: IdempotencyScope;
  /** The caller's Idempotency-Key. */
  readonly key: string;
  /** What is asked and of what: the operation's name, the ids of its path, its body. */
  readonly input: unknown;
  readonly source: Source;
  readonly recordedOn: CalendarDate;
}

export interface RequestClaims {
  /**
   * Binds a key to its input, for good. Answers `first`, or `again` when the same request came before.
   * Throws `idempotency-key-reused` (409) when the key came before with another input.
   */
  claim(request: RequestToClaim): Promise<'first' | 'again'>;
}

/**
 * Claims of requests that change the state of something (assign, return, cancel, bounce, decide). What they do is
 * safe to repeat by itself; the claim makes sure that a key never means two things (peers.md §3, 23).
 */
export function createRequestClaims(client: DynamoDBDocumentClient, idempotencyTable: string): RequestClaims {
  return {
    async claim({ scope, key, input, source, recordedOn }) {
      const claimKey = `REQUEST#${key}`;
      const used = { scope, key: claimKey, input, recordedOn, source, result: null };
      const put = new PutCommand(idempotencyPut(idempotencyTable, used).Put);
      if (await conditional(() => client.send(put))) return 'first';
      const found = await client.send(
        new GetCommand({ TableName: idempotencyTable, Key: idempotencyKey(scope, claimKey), ConsistentRead: true }),
      );
      if (sameInput(idempotencySchema.parse(found.Item), input)) return 'again';
      throw keyReused();
    },
  };
}

export function keyReused() {
  return refuse(
    'idempotency-key-reused',
    'La clave Idempotency-Key ya se usó con otros datos. Envíe una clave nueva si se trata de otra operación.',
    { details: [{ pointer: 'header/idempotency-key', message: 'Clave usada antes con otros datos.' }] },
  );
}
