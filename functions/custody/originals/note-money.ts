import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Head } from '../../../shared/ledger/head-item.ts';
import type { Entry } from '../../../shared/ledger/ledger-items.ts';
import { readEntries, readHeads } from '../../../shared/ledger/read-ledger.ts';
import { type ReversiblePayment, reversiblePayments } from '../../../shared/ledger/reversible-payments.ts';

/** What custody asks the ledger. It writes no money. */
export interface NoteMoney {
  headsOf(notes: readonly { readonly fileId: string; readonly noteId: string }[]): Promise<ReadonlyMap<string, Head>>;
  /** All of a note's journal. */
  entriesOf(noteId: string): Promise<readonly Entry[]>;
  reversibleOf(noteId: string, entries: readonly Entry[], today: CalendarDate): Promise<readonly ReversiblePayment[]>;
}

export const createNoteMoney = (
  documents: DynamoDBDocumentClient,
  tables: { readonly HEADS_TABLE: string; readonly ENTRIES_TABLE: string; readonly SYSTEM_TABLE: string },
): NoteMoney => ({
  headsOf: (notes) => readHeads(documents, { heads: tables.HEADS_TABLE }, notes),
  entriesOf: (noteId) => readEntries(documents, { entries: tables.ENTRIES_TABLE }, noteId),
  reversibleOf: (noteId, entries, today) =>
    reversiblePayments(documents, tables.SYSTEM_TABLE, { noteId, entries, today }),
});
