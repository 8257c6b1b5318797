import * as z from 'zod';
import { inOfficeOrder, type Office, officeSchema } from '../../../../shared/institute/offices.ts';
import { byComponentSchema } from '../../../../shared/ledger/event-schema.ts';
import { addedByComponent, zeroByComponent } from '../../../../shared/loan-book/component.ts';
import type { QualifyingFile } from './preview-segment.ts';

/** What a campaign would come to if everybody for whom it is signed and paid that day. Centavos. */
export const previewTotalsSchema = z.object({
  files: z.int(),
  notes: z.int(),
  owed: byComponentSchema,
  forgives: byComponentSchema,
  pays: z.int(),
});
export type PreviewTotals = z.infer<typeof previewTotalsSchema>;

export const officeTotalsSchema = previewTotalsSchema.extend({ office: officeSchema });
export type OfficeTotals = z.infer<typeof officeTotalsSchema>;

/** The totals by office with more files in them, in the order of the offices. */
export function withFiles(byOffice: readonly OfficeTotals[], files: readonly QualifyingFile[]): OfficeTotals[] {
  const sums = new Map<Office, OfficeTotals>(byOffice.map((totals) => [totals.office, totals]));
  for (const { office, noteIds, ...file } of files) {
    const before = sums.get(office) ?? { office, ...NOTHING };
    sums.set(office, { office, ...totalOf([before, { ...file, files: 1, notes: noteIds.length }]) });
  }
  return inOfficeOrder(sums.values(), ({ office }) => office);
}

/** The sum of totals. */
export const totalOf = (all: readonly PreviewTotals[]): PreviewTotals => ({
  files: all.reduce((sum, { files }) => sum + files, 0),
  notes: all.reduce((sum, { notes }) => sum + notes, 0),
  owed: addedByComponent(all.map(({ owed }) => owed)),
  forgives: addedByComponent(all.map(({ forgives }) => forgives)),
  pays: all.reduce((sum, { pays }) => sum + pays, 0),
});

const NOTHING: PreviewTotals = { files: 0, notes: 0, owed: zeroByComponent(), forgives: zeroByComponent(), pays: 0 };
