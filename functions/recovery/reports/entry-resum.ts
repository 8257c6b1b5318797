import type { Entry } from '../../../shared/ledger/ledger-items.ts';
import { entryFact } from '../rollups/entry-fact.ts';
import { addInto, type Measures } from '../rollups/measures.ts';
import { dayTotalKey } from '../rollups/rollup-keys.ts';

/** Payments that came from one source (a bank file, an assigned deposit …). */
export interface SourceSum {
  /** Distinct rows of the source, not notes: one row may pay several notes. */
  readonly rows: ReadonlySet<string>;
  readonly amount: number;
}

/** A second summing of a day's entries, straight from the journal. */
export interface EntryResum {
  readonly totals: Measures;
  /** By `<source type>|<source id>`. */
  readonly bySource: ReadonlyMap<string, SourceSum>;
  /** Entries that break what must hold, with the reason. */
  readonly broken: readonly { readonly where: string; readonly detail: string }[];
}

export async function resumEntries(date: string, entries: AsyncIterable<Entry>): Promise<EntryResum> {
  const totals: Record<string, number> = {};
  const bySource = new Map<string, { rows: Set<string>; amount: number }>();
  const broken: { where: string; detail: string }[] = [];
  const dayTotal = dayTotalKey('recorded', date);
  for await (const entry of entries) {
    try {
      for (const { key, measures } of entryFact(entry).contributions) {
        if (key.PK === dayTotal.PK && key.SK === dayTotal.SK) addInto(totals, measures);
      }
    } catch (error) {
      broken.push({ where: placeOf(entry), detail: error instanceof Error ? error.message : String(error) });
    }
    if (entry.kind === 'paid' && entry.ownerType === 'note') addToSource(bySource, entry);
  }
  return { totals, bySource, broken };
}

export const sourceKey = (type: string, id: string): string => `${type}|${id}`;

function addToSource(bySource: Map<string, { rows: Set<string>; amount: number }>, entry: Entry): void {
  const key = sourceKey(entry.source.type, entry.source.id);
  const sum = bySource.get(key) ?? { rows: new Set<string>(), amount: 0 };
  sum.rows.add(String(entry.source.line ?? entry.source.id));
  sum.amount += entry.application?.amount ?? 0;
  bySource.set(key, sum);
}

function placeOf(entry: Entry): string {
  const owner = entry.ownerType === 'note' ? `Pagaré ${entry.noteId}` : `Saldo a favor ${entry.fileId}`;
  return `${owner}, asiento ${entry.seq}`;
}
