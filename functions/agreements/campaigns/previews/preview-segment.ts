import type { CalendarDate } from '../../../../shared/calendar/calendar-date.ts';
import type { Office } from '../../../../shared/institute/offices.ts';
import type { Head } from '../../../../shared/ledger/head-item.ts';
import type { HeadScan } from '../../../../shared/ledger/scan-heads.ts';
import { isUnderAgreement } from '../../../../shared/loan-book/agreement.ts';
import { valueNote } from '../../../../shared/loan-book/valuation.ts';
import type { Campaign } from '../campaign.ts';
import { isEligibleNote, type NoteInCampaign } from '../eligibility.ts';
import { type Offer, offerOn } from '../offer-on-notes.ts';

/** A file that qualifies, with its notes that do: what they owe, what would be forgiven if it is kept, what would be paid. */
export interface QualifyingFile extends Offer {
  readonly fileId: string;
  readonly office: Office;
}

/** What a campaign would come to in one part of the portfolio. */
export interface SegmentPreview {
  readonly headsRead: number;
  /** By the id of the file. */
  readonly files: readonly QualifyingFile[];
  /** Keys of heads that could not be valued (no personal data): not empty = the figures are incomplete. */
  readonly failed: readonly string[];
}

interface ScannedNote extends NoteInCampaign {
  readonly noteId: string;
}

/**
 * Plays a campaign over one of `segments` parts of the portfolio as it is owed on a day; nothing is written. All heads of
 * a file are in one partition of the table, hence in one segment: what is told of a file is all of it. Memory grows with
 * the notes of the segment that qualify.
 */
export async function previewSegment(
  { scanHeads }: { readonly scanHeads: HeadScan },
  {
    campaign,
    on,
    segment,
    segments,
  }: {
    readonly campaign: Pick<Campaign, 'eligibility' | 'share'>;
    readonly on: CalendarDate;
    readonly segment: number;
    readonly segments: number;
  },
): Promise<SegmentPreview> {
  const found = new Map<string, ScannedNote[]>();
  const failed: string[] = [];
  let headsRead = 0;
  const takeNote = (head: Head) => {
    try {
      const note = scannedNote(head, on);
      if (!isEligibleNote(campaign.eligibility, note)) return;
      const others = found.get(head.fileId);
      if (others === undefined) found.set(head.fileId, [note]);
      else others.push(note);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      failed.push(head.noteId);
    }
  };
  for await (const scanned of scanHeads(segment, segments)) {
    headsRead += 1;
    if (scanned.type === 'undecodable') failed.push(scanned.key);
    else if (scanned.type === 'note') takeNote(scanned.head);
  }
  const files = [...found]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([fileId, notes]) => {
      const offer = offerOn(campaign, notes);
      const office = notes[0]?.dimensions.office;
      return offer === undefined || office === undefined ? [] : [{ fileId, office, ...offer }];
    });
  return { headsRead, files, failed };
}

function scannedNote({ note, noteId, dimensions }: Head, on: CalendarDate): ScannedNote {
  const { owed, daysPastDue } = valueNote(note.terms, note.state, on);
  return { noteId, owed, daysPastDue, dimensions, underAgreement: isUnderAgreement(note.state) };
}
