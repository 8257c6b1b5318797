import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { type CalendarDate, dayNumber } from '../calendar/calendar-date.ts';
import { isUnderAgreement } from '../loan-book/agreement.ts';
import type { Note } from '../loan-book/note-state.ts';
import { nextDueAfter, valueNote } from '../loan-book/valuation.ts';
import { batchGet } from '../store/batches.ts';
import { queryAll } from '../store/pages.ts';
import { type AgreementHead, decodeAgreementHead, isAgreementHead } from './agreement-head.ts';
import type { LedgerTables } from './commit-posting.ts';
import { decodeEntry } from './entry-item.ts';
import { type CreditHead, decodeCreditHead, decodeHead, type Head, isNoteHead } from './head-item.ts';
import type { NoteBalance } from './ledger.ts';
import type { Entry } from './ledger-items.ts';
import { creditHeadKey, headKey, notePartition, seqKey } from './table-keys.ts';

/** One consistent GetItem (1 RRU for a head ≤ 4 KB). */
export async function readHead(
  documents: DynamoDBDocumentClient,
  tables: LedgerTables,
  fileId: string,
  noteId: string,
): Promise<Head | undefined> {
  const answer = await documents.send(
    new GetCommand({ TableName: tables.heads, Key: headKey(fileId, noteId), ConsistentRead: true }),
  );
  return answer.Item === undefined ? undefined : decodeHead(answer.Item);
}

/** Heads of many notes by note: one consistent BatchGet for a hundred; those of nothing are left out. */
export async function readHeads(
  documents: DynamoDBDocumentClient,
  tables: Pick<LedgerTables, 'heads'>,
  notes: readonly { readonly fileId: string; readonly noteId: string }[],
): Promise<ReadonlyMap<string, Head>> {
  const keys = notes.map(({ fileId, noteId }) => headKey(fileId, noteId));
  const items = await batchGet(documents, tables.heads, keys, { consistent: true });
  return new Map(items.map(decodeHead).map((head) => [head.noteId, head]));
}

export async function readCreditHead(
  documents: DynamoDBDocumentClient,
  tables: LedgerTables,
  fileId: string,
): Promise<CreditHead | null> {
  const answer = await documents.send(
    new GetCommand({ TableName: tables.heads, Key: creditHeadKey(fileId), ConsistentRead: true }),
  );
  return answer.Item === undefined ? null : decodeCreditHead(answer.Item);
}

/** Balances of credit heads: one consistent BatchGet for 100 files. */
export async function readCredits(
  documents: DynamoDBDocumentClient,
  tables: LedgerTables,
  fileIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const items = await batchGet(documents, tables.heads, fileIds.map(creditHeadKey), { consistent: true });
  return new Map(items.map(decodeCreditHead).map(({ fileId, balance }) => [fileId, balance]));
}

/** Heads of the notes and of the agreements of a file: one consistent Query. */
export async function readFileHeads(
  documents: DynamoDBDocumentClient,
  tables: Pick<LedgerTables, 'heads'>,
  fileId: string,
): Promise<{ readonly notes: readonly Head[]; readonly agreements: readonly AgreementHead[] }> {
  const notes: Head[] = [];
  const agreements: AgreementHead[] = [];
  const query = {
    TableName: tables.heads,
    KeyConditionExpression: 'PK = :file',
    ExpressionAttributeValues: { ':file': `FILE#${fileId}` },
    ConsistentRead: true,
  };
  for await (const item of queryAll(documents, query)) {
    if (isNoteHead(item)) notes.push(decodeHead(item));
    else if (isAgreementHead(item)) agreements.push(decodeAgreementHead(item));
  }
  return { notes, agreements };
}

/** Entries of a note in the order of seq, after `afterSeq`; all of them without a limit. Consistent. */
export async function readEntries(
  documents: DynamoDBDocumentClient,
  tables: Pick<LedgerTables, 'entries'>,
  noteId: string,
  page: { readonly afterSeq?: number; readonly limit?: number } = {},
): Promise<Entry[]> {
  const entries: Entry[] = [];
  const query = {
    TableName: tables.entries,
    KeyConditionExpression: 'PK = :owner AND SK > :after',
    ExpressionAttributeValues: { ':owner': notePartition(noteId), ':after': seqKey(page.afterSeq ?? 0) },
    ConsistentRead: true,
    ...(page.limit === undefined ? {} : { Limit: page.limit }),
  };
  for await (const item of queryAll(documents, query)) {
    entries.push(decodeEntry(item));
    if (page.limit !== undefined && entries.length >= page.limit) break;
  }
  return entries;
}

/** A head's balance on a date from its last event on; earlier dates fold `entries` up to the date. */
export function balanceOf(head: Head, note: Note, asOf: CalendarDate): NoteBalance {
  const valued = valueNote(note.terms, note.state, asOf);
  return {
    noteId: head.noteId,
    fileId: head.fileId,
    asOf,
    owed: valued.owed,
    payable: valued.payable,
    due: valued.due,
    daysPastDue: valued.daysPastDue,
    nextDue: nextDueAfter(note.terms, note.state, asOf),
    status: valued.status,
    underAgreement: isUnderAgreement(note.state),
    held: valued.held,
    writtenOff: valued.writtenOff,
    terms: note.terms,
    dimensions: head.dimensions,
  };
}

/** Whether a head answers for `date` by itself. */
export const coversDate = (head: Head, date: CalendarDate): boolean =>
  dayNumber(head.note.state.accruedTo) <= dayNumber(date);
