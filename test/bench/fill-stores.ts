import { type BulkBorrower, bulkLoad } from '../../functions/lending/bulk-load.ts';
import { earlier, later } from '../../shared/calendar/calendar-date.ts';
import { canonicalHash } from '../../shared/canonical/canonical-json.ts';
import { deterministicId } from '../../shared/canonical/deterministic-id.ts';
import { bulkLoadNotes, type NoteHistory } from '../../shared/ledger/bulk-load.ts';
import { encodeHead, type Head } from '../../shared/ledger/head-item.ts';
import { FOLD_VERSION, foldEvents } from '../../shared/loan-book/fold.ts';
import { batchPut } from '../../shared/store/batches.ts';
import type { BenchStore } from './bench-store.ts';
import { demoFiles, demoNotes } from './demo-notes.ts';

const HEADS_PER_ROUND = 400;
/** Each generated note stands in the heads' store under this many ids: making 250,000 lives would take minutes. */
const COPIES = 10;

/** Register, heads, entries and chains of the first `notes` notes of the demonstration's portfolio. */
export async function fillWithNotes({ connect, tables }: BenchStore, notes: number): Promise<void> {
  const documents = connect();
  await bulkLoad({ documents, tableName: tables.REGISTER_TABLE }, registerOf(notes), { parallel: 2 });
  const { HEADS_TABLE: heads, ENTRIES_TABLE: entries, IDEMPOTENCY_TABLE: idempotency } = tables;
  await bulkLoadNotes(documents, { heads, entries, idempotency }, historiesOf(notes));
}

function* registerOf(notes: number): Generator<BulkBorrower> {
  for (const { borrower, file, cosigners, notes: signed } of demoFiles(notes)) {
    const disbursements = signed.flatMap((note) => note.disbursements);
    yield { borrower, file, cosigners, notes: signed.map(({ item }) => item), disbursements };
  }
}

function* historiesOf(notes: number): Generator<NoteHistory> {
  for (const { history } of demoNotes(notes)) yield history;
}

/**
 * Heads only, `notes` of them: all that a valuation of a day on which nothing moved since reads. Terms and state are
 * those of the real fold of a history; the chain's hash is of the right length.
 */
export async function fillWithHeads({ connect, tables }: BenchStore, notes: number): Promise<void> {
  const documents = connect();
  let round: Record<string, unknown>[] = [];
  let writing: Promise<void> = Promise.resolve();
  let made = 0;
  const flush = async () => {
    await writing;
    writing = batchPut(documents, tables.HEADS_TABLE, round);
    round = [];
  };
  for (const { history } of demoNotes(Math.ceil(notes / COPIES))) {
    const head = headOf(history);
    for (let copy = 0; copy < COPIES && made < notes; copy += 1, made += 1) {
      const noteId = deterministicId('bench-copy', `${head.noteId}|${copy}`);
      const fileId = deterministicId('bench-copy', `${head.fileId}|${copy}`);
      round.push(encodeHead({ ...head, noteId, fileId }));
    }
    if (round.length >= HEADS_PER_ROUND) await flush();
  }
  await flush();
  await writing;
}

function headOf({ noteId, fileId, terms, events, dimensions }: NoteHistory): Head {
  const placed = events.findLast((event) => event.kind === 'placement-changed');
  return {
    noteId,
    fileId,
    version: events.length,
    seq: events.length,
    hash: canonicalHash(noteId),
    fold: FOLD_VERSION,
    checkpoints: [],
    note: foldEvents(terms, events).note,
    dimensions: placed === undefined ? dimensions : { ...dimensions, stage: placed.stage, agent: placed.agent },
    openedOn: events.map(({ valueDate }) => valueDate).reduce(earlier),
    contractedOn: events.map(({ valueDate }) => valueDate).reduce(earlier),
    lastRecordedOn: events.map(({ recordedOn }) => recordedOn).reduce(later),
  };
}
