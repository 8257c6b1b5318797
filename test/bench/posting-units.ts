import { bankRowPosting, benchLedger } from './bank-row-posting.ts';
import type { BenchLine, BenchPart } from './bench-line.ts';
import { type MeteredCall, meterCapacity, unitsOf } from './capacity-meter.ts';
import { itemSize } from './item-size.ts';
import { openNotes } from './open-notes.ts';
import { type Spread, spreadOf } from './spread.ts';
import { openWorkingStore, workingNotes } from './working-store.ts';

const POSTINGS = 500;

const KIBIBYTE = 1_024;

/** What one in-order posting on one note asks of the store, by the store's own account and by the size of its items. */
export const postingUnits: BenchPart = {
  name: 'units',
  title: 'Units of a posting',
  async run(setting) {
    const store = await openWorkingStore(setting);
    try {
      const notes = (await openNotes(store, workingNotes(setting))).slice(0, POSTINGS);
      const documents = store.connect();
      const meter = meterCapacity(documents);
      const ledger = benchLedger(documents, store);
      const postings: MeteredCall[][] = [];
      for (const [index, note] of notes.entries()) {
        await ledger.postToNote(bankRowPosting(note, index + 1));
        postings.push(meter.take());
      }
      return linesOf(postings);
    } finally {
      await store.stop();
    }
  },
};

function linesOf(postings: readonly MeteredCall[][]): BenchLine[] {
  const units = postings.map(unitsOf);
  const sizes = (table: string) => spreadOf(postings.flatMap((calls) => itemsWritten(calls, table)).map(itemSize));
  const worst = (measure: string, unit: string, of: Spread, atMost?: number, remark?: string): BenchLine => ({
    measure,
    figure: of.max,
    unit,
    spread: of,
    ...(atMost !== undefined && { target: { atMost } }),
    ...(remark !== undefined && { remark }),
  });
  const index = spreadOf(units.map(({ indexWriteUnits }) => indexWriteUnits));
  return [
    worst(
      'calls of an in-order posting',
      'calls',
      spreadOf(units.map(({ calls }) => calls)),
      2,
      `the worst of ${postings.length}`,
    ),
    worst(
      'write units',
      'WRU',
      spreadOf(units.map(({ writeUnits }) => writeUnits)),
      10,
      `of them index by day: ${index.max}`,
    ),
    worst('read units', 'RRU', spreadOf(units.map(({ readUnits }) => readUnits)), 1),
    worst('entry', 'bytes', sizes('entries'), KIBIBYTE),
    worst('head', 'bytes', sizes('heads'), 2 * KIBIBYTE),
    worst('idempotency item', 'bytes', sizes('idempotency'), undefined, '1 KB costs 2 WRU'),
  ];
}

/** Items of a table that the transactions of these calls put. */
export function itemsWritten(calls: readonly MeteredCall[], table: string): Record<string, unknown>[] {
  return calls.flatMap(({ input }) => {
    const { TransactItems = [] } = input as {
      TransactItems?: { Put?: { TableName: string; Item: Record<string, unknown> } }[];
    };
    return TransactItems.flatMap(({ Put }) => (Put?.TableName === table ? [Put.Item] : []));
  });
}
