import type { Entry, Source } from '../../../../shared/ledger/ledger-items.ts';
import { entryFact, paymentsIn } from '../../rollups/entry-fact.ts';
import { addInto, type Measures } from '../../rollups/measures.ts';
import { dayTotalKey } from '../../rollups/rollup-keys.ts';

/** Payments that came from one source (a bank file, an assigned deposit …). */
export interface SourceSum {
  /** Payments, not notes: one over several notes is one; a deposit assigned twice on one day is two. */
  readonly payments: number;
  /** Centavos. */
  readonly amount: number;
  /** Its entries, by `entryPlace`. */
  readonly places: readonly string[];
}

/** Sums of one day's payments by `sourceKey`. */
export type SourceSums = ReadonlyMap<string, SourceSum>;

/** A second summing of a day's entries, straight from the journal. */
export interface EntryResum {
  readonly totals: Measures;
  /** By `<source type>|<source id>`. */
  readonly bySource: SourceSums;
  /** Entries that break what must hold, with the reason. */
  readonly broken: readonly { readonly where: string; readonly detail: string }[];
}

/** Sums the entries of `date` again, one at a time. What breaks an invariant is listed, not thrown. */
export async function resumEntries(date: string, entries: AsyncIterable<Entry>): Promise<EntryResum> {
  const totals: Record<string, number> = {};
  const bySource: OpenSums = new Map();
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
    addToSource(bySource, entry);
  }
  return { totals, bySource, broken };
}

/** The payments of a day by source, with one reading of its entries. */
export async function sumSources(entries: AsyncIterable<Entry>): Promise<SourceSums> {
  const sums: OpenSums = new Map();
  for await (const entry of entries) addToSource(sums, entry);
  return sums;
}

export const sourceKey = (type: Source['type'], id: string): string => `${type}|${id}`;

/** The ids of the sources of one type. */
export function sourcesOf(sums: SourceSums, type: Source['type']): [id: string, sum: SourceSum][] {
  const prefix = sourceKey(type, '');
  return [...sums].flatMap(([key, sum]) => (key.startsWith(prefix) ? [[key.slice(prefix.length), sum]] : []));
}

export const entryPlace = (noteId: string, seq: number): string => `${noteId}#${seq}`;

type OpenSums = Map<string, { payments: number; amount: number; places: string[] }>;

function addToSource(sums: OpenSums, entry: Entry): void {
  if (entry.kind !== 'paid' || entry.ownerType !== 'note') return;
  const key = sourceKey(entry.source.type, entry.source.id);
  const sum = sums.get(key) ?? { payments: 0, amount: 0, places: [] };
  sum.payments += paymentsIn(entry);
  sum.amount += entry.application?.amount ?? 0;
  sum.places.push(entryPlace(entry.noteId, entry.seq));
  sums.set(key, sum);
}

function placeOf(entry: Entry): string {
  const owner = entry.ownerType === 'note' ? `Pagaré ${entry.noteId}` : `Saldo a favor ${entry.fileId}`;
  return `${owner}, asiento ${entry.seq}`;
}
