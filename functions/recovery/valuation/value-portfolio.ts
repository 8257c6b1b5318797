import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { CreditHead, Head } from '../../../shared/ledger/head-item.ts';
import type { HeadScan } from '../../../shared/ledger/scan-heads.ts';
import { creditPartition, notePartition } from '../../../shared/ledger/table-keys.ts';
import type { ByComponent } from '../../../shared/loan-book/component.ts';
import type { Note } from '../../../shared/loan-book/note-state.ts';
import { valueNote } from '../../../shared/loan-book/valuation.ts';
import { type ChainEnd, chainLine, ledgerRoot } from './ledger-root.ts';
import type { Snapshot } from './snapshot.ts';
import { SnapshotSums } from './snapshot-sums.ts';

/** A note as it was known at the end of a day. */
export interface NoteAsKnown {
  readonly note: Note;
  /** Balances that its journal held, which an older version of the fold may have booked; absent: as the note says. */
  readonly ledger?: ByComponent;
  readonly end: ChainEnd;
  readonly dimensions: Head['dimensions'];
}

export interface ValuationDeps {
  readonly scanHeads: HeadScan;
  /** For a note with entries after `date`: the note by the end of that day; undefined when it did not exist. */
  noteAsKnownOn(head: Head, date: CalendarDate): Promise<NoteAsKnown | undefined>;
  /** For a credit head with entries after `date`: where its chain stood; undefined when it did not exist. */
  creditChainOn(fileId: string, date: CalendarDate): Promise<ChainEnd | undefined>;
  saveSnapshot(snapshot: Snapshot): Promise<void>;
  /** Keeps the root where nobody can change it. Must answer quietly when this very root is kept already. */
  keepRoot(date: CalendarDate, root: string, chains: number): Promise<void>;
  now(): Date;
}

interface Segment {
  readonly sums: SnapshotSums;
  readonly chains: string[];
  headsRead: number;
  notesLater: number;
  readonly failures: string[];
}

export interface ValuationReport {
  readonly snapshot: Snapshot;
  /** Keys of heads that could not be valued (no personal data). Not empty = the snapshot is incomplete: alarm. */
  readonly failed: readonly string[];
}

/**
 * Values every note at the end of business date `date` and stores one snapshot. Streams: memory grows with the chains
 * (about 100 bytes a head) and a few dozen sums, never with the heads. Nobody waits for it, and it can be run again
 * for any day: it reads what was known by then. A head that cannot be valued is counted and named, and the rest goes on.
 */
export async function valuePortfolio(
  deps: ValuationDeps,
  input: { readonly date: CalendarDate; readonly segments: number },
): Promise<ValuationReport> {
  const parts = await Promise.all(
    Array.from({ length: input.segments }, (_, segment) => valueSegment(deps, input.date, segment, input.segments)),
  );
  const sums = new SnapshotSums();
  for (const part of parts) sums.merge(part.sums);
  const failed = parts.flatMap((part) => part.failures);
  const chains = parts.flatMap((part) => part.chains);
  const root = ledgerRoot(chains);
  const snapshot: Snapshot = {
    date: input.date,
    valuedAt: deps.now().toISOString(),
    headsRead: parts.reduce((sum, part) => sum + part.headsRead, 0),
    notesValued: sums.notesValued,
    notesLater: parts.reduce((sum, part) => sum + part.notesLater, 0),
    failures: failed.length,
    ...sums.result(),
    ledgerRoot: root,
  };
  await deps.saveSnapshot(snapshot);
  if (failed.length === 0) await deps.keepRoot(input.date, root, chains.length);
  return { snapshot, failed };
}

async function valueSegment(
  deps: ValuationDeps,
  date: CalendarDate,
  segment: number,
  segments: number,
): Promise<Segment> {
  const part: Segment = { sums: new SnapshotSums(), chains: [], headsRead: 0, notesLater: 0, failures: [] };
  for await (const scanned of deps.scanHeads(segment, segments)) {
    part.headsRead += 1;
    if (scanned.type === 'undecodable') part.failures.push(scanned.key);
    else if (scanned.type === 'credit') await takeCredit(deps, date, scanned.head, part);
    else await takeNote(deps, date, scanned.head, part);
  }
  return part;
}

async function takeNote(deps: ValuationDeps, date: CalendarDate, head: Head, part: Segment): Promise<void> {
  const end: ChainEnd = { owner: notePartition(head.noteId), seq: head.seq, hash: head.hash };
  const known: NoteAsKnown | undefined =
    head.lastRecordedOn <= date
      ? { note: head.note, end, dimensions: head.dimensions }
      : await deps.noteAsKnownOn(head, date);
  if (known === undefined) {
    part.notesLater += 1;
    return;
  }
  part.chains.push(chainLine(known.end));
  try {
    const valued = valueNote(known.note.terms, known.note.state, date);
    part.sums.add(known.dimensions, { ...valued, ledger: known.ledger ?? valued.ledger });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    part.failures.push(known.end.owner);
  }
}

async function takeCredit(deps: ValuationDeps, date: CalendarDate, head: CreditHead, part: Segment): Promise<void> {
  const owner = creditPartition(head.fileId);
  const end =
    head.lastRecordedOn <= date
      ? { owner, seq: head.seq, hash: head.hash }
      : await deps.creditChainOn(head.fileId, date);
  if (end !== undefined) part.chains.push(chainLine(end));
}
