import type { Head } from '../../../shared/ledger/head-item.ts';
import type { Ledger } from '../../../shared/ledger/ledger.ts';
import type { HeadScan } from '../../../shared/ledger/scan-heads.ts';
import { headKey } from '../../../shared/ledger/table-keys.ts';
import { FOLD_VERSION } from '../../../shared/loan-book/fold.ts';
import type { Lines } from '../../../shared/loan-book/line.ts';
import { failureFields } from '../../../shared/observability/log.ts';
import { type RestatementEffect, RestatementSums } from './restatement-sums.ts';

export interface RestateDeps {
  readonly scanHeads: HeadScan;
  readonly ledger: Pick<Ledger, 'restateNote' | 'restatementOf' | 'entriesOfNote'>;
}

export interface RestateOptions {
  /** Parts of the table read at once; each restates one note at a time, so it is also how many are restated at once. */
  readonly segments: number;
  /** Told after every note. */
  readonly progress?: (notesRead: number) => void;
}

/** Keys only: nothing personal. */
export interface RestatementFailure {
  readonly key: string;
  readonly why: string;
}

export interface PortfolioRestatement extends RestatementEffect {
  /** Notes whose head could be read. */
  readonly notesRead: number;
  /** Of them, under today's version already. */
  readonly current: number;
  /** Restated by one entry; the sums are of these. */
  readonly changed: number;
  /** Brought under today's version, their debt as it was: no entry. */
  readonly unchanged: number;
  /** Restated by a payment, or another run, between being read and being reached: what that booked is not in the sums. */
  readonly overtaken: number;
  /** Not empty = the portfolio is not whole under today's version. */
  readonly failed: readonly RestatementFailure[];
}

/** The claim of a note's restatement was used, and its head is of another version again: the number came back. */
class VersionUsedBefore extends Error {
  override readonly name = 'VersionUsedBefore';
}

const ACTOR = 'system';

/**
 * Brings every note under today's version of the fold. Each is a transaction of its own and one that is there already is
 * passed over, so a run that was cut off is finished by running it again; payments may come in meanwhile. One that fails
 * is named, and the rest goes on.
 */
export async function restatePortfolio(
  { scanHeads, ledger }: RestateDeps,
  options: RestateOptions,
): Promise<PortfolioRestatement> {
  const source = { type: 'system', id: `restatement-${FOLD_VERSION}` } as const;
  return overStaleNotes(scanHeads, options, async ({ fileId, noteId }) => {
    const { outcome, parts } = await ledger.restateNote({ fileId, noteId, actor: ACTOR, source });
    if (outcome === 'already-posted') {
      if ((await ledger.restatementOf({ fileId, noteId })) === undefined) return undefined;
      throw new VersionUsedBefore(`version ${FOLD_VERSION} of the fold was left and came back`);
    }
    const seq = parts[0]?.seqs[0];
    if (seq === undefined) return {};
    const [entry] = await ledger.entriesOfNote(noteId, { afterSeq: seq - 1, limit: 1 });
    if (entry === undefined) throw new RangeError(`no entry ${seq} of a note just restated`);
    return entry.lines;
  });
}

/** What `restatePortfolio` would do now. Writes nothing. */
export function compareRestatement(
  { scanHeads, ledger }: RestateDeps,
  options: RestateOptions,
): Promise<PortfolioRestatement> {
  return overStaleNotes(scanHeads, options, ({ fileId, noteId }) => ledger.restatementOf({ fileId, noteId }));
}

/** `take` answers what a note's journal changes by; undefined when somebody else restated it meanwhile. */
async function overStaleNotes(
  scanHeads: HeadScan,
  { segments, progress = () => undefined }: RestateOptions,
  take: (head: Head) => Promise<Lines | undefined>,
): Promise<PortfolioRestatement> {
  const sums = new RestatementSums();
  const counts = { notesRead: 0, current: 0, changed: 0, unchanged: 0, overtaken: 0 };
  const failed: RestatementFailure[] = [];
  const takeNote = async (head: Head): Promise<void> => {
    try {
      const lines = await take(head);
      if (lines === undefined) counts.overtaken += 1;
      else if (Object.keys(lines).length === 0) counts.unchanged += 1;
      else {
        counts.changed += 1;
        sums.add(head.dimensions.office, lines);
      }
    } catch (error) {
      const { errorName, errorAt } = failureFields(error);
      const { PK, SK } = headKey(head.fileId, head.noteId);
      failed.push({ key: `${PK} ${SK}`, why: [errorName, ...errorAt.slice(0, 1)].join(' ') });
    }
  };
  const takeSegment = async (segment: number): Promise<void> => {
    for await (const scanned of scanHeads(segment, segments)) {
      if (scanned.type === 'undecodable') failed.push({ key: scanned.key, why: 'undecodable' });
      if (scanned.type !== 'note') continue;
      counts.notesRead += 1;
      if (scanned.head.fold === FOLD_VERSION) counts.current += 1;
      else await takeNote(scanned.head);
      progress(counts.notesRead);
    }
  };
  await Promise.all(Array.from({ length: segments }, (_, segment) => takeSegment(segment)));
  // Parts of the table end in any order; the same portfolio is told in one.
  failed.sort((a, b) => (a.key < b.key ? -1 : 1));
  return { ...counts, failed, ...sums.result() };
}
