import * as z from 'zod';
import type { Head } from '../../../shared/ledger/head-item.ts';
import type { Entry } from '../../../shared/ledger/ledger-items.ts';
import type { HeadScan } from '../../../shared/ledger/scan-heads.ts';
import { STANDINGS } from './arrears-buckets.ts';
import { lastWholeMonth } from './month-number.ts';
import { PortfolioSummer, portfolioSumsSchema } from './portfolio-sums.ts';
import { type AsKnown, type RestatedNote, restateNote } from './restated-note.ts';

/** One part of the portfolio as of a day, as it is kept. Nothing in it is of the day on which it was made. */
export const restatedSegmentSchema = z.object({
  /** Keys of heads that could not be read or replayed, sorted: not empty = the figures are incomplete. */
  failed: z.array(z.string()),
  sums: portfolioSumsSchema,
  /** Each note by its id, where it stood and the principal that it owed: what rolls are counted by. */
  notes: z.array(z.tuple([z.string(), z.enum(STANDINGS), z.int()])),
});
export type RestatedSegment = z.infer<typeof restatedSegmentSchema>;

export interface SegmentDeps {
  readonly scanHeads: HeadScan;
  /** Every entry of a note in the order of seq: one consistent Query. */
  readonly entriesOf: (noteId: string) => Promise<readonly Entry[]>;
}

/** Notes of a segment whose entries are on their way at once. */
const AT_ONCE = 16;

/**
 * Replays every note of one of `segments` parts of the portfolio. Memory holds the entries of a few notes and a line a note.
 * The same recorded facts give the same answer, to the byte, in whatever order they are read.
 */
export async function restateSegment(
  { scanHeads, entriesOf }: SegmentDeps,
  { segment, segments, ...asKnown }: AsKnown & { readonly segment: number; readonly segments: number },
): Promise<RestatedSegment> {
  const summer = new PortfolioSummer(lastWholeMonth(asKnown.asOf));
  const notes: RestatedSegment['notes'] = [];
  const failed: string[] = [];
  const take = (note: RestatedNote | undefined): void => {
    if (note === undefined) return;
    summer.add(note);
    notes.push([note.noteId, note.standing, note.valuation.owed.principal]);
  };
  const takeHead = async (head: Head): Promise<void> => {
    try {
      take(restateNote(head, await entriesOf(head.noteId), asKnown));
    } catch (error) {
      // What lies in the journal is wrong; anything else is the store's, and the run's.
      if (!(error instanceof RangeError || error instanceof z.ZodError || error instanceof SyntaxError)) throw error;
      failed.push(head.noteId);
    }
  };
  let round: Head[] = [];
  for await (const scanned of scanHeads(segment, segments)) {
    if (scanned.type === 'undecodable') failed.push(scanned.key);
    if (scanned.type !== 'note') continue;
    round.push(scanned.head);
    if (round.length < AT_ONCE) continue;
    await Promise.all(round.map(takeHead));
    round = [];
  }
  await Promise.all(round.map(takeHead));
  return {
    ...{ failed: failed.toSorted(), sums: summer.result() },
    notes: notes.toSorted(([a], [b]) => (a < b ? -1 : 1)),
  };
}
