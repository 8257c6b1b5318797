import { type DynamoDBDocumentClient, GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { refuse } from '../refusals/shared-refusals.ts';
import { IF_NEW, ifVersion } from '../store/conditional.ts';
import { type RetryPace, retryWithJitter, STORE_PACE } from '../store/retry-with-jitter.ts';
import { isConditionFailure, isThrottled, isTransactionConflict, isUnreachable } from '../store/store-failures.ts';
import { type AgreementDraft, encodeAgreementHead } from './agreement-head.ts';
import type { CreditDraft } from './draft-credit.ts';
import type { NoteDraft } from './draft-posting.ts';
import { encodeEntry } from './entry-item.ts';
import { encodeCreditHead, encodeHead } from './head-item.ts';
import { type IdempotencyItem, idempotencyKey, idempotencyPut, idempotencySchema, sameInput } from './idempotency.ts';
import { IdempotencyConflict, type IdempotencyScope, type Posted } from './ledger.ts';
import type { Source } from './ledger-items.ts';
import { refuseLedger } from './ledger-refusals.ts';

/** Of one DynamoDB transaction. */
export const MOST_ITEMS = 100;

export interface LedgerTables {
  readonly heads: string;
  readonly entries: string;
  readonly idempotency: string;
}

/** A posting ready to be written, all or nothing. */
export interface PostingDraft {
  readonly notes: readonly NoteDraft[];
  readonly agreements: readonly AgreementDraft[];
  readonly credit: CreditDraft | null;
  readonly posted: Posted;
}

export interface UsedKeyInput {
  readonly scope: IdempotencyScope;
  readonly key: string;
  readonly input: unknown;
  readonly source: Source;
}

/** Somebody else wrote the head between our read and our write: read again and draft anew. */
class HeadMoved extends Error {}

/** Leaves a draft with an answer: what was asked for was done before, and nothing is written. */
export class AnsweredBefore extends Error {
  readonly posted: Posted;
  constructor(posted: Posted) {
    super('what was asked for was posted before');
    this.posted = { ...posted, outcome: 'already-posted' };
  }
}

/**
 * Drafts and commits until it lands: heads on the version read, entries that must not exist, the key that must not
 * be used. Contention, throttling and lost connections are tried again with jitter for up to 20 s, then refused as
 * `busy-try-later`. The same key with the same input answers its first result; with another input it is an
 * IdempotencyConflict. Nothing is written unless everything is.
 *
 * The write itself finds a used key. A repeated request may be refused by what it did the first time (money that is no
 * longer held), so that no refusal leaves before the key was asked for; a draft that is about to read much calls
 * `answerIfUsed` itself, which leaves the draft when there is an answer already.
 */
export async function commitPosting(
  documents: DynamoDBDocumentClient,
  tables: LedgerTables,
  key: UsedKeyInput,
  draft: (answerIfUsed: () => Promise<void>) => Promise<PostingDraft>,
  pace: RetryPace = STORE_PACE,
): Promise<Posted> {
  const answerIfUsed = async () => {
    const used = await findUsedKey(documents, tables, key.scope, key.key);
    if (used === undefined) return;
    if (!sameInput(used, key.input)) throw new IdempotencyConflict(used.source, used.recordedOn);
    throw new AnsweredBefore(postedSchema.parse(used.result));
  };
  const drafted = async () => {
    try {
      return await draft(answerIfUsed);
    } catch (error) {
      if (!(error instanceof AnsweredBefore) && !isPassing(error)) await answerIfUsed();
      throw error;
    }
  };
  try {
    return await retryWithJitter(() => commitOnce(documents, tables, key, drafted, answerIfUsed), isPassing, pace);
  } catch (error) {
    if (error instanceof AnsweredBefore) return error.posted;
    if (!isPassing(error)) throw error;
    throw refuse(
      'busy-try-later',
      'Hay muchas operaciones sobre este pagaré en este momento; nada se registró. Intente de nuevo.',
      {
        retryAfterSeconds: 5,
      },
    );
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof HeadMoved || isTransactionConflict(error) || isThrottled(error) || isUnreachable(error);
}

async function commitOnce(
  documents: DynamoDBDocumentClient,
  tables: LedgerTables,
  key: UsedKeyInput,
  draft: () => Promise<PostingDraft>,
  answerIfUsed: () => Promise<void>,
): Promise<Posted> {
  const { notes, agreements, credit, posted } = await draft();
  const items = [
    idempotencyPut(tables.idempotency, { ...key, recordedOn: posted.recordedOn, result: posted }),
    ...notes.map(({ before, after }) => versionedPut(tables.heads, encodeHead(after), before?.version)),
    ...notes.flatMap(({ entries }) => entries).map((entry) => newPut(tables.entries, encodeEntry(entry))),
    ...(credit === null ? [] : [versionedPut(tables.heads, encodeCreditHead(credit.after), credit.before?.version)]),
    ...(credit === null ? [] : [newPut(tables.entries, encodeEntry(credit.entry))]),
    ...agreements.map(({ before, after }) => versionedPut(tables.heads, encodeAgreementHead(after), before?.version)),
  ];
  if (items.length > MOST_ITEMS) {
    throw refuseLedger(
      'too-many-notes',
      'El movimiento alcanza demasiados pagarés y convenios para registrarse de una vez. Elija menos pagarés.',
    );
  }
  try {
    await documents.send(new TransactWriteCommand({ TransactItems: items }));
    return posted;
  } catch (error) {
    if (isConditionFailure(error, 0)) await answerIfUsed();
    if (notes.some(({ before }, index) => before === null && isConditionFailure(error, 1 + index))) throw noteExists();
    if (isConditionFailure(error)) throw new HeadMoved();
    throw error;
  }
}

/** Another opening came first: waiting would not change it. */
const noteExists = () => refuseLedger('note-exists', 'El pagaré ya está abierto en el libro de créditos.');

function versionedPut(table: string, item: Record<string, unknown>, version: number | undefined) {
  return { Put: { TableName: table, Item: item, ...ifVersion(version ?? 0) } };
}

const newPut = (table: string, item: Record<string, unknown>) => ({ Put: { TableName: table, Item: item, ...IF_NEW } });

/** A claimed key holds no `parts`: it is no posting's. */
const postedSchema = z.custom<Posted>((value) => typeof value === 'object' && value !== null && 'parts' in value);

/** What a key posted first, if it posted anything. */
export async function findPosted(
  documents: DynamoDBDocumentClient,
  tables: LedgerTables,
  scope: IdempotencyScope,
  key: string,
): Promise<Posted | undefined> {
  return postedSchema.safeParse((await findUsedKey(documents, tables, scope, key))?.result).data;
}

async function findUsedKey(
  documents: DynamoDBDocumentClient,
  tables: LedgerTables,
  scope: IdempotencyScope,
  key: string,
): Promise<IdempotencyItem | undefined> {
  const answer = await documents.send(
    new GetCommand({ TableName: tables.idempotency, Key: idempotencyKey(scope, key), ConsistentRead: true }),
  );
  return answer.Item === undefined ? undefined : idempotencySchema.parse(answer.Item);
}
