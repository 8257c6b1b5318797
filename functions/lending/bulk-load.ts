import type {
  BorrowerItem,
  CosignerItem,
  DisbursementItem,
  FileItem,
  NoteItem,
} from '../../shared/register/register-items.ts';
import { borrowerPartition, filePartition } from '../../shared/register/register-keys.ts';
import { batchPut } from '../../shared/store/batches.ts';
import type { RegisterTable } from './create-records.ts';
import {
  borrowerRecords,
  disbursementRecord,
  fileRecords,
  finderRecords,
  noteRecords,
  type RegisterRecord,
} from './register-records.ts';

/** One borrower with everything of theirs, as it will be read again. */
export interface BulkBorrower {
  readonly borrower: BorrowerItem;
  readonly file: FileItem;
  readonly cosigners: readonly CosignerItem[];
  readonly notes: readonly NoteItem[];
  readonly disbursements: readonly DisbursementItem[];
}

export interface BulkLoadOptions {
  /** Borrowers per chunk: the step in which a load goes on after a stop. Must stay the same between runs. */
  readonly chunkSize?: number;
  /** Chunks already written by an earlier run: read from the input, checked, not written again. */
  readonly chunksDone?: number;
  /** Batches of 25 items under way at once; the engine on one machine writes alone and is fastest with 2. */
  readonly parallel?: number;
  /** After each chunk is stored: `chunksDone` for a later run. Awaited. */
  readonly onChunk?: (progress: BulkProgress) => void | Promise<void>;
}

export interface BulkProgress {
  readonly chunksDone: number;
  readonly borrowers: number;
  readonly notes: number;
  /** Items written by this run. */
  readonly items: number;
}

/** A CURP, contract, reference or id came twice in the input. Names the kind and the borrower, never the value. */
export class BulkDuplicate extends Error {
  override readonly name = 'BulkDuplicate';
}

const CHUNK_SIZE = 200;
const PARALLEL = 4;
const BATCH = 25;

/**
 * Writes the register of many borrowers into a store that holds none of them: a seed or a cut-over, never daily work,
 * because puts carry no condition. The input must come in the same order each time; then the load can be stopped
 * anywhere and run again: the items of a half-written chunk are put over themselves.
 * Throws BulkDuplicate at the first key that the input uses twice, before its chunk is written.
 */
export async function bulkLoad(
  table: RegisterTable,
  input: AsyncIterable<BulkBorrower> | Iterable<BulkBorrower>,
  options: BulkLoadOptions = {},
): Promise<BulkProgress> {
  const { chunkSize = CHUNK_SIZE, chunksDone: done = 0, parallel = PARALLEL, onChunk } = options;
  const seen = new Set<string>();
  let progress: BulkProgress = { chunksDone: 0, borrowers: 0, notes: 0, items: 0 };
  for await (const chunk of inChunks(input, chunkSize)) {
    const records = [...chunk.flatMap((whole) => recordsOf(whole, seen)), ...findersOf(chunk)];
    const isWritten = progress.chunksDone < done;
    if (!isWritten) await putAll(table, records, parallel);
    progress = {
      chunksDone: progress.chunksDone + 1,
      borrowers: progress.borrowers + chunk.length,
      notes: progress.notes + chunk.reduce((sum, { notes }) => sum + notes.length, 0),
      items: progress.items + (isWritten ? 0 : records.length),
    };
    if (!isWritten) await onChunk?.(progress);
  }
  return progress;
}

function recordsOf({ borrower, file, cosigners, notes, disbursements }: BulkBorrower, seen: Set<string>) {
  const records = [
    ...borrowerRecords(borrower),
    ...fileRecords(file, cosigners),
    ...notes.flatMap(noteRecords),
    ...disbursements.map((disbursement) => disbursementRecord(file.fileId, disbursement)),
  ];
  const own = new Set(records.map(({ PK, SK }) => `${PK}|${SK}`));
  if (own.size < records.length) throw new BulkDuplicate(`borrower ${borrower.borrowerId} states one key twice`);
  // What lies under a file carries the file's id, so it cannot meet another borrower's; the rest is kept by its PK.
  for (const { PK, SK } of records) {
    if (PK === filePartition(file.fileId) && SK !== 'FILE') continue;
    const key = PK === borrowerPartition(borrower.borrowerId) ? `${PK}|${SK}` : PK;
    if (seen.has(key)) throw new BulkDuplicate(`a ${kindOf(PK)} of borrower ${borrower.borrowerId} came before`);
    seen.add(key);
  }
  return records;
}

/** What finds these borrowers, each item once: many share the words of their names. */
function findersOf(chunk: readonly BulkBorrower[]): readonly RegisterRecord[] {
  const all = chunk.flatMap(({ borrower, file, cosigners }) => finderRecords(borrower, file, cosigners));
  return [...new Map(all.map((record) => [`${record.PK}|${record.SK}`, record])).values()];
}

const kindOf = (partition: string): string => partition.split('#').slice(0, -1).join('#');

async function putAll(table: RegisterTable, records: readonly RegisterRecord[], parallel: number): Promise<void> {
  const lanes = Array.from({ length: parallel }, (_lane, lane) =>
    records.filter((_record, index) => Math.floor(index / BATCH) % parallel === lane),
  );
  await Promise.all(lanes.map((lane) => batchPut(table.documents, table.tableName, lane)));
}

async function* inChunks<T>(input: AsyncIterable<T> | Iterable<T>, size: number): AsyncGenerator<T[]> {
  let chunk: T[] = [];
  for await (const item of input) {
    chunk.push(item);
    if (chunk.length === size) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}
