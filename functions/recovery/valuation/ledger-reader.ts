import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { decodeEntry } from '../../../shared/ledger/entry-item.ts';
import type { Head } from '../../../shared/ledger/head-item.ts';
import type { Entry } from '../../../shared/ledger/ledger-items.ts';
import { wholePast } from '../../../shared/ledger/past.ts';
import { createHeadScan } from '../../../shared/ledger/scan-heads.ts';
import { foldAsOf } from '../../../shared/ledger/state-as-known-on.ts';
import { creditPartition, notePartition } from '../../../shared/ledger/table-keys.ts';
import { type ByComponent, COMPONENTS, zeroByComponent } from '../../../shared/loan-book/component.ts';
import { queryAll } from '../../../shared/store/pages.ts';
import type { ChainEnd } from './ledger-root.ts';
import type { NoteAsKnown, ValuationDeps } from './value-portfolio.ts';

type LedgerReads = Pick<ValuationDeps, 'scanHeads' | 'noteAsKnownOn' | 'creditChainOn'>;

/** What the valuation reads of the ledger: all heads, and the entries only of what moved since. */
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
    scanHeads: createHeadScan(client, tables.heads),

    async noteAsKnownOn(head: Head, date: CalendarDate): Promise<NoteAsKnown | undefined> {
      const owner = notePartition(head.noteId);
      const entries = await entriesUpTo(owner, date);
      const note = entries.length === 0 ? undefined : foldAsOf(wholePast(entries, head), { recordedBy: date });
      const end = chainEnd(owner, entries);
      if (note === undefined || end === undefined) return undefined;
      return { note, ledger: balancesIn(entries), end, dimensions: entries.at(-1)?.dimensions ?? head.dimensions };
    },

    async creditChainOn(fileId, date) {
      const owner = creditPartition(fileId);
      return chainEnd(owner, await entriesUpTo(owner, date));
    },
  };
}

/** What the journal holds, whatever version of the fold booked it: a day valued again stays as it was reported. */
function balancesIn(entries: readonly Entry[]): ByComponent {
  const balances = zeroByComponent();
  for (const { lines } of entries) for (const component of COMPONENTS) balances[component] += lines[component] ?? 0;
  return balances;
}

function chainEnd(owner: string, entries: readonly Entry[]): ChainEnd | undefined {
  const last = entries.at(-1);
  return last === undefined ? undefined : { owner, seq: last.seq, hash: last.hash };
}
