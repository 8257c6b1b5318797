import { createLedgerReader } from '../../functions/recovery/valuation/ledger-reader.ts';
import type { BenchStore } from './bench-store.ts';
import { demoNotes } from './demo-notes.ts';

/** A note that a payment can be posted on. */
export interface PayableNote {
  readonly noteId: string;
  readonly fileId: string;
  readonly reference: string;
}

/** Owed principal that several small payments do not use up: no row of a measure ends in credit. */
const PRINCIPAL_LEFT = 200_000;

/** The notes of a filled store with enough principal left, in the portfolio's order. */
export async function openNotes(store: BenchStore, notes: number): Promise<PayableNote[]> {
  const { HEADS_TABLE: heads, ENTRIES_TABLE: entries } = store.tables;
  const open = new Set<string>();
  for await (const scanned of createLedgerReader(store.connect(), { heads, entries }).scanHeads(0, 1)) {
    if (scanned.type === 'note' && scanned.head.note.state.principal >= PRINCIPAL_LEFT) open.add(scanned.head.noteId);
  }
  return [...demoNotes(notes)]
    .filter(({ item }) => open.has(item.noteId))
    .map(({ item }) => ({ noteId: item.noteId, fileId: item.fileId, reference: item.paymentReference }));
}
