import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { chainEntry, encodeEntry } from '../../shared/ledger/entry-item.ts';
import { decodeHead, encodeHead, type Head } from '../../shared/ledger/head-item.ts';
import { readEntries } from '../../shared/ledger/read-ledger.ts';
import { headKey } from '../../shared/ledger/table-keys.ts';
import { FOLD_VERSION } from '../../shared/loan-book/fold.ts';
import { addLines, type Lines } from '../../shared/loan-book/line.ts';
import type { TestDynamo } from './dynamo.ts';

type Tables = Pick<TestDynamo['tables'], 'HEADS_TABLE' | 'ENTRIES_TABLE' | 'IDEMPOTENCY_TABLE'>;
type Place = { readonly fileId: string; readonly noteId: string };

export async function headOf({ documents, tables }: Store, { fileId, noteId }: Place): Promise<Head> {
  const key = { TableName: tables.HEADS_TABLE, Key: headKey(fileId, noteId), ConsistentRead: true };
  return decodeHead((await documents.send(new GetCommand(key))).Item);
}

interface Store extends Pick<TestDynamo, 'documents'> {
  readonly tables: Tables;
}

/**
 * A note as an earlier version of the fold could have left it, head and journal alike: its last entry books `more` than
 * today's rules do, so that restating it takes `more` back. Nothing more: the rules changed and this note did not.
 */
export async function leaveUnderOlderFold(store: Store, place: Place, more: Lines = {}): Promise<void> {
  const { documents, tables } = store;
  const head = await headOf(store, place);
  const ledger = { heads: tables.HEADS_TABLE, entries: tables.ENTRIES_TABLE, idempotency: tables.IDEMPOTENCY_TABLE };
  const { hash: _, previousHash, ...last } = (await readEntries(documents, ledger, place.noteId)).at(-1)!;
  const older = chainEntry({ ...last, fold: FOLD_VERSION - 1, lines: addLines(last.lines, more) }, previousHash);
  const { state } = head.note;
  const owed = {
    principal: state.principal + (more.principal ?? 0),
    ordinary: { ...state.ordinary, owed: state.ordinary.owed + (more.ordinaryInterest ?? 0) },
    held: state.held - (more.credit ?? 0),
  };
  const note = { ...head.note, state: { ...state, ...owed } };
  await documents.send(new PutCommand({ TableName: tables.ENTRIES_TABLE, Item: encodeEntry(older) }));
  const left = encodeHead({ ...head, hash: older.hash, fold: FOLD_VERSION - 1, note });
  await documents.send(new PutCommand({ TableName: tables.HEADS_TABLE, Item: left }));
}
