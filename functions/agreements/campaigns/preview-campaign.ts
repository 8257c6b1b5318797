import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { inOfficeOrder, type Office } from '../../../shared/institute/offices.ts';
import type { Head } from '../../../shared/ledger/head-item.ts';
import type { HeadScan } from '../../../shared/ledger/scan-heads.ts';
import { grantedOf, isUnderAgreement } from '../../../shared/loan-book/agreement.ts';
import {
  addedByComponent,
  type ByComponent,
  sumOfComponents,
  zeroByComponent,
} from '../../../shared/loan-book/component.ts';
import { valueNote } from '../../../shared/loan-book/valuation.ts';
import type { Centavos } from '../../../shared/money/centavos.ts';
import type { Campaign } from './campaign.ts';
import { eligibleNotes, isEligibleNote, type NoteInCampaign } from './eligibility.ts';

/** A file that qualifies, with its notes that do: what they owe, what would be forgiven if it is kept, what would be paid. */
export interface QualifyingFile {
  readonly fileId: string;
  readonly office: Office;
  readonly noteIds: readonly string[];
  readonly owed: ByComponent;
  readonly forgives: ByComponent;
  readonly pays: Centavos;
}

export interface PreviewTotals {
  readonly files: number;
  readonly notes: number;
  readonly owed: ByComponent;
  readonly forgives: ByComponent;
  readonly pays: Centavos;
}

/** What a campaign would come to if everybody for whom it is signed today. */
export interface CampaignPreview {
  readonly asOf: CalendarDate;
  readonly headsRead: number;
  /** By the id of the file. */
  readonly files: readonly QualifyingFile[];
  readonly byOffice: readonly (PreviewTotals & { readonly office: Office })[];
  readonly total: PreviewTotals;
  /** Keys of heads that could not be valued (no personal data): not empty = the figures are incomplete. */
  readonly failed: readonly string[];
}

interface ScannedNote extends NoteInCampaign {
  readonly noteId: string;
}

/**
 * Plays a campaign over the whole portfolio as it is owed on a day, reading every head once in parallel segments; nothing
 * is written. Each note by the functions that sign it (valuation, share of each component, rounded down a note). A note
 * under a live agreement is left out. Memory grows with the notes that qualify. `told` hears how many heads were read.
 */
export async function previewCampaign(
  { scanHeads }: { readonly scanHeads: HeadScan },
  { campaign, on, segments }: { readonly campaign: Campaign; readonly on: CalendarDate; readonly segments: number },
  told: (headsRead: number) => void = () => undefined,
): Promise<CampaignPreview> {
  const found = new Map<string, ScannedNote[]>();
  const failed: string[] = [];
  let headsRead = 0;
  const takeNote = (head: Head) => {
    try {
      const note = scannedNote(head, on);
      if (note === undefined || !isEligibleNote(campaign.eligibility, note)) return;
      found.set(head.fileId, [...(found.get(head.fileId) ?? []), note]);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      failed.push(head.noteId);
    }
  };
  const takeSegment = async (segment: number) => {
    for await (const scanned of scanHeads(segment, segments)) {
      headsRead += 1;
      if (scanned.type === 'undecodable') failed.push(scanned.key);
      else if (scanned.type === 'note') takeNote(scanned.head);
      if (headsRead % TELL_EVERY === 0) told(headsRead);
    }
  };
  await Promise.all(Array.from({ length: segments }, (_, segment) => takeSegment(segment)));
  const files = [...found]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([fileId, notes]) => qualifying(campaign, fileId, notes));
  const offices = new Set(files.map(({ office }) => office));
  const byOffice = inOfficeOrder(offices, (office) => office).map((office) => ({
    office,
    ...totalsOf(files.filter((file) => file.office === office)),
  }));
  return { asOf: on, headsRead, files, byOffice, total: totalsOf(files), failed };
}

const TELL_EVERY = 1_000;

function scannedNote({ note, noteId, dimensions }: Head, on: CalendarDate): ScannedNote | undefined {
  if (isUnderAgreement(note.state)) return undefined;
  const { owed, daysPastDue } = valueNote(note.terms, note.state, on);
  return { noteId, owed, daysPastDue, dimensions };
}

function qualifying(
  { eligibility, share }: Campaign,
  fileId: string,
  scanned: readonly ScannedNote[],
): QualifyingFile[] {
  const notes = eligibleNotes(eligibility, scanned).toSorted((a, b) => (a.noteId < b.noteId ? -1 : 1));
  const office = notes[0]?.dimensions.office;
  if (office === undefined) return [];
  const owed = addedByComponent(notes.map((note) => note.owed));
  const forgives = addedByComponent(notes.map((note) => grantedOf({ granted: zeroByComponent(), share }, note.owed)));
  const pays = sumOfComponents(owed) - sumOfComponents(forgives);
  return [{ fileId, office, noteIds: notes.map(({ noteId }) => noteId), owed, forgives, pays }];
}

const totalsOf = (files: readonly QualifyingFile[]): PreviewTotals => ({
  files: files.length,
  notes: files.reduce((sum, { noteIds }) => sum + noteIds.length, 0),
  owed: addedByComponent(files.map(({ owed }) => owed)),
  forgives: addedByComponent(files.map(({ forgives }) => forgives)),
  pays: files.reduce((sum, { pays }) => sum + pays, 0),
});
