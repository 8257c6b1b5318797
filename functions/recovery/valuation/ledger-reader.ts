import { type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { decodeEntry } from '../../../shared/ledger/entry-item.ts';
import { decodeCreditHead, decodeHead, type Head, isNoteHead } from '../../../shared/ledger/head-item.ts';
import type { Entry } from '../../../shared/ledger/ledger-items.ts';
import { wholePast } from '../../../shared/ledger/past.ts';
import { foldAsOf } from '../../../shared/ledger/state-as-known-on.ts';
import { creditPartition, notePartition } from '../../../shared/ledger/table-keys.ts';
import { queryAll, type StoredItem } from '../../../shared/store/pages.ts';
import type { ChainEnd } from './ledger-root.ts';
import type { NoteAsKnown, ScannedHead, ValuationDeps } from './value-portfolio.ts';

type LedgerReads = Pick<ValuationDeps, 'scanHeads' | 'noteAsKnownOn' | 'creditChainOn'>;

/**
 * About the 1 MB that a page may hold anyway. Said all the same, because the engine on one machine otherwise reads the
 * rest of the segment for every page.
 */
const HEADS_PER_PAGE = 700;

/** What the valuation reads of the ledger: a parallel Scan of heads, and the entries only of what moved since. */
export function createLedgerReader(
  client: DynamoDBDocumentClient,
  tables: { readonly heads: string; readonly entries: string },
): LedgerReads {
  const entriesUpTo = async (owner: string, date: CalendarDate): Promise<Entry[]> => {
    const entries: Entry[] = [];
    const query = {
      TableName: tables.entries,
      KeyConditionExpression: 'PK = :owner',
      ExpressionAttributeValues: { ':owner': owner },
    };
    for await (const item of queryAll(client, query)) {
      const entry = decodeEntry(item);
      if (entry.recordedOn > date) break;
      entries.push(entry);
    }
    return entries;
  };

  return {
    async *scanHeads(segment, segments) {
      let startKey: StoredItem | undefined;
      do {
        const answer = await client.send(
          new ScanCommand({
            TableName: tables.heads,
            Segment: segment,
            TotalSegments: segments,
            Limit: HEADS_PER_PAGE,
            ExclusiveStartKey: startKey,
          }),
        );
        for (const item of answer.Items ?? []) yield scanned(item);
        startKey = answer.LastEvaluatedKey;
      } while (startKey !== undefined);
    },

    async noteAsKnownOn(head: Head, date: CalendarDate): Promise<NoteAsKnown | undefined> {
      const owner = notePartition(head.noteId);
      const entries = await entriesUpTo(owner, date);
      const note = entries.length === 0 ? undefined : foldAsOf(wholePast(entries, head), { recordedBy: date });
      const end = chainEnd(owner, entries);
      if (note === undefined || end === undefined) return undefined;
      return { note, end, dimensions: entries.at(-1)?.dimensions ?? head.dimensions };
    },

    async creditChainOn(fileId, date) {
      const owner = creditPartition(fileId);
      return chainEnd(owner, await entriesUpTo(owner, date));
    },
  };
}

function scanned(item: StoredItem): ScannedHead {
  try {
    return isNoteHead(item)
      ? { type: 'note', head: decodeHead(item) }
      : { type: 'credit', head: decodeCreditHead(item) };
  } catch {
    return { type: 'undecodable', key: `${String(item.PK)} ${String(item.SK)}` };
  }
}

function chainEnd(owner: string, entries: readonly Entry[]): ChainEnd | undefined {
  const last = entries.at(-1);
  return last === undefined ? undefined : { owner, seq: last.seq, hash: last.hash };
}
