import { expect } from 'vitest';
import type { AgreementHead } from '../../shared/ledger/agreement-head.ts';
import { verifyChain } from '../../shared/ledger/entry-item.ts';
import type { Head } from '../../shared/ledger/head-item.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import type { Entry } from '../../shared/ledger/ledger-items.ts';
import { readFileHeads } from '../../shared/ledger/read-ledger.ts';
import { COMPONENTS } from '../../shared/loan-book/component.ts';
import { ledgerBalances } from '../../shared/loan-book/note-state.ts';
import type { TestDynamo } from './dynamo.ts';

export interface IntactFile {
  readonly notes: readonly Head[];
  readonly agreements: readonly AgreementHead[];
  readonly entries: readonly Entry[];
}

/** What the ledger has of a file, looked at: heads are what their entries sum to, chains hold, credit is what its notes hold. */
export async function expectIntact(
  { documents, tables }: Pick<TestDynamo, 'documents' | 'tables'>,
  ledger: Pick<Ledger, 'entriesOfNote' | 'creditsOfFiles'>,
  fileId: string,
): Promise<IntactFile> {
  const names = { heads: tables.HEADS_TABLE, entries: tables.ENTRIES_TABLE, idempotency: tables.IDEMPOTENCY_TABLE };
  const { notes, agreements } = await readFileHeads(documents, names, fileId);
  const all: Entry[] = [];
  for (const { noteId, hash, note } of notes) {
    const entries = await ledger.entriesOfNote(noteId);
    expect(verifyChain(entries, hash)).toEqual([]);
    const balances = ledgerBalances(note.state);
    for (const component of COMPONENTS)
      expect(entries.reduce((sum, { lines }) => sum + (lines[component] ?? 0), 0)).toBe(balances[component]);
    all.push(...entries);
  }
  const held = notes.reduce((sum, { note }) => sum + note.state.held, 0);
  expect((await ledger.creditsOfFiles([fileId])).get(fileId) ?? 0).toBe(held);
  return { notes, agreements, entries: all };
}
